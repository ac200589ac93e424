"""
The pages that the bar on the left leads to (导航), each for those who are let in.

What the bar says hangs on the language, on which of its pages somebody is let in to and on which is open, and on
nothing else: it is written once for each of these, not again for every page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import get_script_prefix, resolve, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from gonghu.domain.access.officer import Officer
from gonghu.interfaces.desk.admission import Admission, admission_of


@dataclass(frozen=True, slots=True)
class Destination:
    """One page of the bar (导航项); ``key`` follows ``g`` on the keyboard."""

    route: str
    label: Promise
    icon: str
    key: str


@dataclass(frozen=True, slots=True)
class NavigationEntry:
    """One page of the bar for one person on one page (导航显示项)."""

    address: str
    label: str
    icon: str
    key: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Navigation:
    """The pages for one person on one page (导航), with the bar and the list of keys written out."""

    entries: Sequence[NavigationEntry]
    bar: SafeString
    keys: SafeString


_KEPT: Final = 2_000
"""Posts are of a dozen roles; with two languages and eighteen pages that may be open, all fit."""

DESTINATIONS: Final = (
    Destination("desk:home", _("工作台"), "home", "h"),
    Destination("desk:tasks", _("任务"), "list-check", "t"),
    Destination("desk:children", _("儿童"), "mood-kid", "c"),
    Destination("desk:visits-due", _("走访"), "calendar", "z"),
    Destination("desk:findings", _("问题"), "alert-circle", "f"),
    Destination("desk:recognitions", _("认定"), "circle-check", "r"),
    Destination("desk:applications", _("申请"), "user-plus", "y"),
    Destination("desk:benefits", _("待遇"), "bookmark", "j"),
    Destination("desk:insurance", _("参保"), "shield-lock", "i"),
    Destination("desk:referrals", _("转介"), "stethoscope", "e"),
    Destination("desk:ledger", _("台账"), "history", "l"),
    Destination("desk:payrolls", _("发放"), "calendar", "x"),
    Destination("desk:runs", _("比对"), "refresh", "b"),
    Destination("desk:dashboard", _("总览"), "sitemap", "s"),
    Destination("desk:deliveries", _("名册"), "file-text", "m"),
    Destination("desk:questionnaires", _("问卷"), "edit", "q"),
    Destination("desk:review", _("人工核对"), "check", "v"),
    Destination("desk:divisions", _("行政区划"), "map-pin", "d"),
    Destination("desk:workforce", _("队伍"), "id-badge-2", "w"),
    Destination("desk:telephones", _("走访手机"), "device-mobile", "p"),
    Destination("desk:organisations", _("机构与站点"), "building-community", "o"),
    Destination("desk:accounts", _("账号与岗位"), "users", "a"),
    Destination("desk:grants", _("授权与查阅"), "key", "k"),
    Destination("desk:audit", _("审计"), "shield-check", "u"),
)


def navigation_for(request: HttpRequest, by: Officer | None) -> Navigation:
    """Give the pages that somebody is let in to, none to nobody; the one that is open is marked."""
    prefix = get_script_prefix()
    let_in = tuple(number for number, (*_, admission) in enumerate(_ways(prefix)) if by and admission.lets_in(by))
    return _written(get_language(), prefix, let_in, _opened(request.path, prefix))


def _opened(path: str, prefix: str) -> int | None:
    """Tell which page of the bar a path belongs to; the first page has nothing under it."""
    for number, (_destination, address, _admission) in enumerate(_ways(prefix)):
        folder = address[: address.rindex("/") + 1]
        # What stands beside a page in its folder, as /visits/ beside /visits/due, belongs to it too.
        if path == address or (number and path.startswith(folder if folder != prefix else address)):
            return number
    return None


@lru_cache(maxsize=_KEPT)
def _written(language: str | None, prefix: str, let_in: tuple[int, ...], opened: int | None) -> Navigation:
    del language  # What is kept is kept for each.
    ways = _ways(prefix)
    entries = [
        NavigationEntry(address, str(destination.label), destination.icon, destination.key, number == opened)
        for number in let_in
        for destination, address, _admission in [ways[number]]
    ]
    bar, keys = (render_to_string(f"desk/parts/{part}.html", {"entries": entries}) for part in ("navigation", "keys"))
    return Navigation(entries, bar, keys)


@cache
def _ways(prefix: str) -> Sequence[tuple[Destination, str, Admission]]:
    """Look up where each page lies and whom it lets in, once for each path that the site may lie under."""
    found = [(each, reverse(each.route)) for each in DESTINATIONS]
    return [(each, at, admission_of(resolve(f"/{at.removeprefix(prefix)}").func)) for each, at in found]
