"""Places on forms (表单中的区划): typed as a name or a code, checked against the divisions in force."""

import re
from collections.abc import Callable, Iterable
from contextvars import ContextVar
from typing import Any, Final

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import (
    NoSuchDivision,
    division_as_of,
    divisions_matching,
    former_names,
    full_names,
    names_borne,
)
from gonghu.domain.divisions.terms import Area
from gonghu.standards.division_code import Level, NotADivisionCode, county, pad, prefix

_MOST_NAMED = 5
_LONGEST = 120
"""Characters of the longest name with its code beside it."""
_NAME_AND_CODE: Final = re.compile(r"(.*[^\s0-9])\s+([0-9]+)", re.DOTALL)
_KNOWN: Final[ContextVar[dict[str, str] | None]] = ContextVar("names of places that this page has shown", default=None)


class PlacesRemembered:
    """Look the name of a place up once for a page, however many parts of it show the place (页内区划名称)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and forget."""
        kept = _KNOWN.set({} if request.method == "GET" else None)
        try:
            return self.get_response(request)
        finally:
            _KNOWN.reset(kept)


class DivisionField(forms.CharField):
    """A division in force today, by name, by code or by both (区划); gives twelve digits, shows name and code."""

    def __init__(self, **kwargs: Any) -> None:
        hint = _("写名称（如 咸水沽镇）、拼音或代码（如 120112）；重名时请写代码。")
        kwargs = {"max_length": _LONGEST, "help_text": hint, **kwargs}
        super().__init__(widget=forms.TextInput(attrs={"placeholder": _("名称或代码")}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """Show a code with the name of its place, as it is accepted again; everything else as it was typed."""
        return _with_name(value) if isinstance(value, str) and _is_code(value.strip()) else value

    def clean(self, value: Any) -> str:
        """
        Check the code, or find that of a name.

        :raises ValidationError: no division bears it today, or not this name
        """
        text: str = super().clean(value)
        if not text:
            return ""
        if _is_code(text):
            return _code_in_force(text)
        both = _NAME_AND_CODE.fullmatch(text)
        return _code_beside(*both.groups()) if both else _code_named(text)


def _is_code(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _with_name(text: str) -> str:
    """Write a place as a box shows it, 津南区咸水沽镇 120112100: below a county without what lies above the county."""
    try:
        code, above = pad(text), pad(text[: Level.PREFECTURE])
    except NotADivisionCode:
        return text
    names = names_of({code, above})
    if names[code] == code:
        return text
    is_below = county(code) not in {code, above}
    name = names[code].removeprefix(names[above]) if is_below else names[code]
    return f"{name} {prefix(code)}"


def _code_in_force(text: str) -> str:
    """
    Give the twelve digits of a code.

    :raises ValidationError: no division bears it today
    """
    try:
        return division_as_of(code=text, on=timezone.localdate()).code
    except NotADivisionCode as problem:
        raise forms.ValidationError(_("“%s”不是区划代码，应为 2、4、6、9 或 12 位数字。") % text) from problem
    except NoSuchDivision as problem:
        raise forms.ValidationError(_("没有代码为 %s 的区划，请在“行政区划”页核对。") % text) from problem


def _code_beside(name: str, text: str) -> str:
    """
    Give the code that stands beside a name; in a kept address the name may be one that the place bore before.

    :raises ValidationError: no division bears it today, or somebody wrote over one of the two and not over the other
    """
    code, shown = _code_in_force(text), _with_name(text)
    if shown.startswith(f"{name} ") or any(name.endswith(borne) for borne in names_borne(code=code)):
        return code
    said = {"name": name, "shown": shown}
    raise forms.ValidationError(_("名称“%(name)s”与代码不符（代码是 %(shown)s 的），请只写名称或只写代码。") % said)


def _code_named(text: str) -> str:
    """
    Give the code of the one division of a name, pinyin or initials; of several, one that bears the very name.

    :raises ValidationError: there is none, or more than one; the text lists some
    """
    today = timezone.localdate()
    found = divisions_matching(text=text, scope=Area(""), on=today, limit=_MOST_NAMED)
    exact = [division for division in found if division.name == text]
    if len(found) == 1 or len(exact) == 1:
        return (exact or found)[0].code
    if not found:
        raise forms.ValidationError(_("没有叫“%s”的区划，请在“行政区划”页核对。") % text)
    names = full_names(codes=[division.code for division in found], on=today)
    listed = "、".join(f"{names[division.code]} {division.code}" for division in found)
    raise forms.ValidationError(_("“%(text)s”不止一个，请写代码：%(listed)s") % {"text": text, "listed": listed})


def names_of(codes: Iterable[str]) -> dict[str, str]:
    """Give the full names of divisions as of today, of those that are no more the last; else the code itself."""
    asked, kept = set(codes), _KNOWN.get()
    known = {} if kept is None else kept
    unknown = asked - known.keys()
    if unknown:
        known |= full_names(codes=unknown, on=timezone.localdate())
        if gone := unknown - known.keys():
            known |= {code: code for code in gone} | former_names(codes=gone)
    return {code: known[code] for code in asked}


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
