"""Forms of the applications (申请表单)."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.papers import Paper
from gonghu.domain.benefits.terms import ApplicationState, CareForm, Procedure
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.money import NotAnAmount, parse_yuan

WAITING: Final = "WAITING"
CLOCKS: Final = [("", _("全部")), ("OVERDUE", _("已逾期")), ("TODAY", _("今天到期")), ("WEEK", _("一周内到期"))]


class YuanField(forms.CharField):
    """An amount in yuan as people type it, given as fen (金额)."""

    def clean(self, value: Any) -> Any:
        """Read the amount."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except NotAnAmount as problem:
            raise forms.ValidationError(_("请填写金额，如 1,500 或 1500.50。")) from problem
        if fen <= 0:
            raise forms.ValidationError(_("金额应大于零。"))
        return fen


class MonthField(forms.DateField):
    """A month, as its first day (月份)."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            widget=forms.DateInput(attrs={"type": "month"}, format="%Y-%m"), input_formats=["%Y-%m"], **kwargs
        )


class ApplicationFilter(DeskForm):
    """Which applications to list (申请筛选条件)."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("在办的")), *ApplicationState.choices, ("ALL", _("全部"))]
    )
    clock = forms.ChoiceField(label=_("期限"), required=False, choices=CLOCKS)
    procedure = forms.ChoiceField(label=_("程序"), required=False, choices=[("", _("全部")), *Procedure.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")
    papers = forms.BooleanField(label=_("欠材料"), required=False)


class ApplicationForm(DeskForm):
    """What an application says that no register knows (申请内容)."""

    applicant = forms.CharField(label=_("申请人姓名"), max_length=50, help_text=_("监护人；由亲属代办的写代办人。"))
    relation = forms.CharField(label=_("申请人与儿童的关系"), max_length=40)
    care_form = forms.ChoiceField(label=_("养育方式"), choices=CareForm.choices)
    procedure = forms.ChoiceField(label=_("办理程序"), choices=[])
    urgent_reason = forms.CharField(
        label=_("先行办理的理由"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("只有简易程序和绿色通道要写：先办理，材料在期限内补交。"),
    )
    amount = YuanField(label=_("申请金额（元）"), max_length=20)
    words = forms.CharField(
        label=_("申请理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不要写明服刑、戒毒、感染、收养等保密情况，写“情况已核实”。"),
    )

    def __init__(self, *args: Any, procedures: Sequence[Procedure], asks_amount: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["procedure"], [(each.value, each.label) for each in procedures])
        if not asks_amount:
            del self.fields["amount"]


class ElsewhereForm(DeskForm):
    """What a family from elsewhere brought (异地申请内容)."""

    name = forms.CharField(label=_("儿童姓名"), max_length=50)
    number = forms.CharField(label=_("儿童身份证号码"), max_length=18)
    home = DivisionField(label=_("户籍地（到乡镇或村）"))
    line = forms.ChoiceField(label=_("项目"), choices=[])
    applicant = forms.CharField(label=_("申请人姓名"), max_length=50)
    relation = forms.CharField(label=_("申请人与儿童的关系"), max_length=40)
    words = forms.CharField(label=_("申请理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["line"], lines)


class PapersForm(DeskForm):
    """Which papers came along (收到的材料)."""

    got = forms.MultipleChoiceField(label=_("收到的材料"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, papers: Sequence[Paper], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["got"], [(paper.code, Label(paper.name)) for paper in papers if paper.is_missing])


class CheckForm(DeskForm):
    """What the check found (查验意见)."""

    opinion = forms.CharField(
        label=_("查验意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写明比对、走访、邻里了解的结果；保密情况写“情况已核实”。"),
    )


class DecisionForm(DeskForm):
    """What is decided and why (决定)."""

    reasons = forms.CharField(
        label=_("理由"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("会书面告知家庭；不予确认或退回的，写明缺什么、为什么。"),
    )
    articles = forms.CharField(label=_("依据条款"), max_length=500, required=False)


class WordsForm(DeskForm):
    """Why something is done (理由)."""

    words = forms.CharField(label=_("说明"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


def _offer(field: forms.Field, choices: list[tuple[str, str]]) -> None:
    if isinstance(field, forms.ChoiceField):
        field.choices = choices
