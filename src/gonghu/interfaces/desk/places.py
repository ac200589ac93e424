"""Places on forms (表单中的区划): typed as a code, checked against the divisions in force."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import NoSuchDivision, division_as_of, full_names
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import NotADivisionCode


class DivisionField(forms.CharField):
    """The code of a division in force today (区划代码); gives twelve digits."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("2、4、6、9 或 12 位数字，如 120112；可在“行政区划”页按名称查到。")
        kwargs = {"max_length": 12, "help_text": hint, **kwargs}
        super().__init__(widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "120112"}), **kwargs)

    def clean(self, value: Any) -> str:
        """
        Check the code.

        :raises ValidationError: no division bears it today
        """
        text: str = super().clean(value)
        if not text:
            return ""
        try:
            return division_as_of(code=text, on=timezone.localdate()).code
        except NotADivisionCode as problem:
            raise forms.ValidationError(_("“%s”不是区划代码，应为 2、4、6、9 或 12 位数字。") % text) from problem
        except NoSuchDivision as problem:
            raise forms.ValidationError(_("没有代码为 %s 的区划，请在“行政区划”页核对。") % text) from problem


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Give the full names of divisions as of today; where nobody bears a code, the code itself."""
    asked = set(codes)
    return {code: code for code in asked} | full_names(codes=asked, on=timezone.localdate())


def own_division(by: Officer) -> str:
    """Give the division of the post that is acted on, empty without a post."""
    return next((post.division_code for post in by.posts if post.uuid == by.post), "")


def own_area(by: Officer, permission: Permission | None = None) -> Area:
    """Give the area a list starts with: of the post that is acted on, or the first with a permission."""
    areas = by.scope.areas(permission) if permission else ()
    code = own_division(by)
    if code and (not permission or any(area.holds(code) for area in areas)):
        return Area.of(code)
    return areas[0] if areas else Area("")
