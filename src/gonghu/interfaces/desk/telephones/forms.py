"""What is asked of somebody who hands a rescue file in (救援文件表单)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.forms import DeskForm


class RescueForm(DeskForm):
    """The file that the telephone wrote (救援文件)."""

    letter = forms.FileField(
        label=_("救援文件"),
        help_text=_("在手机的“设置”里导出，文件名以 gonghu-rescue 开头。文件是加密的，只有本系统能打开。"),
    )


class OwnerFilter(DeskForm):
    """Whose card to make (筛选条件)."""

    text = forms.CharField(
        label=_("姓名"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
