"""Forms of tasks (任务表单)."""

from typing import Any, Final, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.people.terms import Category
from gonghu.domain.tasks.terms import OUTCOMES, EscalationLevel, Outcome, TaskKind, TaskState
from gonghu.interfaces.desk.forms import DayField, DeskForm, ManyForm
from gonghu.interfaces.desk.places import DivisionField

MINE, NOBODY = "mine", "nobody"
BY_CHARGE: Final = "charge"
OVERDUE, TODAY, WEEK, NEW = "overdue", "today", "week", "new"

_REASON_HINT = _("至少 3 个字，写给以后查看的人。")


class TaskFilter(DeskForm):
    """Which tasks to list (任务筛选表单); all conditions hold together."""

    owner = forms.ChoiceField(
        label=_("责任人"),
        required=False,
        choices=[("", _("全部")), (MINE, _("我的")), (NOBODY, _("还没有责任人"))],
    )
    due = forms.ChoiceField(
        label=_("期限"),
        required=False,
        choices=[
            ("", _("全部期限")),
            (OVERDUE, _("已逾期")),
            (TODAY, _("今天到期")),
            (WEEK, _("一周内到期")),
            (NEW, _("近三天新到")),
        ],
    )
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *TaskKind.choices])
    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("待办")), *TaskState.choices[1:], ("ALL", _("全部状态"))]
    )
    level = forms.ChoiceField(label=_("提级"), required=False, choices=[("", _("不限")), *EscalationLevel.choices[1:]])
    category = forms.ChoiceField(
        label=_("儿童类别"), required=False, choices=[("", _("全部儿童类别")), *Category.choices]
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ClosingForm(DeskForm):
    """What came out of a task (办结表单)."""

    outcome = forms.ChoiceField(label=_("核实结果"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=_("情况说明"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("怎样了解到的、看到了什么。结果为否定或部分属实时必填。"),
    )
    evidence = forms.CharField(
        label=_("依据"),
        required=False,
        max_length=500,
        help_text=_("如：入户走访、死亡证明、派出所回执。没有材料可以不填。"),
    )

    def __init__(self, *args: Any, kind: TaskKind, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(outcome.value, outcome.label) for outcome in OUTCOMES[kind]]
        field = cast("forms.ChoiceField", self.fields["outcome"])
        field.choices = choices
        field.widget.attrs["class"] = "choice-input"
        if len(choices) == 1:
            field.initial = Outcome.DONE.value


class ReasonForm(DeskForm):
    """Why something is done (理由)."""

    reason = forms.CharField(label=_("理由"), max_length=500, help_text=_REASON_HINT)


class PostponeForm(ReasonForm):
    """A later deadline (延期)."""

    until = DayField(label=_("新的期限"))
    field_order = ("until", "reason")


class AssignForm(ManyForm):
    """Who takes one or many tasks (分派表单)."""

    owner = forms.ChoiceField(label=_("分派给"))
    typed = forms.CharField(label=_("任务数量"), max_length=9)
    mistyped = _("数量不符，应输入 %s。请再看一遍要分派的是哪些任务。")
    field_order = ("owner", "typed")

    def __init__(self, *args: Any, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["owner"]).choices = owners


class AgeingFilter(DeskForm):
    """Where and what to look at (时效筛选)."""

    place = DivisionField(label=_("区划"), required=False, help_text="")
    kind = forms.ChoiceField(label=_("类别"), required=False, choices=[("", _("全部类别")), *TaskKind.choices])


class IssueForm(DeskForm):
    """What an order demands (签发表单)."""

    responsible = forms.CharField(label=_("责任单位"), max_length=100)
    requirement = forms.CharField(
        label=_("督办要求"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("要做到什么、怎样报告。"),
    )
    due_on = DayField(label=_("整改期限"))


class AnswerForm(DeskForm):
    """What the body answers (答复表单)."""

    answer = forms.CharField(
        label=_("整改情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐项说明办结情况、没有办结的原因和完成时间。"),
    )


class CheckForm(DeskForm):
    """What another look found (复核表单)."""

    put_right = forms.ChoiceField(
        label=_("复核结论"),
        choices=[("yes", _("整改到位，销号")), ("no", _("没有到位，退回继续整改"))],
        widget=forms.RadioSelect(attrs={"class": "choice-input"}),
    )
    note = forms.CharField(label=_("复核情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DayField(label=_("新的整改期限"), required=False, help_text=_("退回时填写；不填按督办答复时限计算。"))
