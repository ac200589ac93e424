"""What is asked about divisions (区划查询条件)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DayField, DeskForm


class DivisionSearch(DeskForm):
    """Words to search for, and the day to look at (查询条件)."""

    q = forms.CharField(
        label=_("名称、拼音、首字母或代码"),
        required=False,
        max_length=50,
        strip=True,
        widget=forms.TextInput(attrs={"type": "search", "placeholder": _("如 津南、jinnan、jnq、120112")}),
    )
    on = DayField(label=_("按哪一天的区划"), required=False)
