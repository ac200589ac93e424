"""Forms of medical bills (医疗费用表单)."""

from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.insurance.terms import BillGap
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.insurance.forms import YuanField
from gonghu.interfaces.desk.places import DivisionField


class BillFilter(DeskForm):
    """Which bills to list (医疗费用筛选)."""

    ANY: Final = "ANY"

    gap = forms.ChoiceField(
        label=_("缺口"), required=False, choices=[("", _("全部")), (ANY, _("有缺口的")), *BillGap.choices]
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class BillsForm(DeskForm):
    """The insurer's sheet of bills (医疗费用名单)."""

    file = forms.FileField(
        label=_("医疗费用名单"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.ods,.csv,.txt"}),
        help_text=_("医保局给的表，一人一行，要有证件号码、总费用、基本医保支付、大病保险支付、医疗救助支付。"),
    )


class BillForm(DeskForm):
    """What a year's treatment cost and who paid (登记医疗费用)."""

    charged_fen = YuanField(label=_("医疗总费用（元）"))
    basic_fen = YuanField(label=_("基本医保支付（元）"))
    illness_fen = YuanField(label=_("大病保险支付（元）"), help_text=_("没有的填 0。"))
    aid_fen = YuanField(label=_("医疗救助支付（元）"), help_text=_("没有的填 0。"))
    other_fen = YuanField(label=_("其他支付（元）"), help_text=_("商业保险、慈善等；没有的填 0。"))
    source = forms.CharField(label=_("来源"), max_length=300, help_text=_("哪一份结算单，写明日期。"))


class WithdrawForm(DeskForm):
    """Why a bill is withdrawn (撤回原因)."""

    reason = forms.CharField(label=_("原因"), max_length=200)
