"""Forms about what children are given (待遇表单): lists, endings, other help, lists of gifts."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.terms import FIELD_LABELS, LEAVE_FIELDS, CareForm, EndReason, OtherKind
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.applications.forms import MonthField, YuanField
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class GrantFilter(DeskForm):
    """Which grants to list (待遇筛选条件)."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("在享的")), ("ALL", _("全部"))],
    )
    month = MonthField(label=_("月份"), required=False)
    care_form = forms.ChoiceField(label=_("养育方式"), required=False, choices=[("", _("全部")), *CareForm.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class LeaveForm(DeskForm):
    """The leave form (退出登记): which of the fields below are needed, the reason says."""

    reason = forms.ChoiceField(label=_("退出原因"), choices=EndReason.choices)
    happened_on = DayField(label=_("情形发生日期"), help_text=_("自次月起停发。"))
    left_on = DayField(label=_("退出日期"))
    papers = forms.CharField(label=_("附件名称"), required=False, max_length=500, help_text=_("几件之间用顿号隔开。"))
    notice = forms.CharField(
        label=_("书面告知的内容"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("告诉家庭为什么停、从哪个月起停、可以怎样申请复核。"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, label in FIELD_LABELS.items():
            reasons = "、".join(worded(EndReason(each).label) for each, names in LEAVE_FIELDS.items() if name in names)
            field = DayField if name.endswith("_on") else forms.CharField
            self.fields[name] = field(label=label, required=False, help_text=_("退出原因为“%s”时填写。") % reasons)
            self.fields[name].widget.attrs.setdefault("class", "form-control")


class LeaveFactsForm(DeskForm):
    """What the leave form still lacks (退出登记补充内容), when the end of a recognition proposed the ending."""

    def __init__(self, *args: Any, names: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in names:
            field = DayField if name.endswith("_on") else forms.CharField
            self.fields[name] = field(label=FIELD_LABELS[name], required=False)
            self.fields[name].widget.attrs.setdefault("class", "form-control")


class OtherHelpForm(DeskForm):
    """What else a child has (已领其他救助)."""

    kind = forms.ChoiceField(label=_("救助种类"), choices=OtherKind.choices)
    monthly = YuanField(label=_("每月金额（元）"), max_length=20, help_text=_("低保填这名儿童分摊到的一份。"))
    from_month = MonthField(label=_("起始月份"))
    to_month = MonthField(label=_("终止月份"), required=False, help_text=_("仍在领的不填。"))
    source = forms.CharField(label=_("来源"), max_length=200, help_text=_("哪一份名单或证明，写明日期。"))


class LastMonthForm(DeskForm):
    """The last month of other help (终止月份)."""

    to_month = MonthField(label=_("终止月份"))


class BatchForm(DeskForm):
    """Who is to get what (批次内容)."""

    line = forms.ChoiceField(label=_("项目"), choices=[])
    name = forms.CharField(label=_("批次名称"), max_length=100, help_text=_("如：2027年春节慰问"))
    categories = forms.MultipleChoiceField(
        label=_("发给哪些已认定的儿童"),
        choices=[each for each in Category.choices if each[0] not in SEALED_CATEGORIES],
        widget=forms.CheckboxSelectMultiple,
    )
    month = MonthField(label=_("发放月份"))
    amount = YuanField(label=_("每人金额（元）"), max_length=20)
    reasons = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    articles = forms.CharField(label=_("依据"), max_length=500)

    def __init__(self, *args: Any, lines: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["line"]
        if isinstance(field, forms.ChoiceField):
            field.choices = lines
