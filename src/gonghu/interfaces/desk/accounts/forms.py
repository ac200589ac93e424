"""Forms of accounts and posts (账号与岗位表单)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.terms import Role
from gonghu.interfaces.desk.forms import DayField, DeskForm
from gonghu.interfaces.desk.places import DivisionField


class AccountFilter(DeskForm):
    """Which accounts to list (筛选条件); all conditions hold together."""

    text = forms.CharField(
        label=_("姓名或登录名"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    place = DivisionField(label=_("区划"), required=False, help_text="")


class PostFilter(DeskForm):
    """Which posts to list (筛选条件); all conditions hold together."""

    role = forms.ChoiceField(label=_("角色"), required=False, choices=[("", _("全部角色")), *Role.choices])
    vacant = forms.BooleanField(label=_("只看空缺的岗位"), required=False)


class AccountForm(DeskForm):
    """A new account with its first post (开立账号)."""

    sign_in_name = forms.CharField(label=_("登录名"), max_length=64, help_text=_("如 zhangsan；不区分大小写。"))
    display_name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("手机号"), required=False, max_length=20, help_text=_("加密保存。"))
    role = forms.ChoiceField(label=_("岗位角色"), choices=Role.choices, initial=Role.VILLAGE_DIRECTOR.value)
    division_code = DivisionField(label=_("岗位所在区划"))
    from_on = DayField(label=_("任职自"))


class PostForm(DeskForm):
    """A new post (设立岗位)."""

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    division_code = DivisionField(label=_("所在区划"))
    from_on = DayField(label=_("设立日期"))


class HandOverForm(DeskForm):
    """Who takes a post over, and from when (任命或交接)."""

    to = forms.CharField(label=_("由谁担任（登录名）"), max_length=64, help_text=_("在“账号”列表中查看登录名。"))
    on = DayField(label=_("自何日起"))


class DayForm(DeskForm):
    """From when (自何日起)."""

    on = DayField(label=_("自何日起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="leave", **kwargs)
