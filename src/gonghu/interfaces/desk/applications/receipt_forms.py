"""Forms about who signed for a gift (签收表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.benefits.terms import Handover
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class HandoverFilter(DeskForm):
    """Which children of a list to show (签收筛选)."""

    state = forms.ChoiceField(label=_("签收"), required=False, choices=[("", _("全部")), *Handover.choices])
    place = DivisionField(label=_("区划"), required=False, help_text="")


class SignedForm(DeskForm):
    """Who signed, for those ticked (登记签收)."""

    received_on = DayField(label=_("签收日期"))
    signed_by = forms.CharField(
        label=_("签收人"), max_length=50, help_text=_("几个人一并登记的写“见签收表”，签收表原件存档。")
    )
    relation = forms.CharField(label=_("与儿童的关系"), max_length=40, help_text=_("如：本人、祖母、监护人。"))
    handed_by = forms.CharField(label=_("发放人"), max_length=100)
    evidence = forms.CharField(
        label=_("凭据"), max_length=200, required=False, help_text=_("如签收表编号、照片存放处；没有的空着。")
    )


class SheetForm(DeskForm):
    """For which place and why the sheet is printed (打印签收表)."""

    place = DivisionField(label=_("乡镇（不填为全部）"), required=False, help_text="")
    reason = forms.CharField(
        label=_("打印事由"), max_length=100, min_length=4, help_text=_("签收表含完整姓名；谁、为什么打印会留下记录。")
    )
