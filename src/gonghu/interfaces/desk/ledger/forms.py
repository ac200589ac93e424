"""Forms of the ledger (台账表单)."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.ledger.terms import FundLevel, Gap, HelpKind, JournalKind
from gonghu.domain.visits.terms import MoneyDifference
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.money import NotAnAmount, parse_yuan


class YuanField(forms.CharField):
    """A sum in yuan as people type it (金额); gives fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> int | None:
        """
        Read the sum.

        :raises ValidationError: it is no sum
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse_yuan(text)
        except NotAnAmount as problem:
            raise forms.ValidationError(_("“%s”不是金额，请写如 1360 或 1,360.50。") % text) from problem


class MonthField(forms.DateField):
    """A month, chosen in the browser's own calendar (月份); gives its first day."""

    def __init__(self, **kwargs: Any) -> None:
        widget = forms.DateInput(attrs={"type": "month"}, format="%Y-%m")
        super().__init__(widget=widget, input_formats=["%Y-%m"], **kwargs)


class JournalFilter(DeskForm):
    """Which journals to list (凭证筛选表单)."""

    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部种类")), *JournalKind.choices])
    since = DayField(label=_("从"), required=False)
    until = DayField(label=_("到"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class MonthFilter(DeskForm):
    """Which month to report (月报筛选表单)."""

    month = MonthField(label=_("月份"), required=False)
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ToldFilter(DeskForm):
    """Which differences between what is told and what was paid to list (走访核对筛选表单)."""

    difference = forms.ChoiceField(
        label=_("不一致"), required=False, choices=[("", _("全部")), *MoneyDifference.choices]
    )
    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("待核实")), ("ALL", _("全部"))])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class YearFilter(DeskForm):
    """Which year's budgets to show (预算年度)."""

    year = forms.IntegerField(label=_("年度"), required=False, min_value=2000, max_value=2100)


class BudgetForm(DeskForm):
    """What a fund gets for a year, or gives up (预算登记表单)."""

    fund = forms.ChoiceField(label=_("资金来源"))
    place = DivisionField(label=_("区县"))
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    amount = YuanField(
        label=_("金额（元）"), help_text=_("调减写负数，如 -50000。登记后不能修改，写错了再记一笔冲回。")
    )
    document = forms.CharField(label=_("文号"), max_length=100)
    reason = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, funds: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        usual = {level.value: str(level.label) for level in FundLevel}
        field = self.fields["fund"]
        if isinstance(field, forms.ChoiceField):
            field.choices = list((usual | funds).items())


class GapFilter(DeskForm):
    """Which gaps to list (应享未享筛选表单)."""

    gap = forms.ChoiceField(label=_("环节"), required=False, choices=[("", _("全部环节")), *Gap.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class GivenForm(DeskForm):
    """What was given to a child and when (帮扶内容表单)."""

    kind = forms.ChoiceField(label=_("种类"), choices=HelpKind.choices)
    words = forms.CharField(label=_("内容"), max_length=200)
    amount = YuanField(label=_("金额或折价（元）"), required=False)
    given_on = DayField(label=_("帮扶日期"))

    def clean_given_on(self) -> date:
        """
        Check the day.

        :raises ValidationError: it is still to come
        """
        on: date = self.cleaned_data["given_on"]
        if on > self.today:
            raise forms.ValidationError(_("帮扶日期还没有到。"))
        return on

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)


class HelpForm(GivenForm):
    """What somebody who is not the state gave a child (社会帮扶登记表单)."""

    field_order = ("kind", "giver")
    giver = forms.CharField(
        label=_("帮扶方"), max_length=100, help_text=_("单位、慈善组织或“爱心人士”；个人不愿具名的不写姓名。")
    )


class WhyForm(DeskForm):
    """Why a record is taken back (更正理由)."""

    reason = forms.CharField(label=_("更正理由"), max_length=200)
