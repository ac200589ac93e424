"""Forms of accounts and posts (账号与岗位表单)."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.queries import NoSuchOrganisation, organisation_called
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


class PostInOrganisation(DeskForm):
    """A post that may belong to an organisation (岗位所在机构), which is read once its division is known."""

    organisation = forms.CharField(
        label=_("所在机构"),
        required=False,
        max_length=100,
        help_text=_("社工、福利机构、保护中心的岗位写机构全称（外地的写统一社会信用代码）；村居和机关的岗位不用写。"),
    )

    def clean(self) -> dict[str, Any]:
        """Look the organisation up where the post is."""
        said = super().clean() or {}
        if said.get("organisation") and said.get("division_code"):
            try:
                found = organisation_called(
                    said=said["organisation"], division_code=said["division_code"], on=timezone.localdate()
                )
            except NoSuchOrganisation as problem:
                self.refuse(problem, "organisation")
            else:
                said["organisation"] = found.pk
        return said


class AccountForm(PostInOrganisation):
    """A new account with its first post (开立账号)."""

    field_order = ("sign_in_name", "display_name", "phone", "role", "division_code", "organisation", "from_on")

    sign_in_name = forms.CharField(label=_("登录名"), max_length=64, help_text=_("如 zhangsan；不区分大小写。"))
    display_name = forms.CharField(label=_("姓名"), max_length=50)
    phone = forms.CharField(label=_("手机号"), required=False, max_length=20, help_text=_("加密保存。"))
    role = forms.ChoiceField(label=_("岗位角色"), choices=Role.choices, initial=Role.VILLAGE_DIRECTOR.value)
    division_code = DivisionField(label=_("岗位所在区划"))
    from_on = DayField(label=_("任职自"))


class PostForm(PostInOrganisation):
    """A new post (设立岗位)."""

    field_order = ("role", "division_code", "organisation", "from_on")

    role = forms.ChoiceField(label=_("角色"), choices=Role.choices)
    division_code = DivisionField(label=_("所在区划"))
    from_on = DayField(label=_("设立日期"))


class HandOverForm(DeskForm):
    """Who takes a post over, and from when (任命或交接)."""

    to = forms.CharField(label=_("由谁担任（登录名）"), max_length=64, help_text=_("在“账号”列表中查看登录名。"))
    on = DayField(label=_("自何日起"))


class CloseForm(DeskForm):
    """Why a post is closed (撤销岗位)."""

    reason = forms.CharField(label=_("理由"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class DayForm(DeskForm):
    """From when (自何日起)."""

    on = DayField(label=_("自何日起"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, prefix="leave", **kwargs)
