"""Forms of sweeps (摸排表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.campaigns.queries.sweeps import NOT_YET
from gonghu.domain.campaigns.terms import DoorOutcome
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class SweepForm(DeskForm):
    """A new round (摸排轮次表单)."""

    name = forms.CharField(label=_("名称"), max_length=100, help_text=_("如：2026 年冬季困境儿童摸排。"))
    division_code = DivisionField(label=_("范围"))
    from_on = DayField(label=_("从"))
    to_on = DayField(label=_("到（含当日）"))


class SweepListForm(DeskForm):
    """A sheet of households (户名单文件)."""

    file = forms.FileField(
        label=_("户名单"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("Excel 或 CSV，要有“村（居）”和“户”（或“门牌”）两列，“户主”列可以没有。"),
    )


class NewHouseholdForm(DeskForm):
    """One household that is not on the list (名单外的一户)."""

    label = forms.CharField(label=_("户"), max_length=100, help_text=_("门牌号，或村里的叫法；不写身份证号。"))
    head = forms.CharField(label=_("户主"), max_length=100, required=False)


class HouseholdFilter(DeskForm):
    """Which households of a village to list (摸排户筛选)."""

    outcome = forms.ChoiceField(
        label=_("结果"),
        required=False,
        choices=[("", _("全部")), (NOT_YET, _("没有去")), *DoorOutcome.choices],
    )


class MarkForm(DeskForm):
    """What came of a household, and on which day (入户结果表单)."""

    outcome = forms.ChoiceField(label=_("结果"), choices=DoorOutcome.choices)
    seen_on = DayField(label=_("入户日期"))
