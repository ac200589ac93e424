"""Forms of insurance, referrals and keying (参保、转介、录入表单)."""

from collections.abc import Sequence
from typing import Any, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.insurance.schemes import PersonClass
from gonghu.domain.insurance.terms import KeyingKind, LineState, ReferralKind, ReferralState
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField
from gonghu.standards.money import parse_yuan

FIRST_YEAR: Final = 2020
LAST_YEAR: Final = 2100
UNDER_WAY: Final = "UNDER_WAY"
OVERDUE: Final = "OVERDUE"
ALL: Final = "ALL"
KEYED: Final = "KEYED"
_PREMIUM: Final = "premium_"


class YuanField(forms.CharField):
    """An amount in yuan as people type it (金额); gives fen."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **kwargs)

    def clean(self, value: Any) -> Any:
        """
        Read the amount.

        :raises ValidationError: it is none, or less than nothing
        """
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except ValueError as problem:
            raise forms.ValidationError(_("“%s”不是金额，应写成 400 或 400.00。") % text) from problem
        if fen < 0:
            raise forms.ValidationError(_("金额不能小于零。"))
        return fen


class RoundForm(DeskForm):
    """A round to open (新建参保轮次); one premium for each class of persons."""

    year = forms.IntegerField(label=_("参保年度"), min_value=FIRST_YEAR, max_value=LAST_YEAR)
    opens_on = DayField(label=_("集中参保期开始"))
    closes_on = DayField(label=_("集中参保期结束"))
    basis = forms.CharField(
        label=_("保费标准依据"), max_length=200, help_text=_("当年参保缴费通知的文号；没有查到标准的不要估计。")
    )
    fund = forms.CharField(label=_("资助资金来源"), max_length=40, required=False)

    def __init__(self, *args: Any, classes: Sequence[PersonClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for each in classes:
            told = f"{each.premium_fen / 100:.2f}" if each.premium_fen else ""
            field = YuanField(label=_("%s的保费（元）") % each.name, initial=told)
            field.widget.attrs["class"] = "form-control"
            self.fields[_PREMIUM + each.code] = field

    def clean(self) -> dict[str, Any]:
        """Look at the window."""
        said = super().clean() or {}
        opens_on, closes_on = said.get("opens_on"), said.get("closes_on")
        if opens_on and closes_on and closes_on < opens_on:
            self.add_error("closes_on", _("结束日期不能早于开始日期。"))
        return said

    @property
    def premiums(self) -> dict[str, int]:
        """Give the premiums by class."""
        said = self.cleaned_data.items()
        return {name.removeprefix(_PREMIUM): fen for name, fen in said if name.startswith(_PREMIUM)}


class LineFilter(DeskForm):
    """Which lines of a round to list (参保人员筛选)."""

    state = forms.ChoiceField(label=_("状态"), required=False, choices=[("", _("全部")), *LineState.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")

    def __init__(self, *args: Any, classes: Sequence[PersonClass], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", _("全部")), *((each.code, each.name) for each in classes)]
        self.fields["person_class"] = forms.ChoiceField(
            label=_("人员类别"), required=False, choices=choices, widget=forms.Select(attrs={"class": "form-select"})
        )


class LineForm(DeskForm):
    """What became of a line (登记参保情况)."""

    state = forms.ChoiceField(
        label=_("情况"),
        choices=[
            (each.value, each.label)
            for each in (LineState.ENROLLED, LineState.ELSEWHERE, LineState.REFUSED, LineState.ELIGIBLE)
        ],
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=_("说明"), max_length=200, required=False, help_text=_("他处已参保的写明在哪里参保；未能参保的写明原因。")
    )


class AnswerForm(DeskForm):
    """The insurer's answer (医保回执)."""

    file = forms.FileField(
        label=_("回执文件"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("医保经办机构给的 Excel 或 CSV，要有证件号码列和结果列。"),
    )


class InvoiceForm(DeskForm):
    """What the insurer asks for (保费通知单)."""

    document = forms.CharField(label=_("通知单编号"), max_length=100)
    persons = forms.IntegerField(label=_("人数"), min_value=1)
    amount_fen = YuanField(label=_("金额（元）"))
    dated_on = DayField(label=_("开具日期"))


class SettleForm(DeskForm):
    """When the premiums were paid (支付日期)."""

    paid_on = DayField(label=_("支付日期"))


class ReferralFilter(DeskForm):
    """Which referrals to list (转介筛选)."""

    state = forms.ChoiceField(
        label=_("状态"),
        required=False,
        choices=[("", _("等待结果的")), (OVERDUE, _("已超期的")), *ReferralState.choices, (ALL, _("全部"))],
    )
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部")), *ReferralKind.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class ReferralForm(DeskForm):
    """Whom to send where and why (转介)."""

    kind = forms.ChoiceField(label=_("种类"), choices=ReferralKind.choices, widget=forms.RadioSelect)
    referred_to = forms.CharField(
        label=_("转介单位"), max_length=100, help_text=_("如区残联、区教育局、某医院医务科。")
    )
    reason = forms.CharField(label=_("转介事由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    due_on = DayField(label=_("应答复日期"))


class OutcomeForm(DeskForm):
    """What came of a referral (转介结果)."""

    outcome = forms.CharField(
        label=_("说明"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("落实了什么、在哪里办的；没有落实的写明原因。"),
    )  # fmt: skip
    cost_fen = YuanField(label=_("落实金额（元）"), required=False, help_text=_("对方告知金额的填写，不知道的空着。"))

    def __init__(self, *args: Any, states: Sequence[ReferralState], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(each.value, each.label) for each in states]
        state = forms.ChoiceField(
            label=_("结果"), choices=choices, widget=forms.RadioSelect(attrs={"class": "one-of-several"})
        )
        self.fields = {"state": state, **self.fields}


class KeyingFilter(DeskForm):
    """Which rows of the keying list to show (录入清单筛选)."""

    state = forms.ChoiceField(
        label=_("状态"), required=False, choices=[("", _("待录入")), (KEYED, _("已录入")), (ALL, _("全部"))]
    )
    kind = forms.ChoiceField(label=_("种类"), required=False, choices=[("", _("全部")), *KeyingKind.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class KeyedForm(DeskForm):
    """On which day rows were keyed in (登记已录入)."""

    on = DayField(label=_("录入日期"))


class UndoForm(DeskForm):
    """Why an entry is taken back (撤销录入登记)."""

    reason = forms.CharField(label=_("撤销原因"), max_length=200)
