"""The pages that the bar on the left leads to (导航), each for those who are let in."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from django.http import HttpRequest
from django.urls import get_script_prefix, resolve, reverse
from django.utils.functional import Promise
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


DESTINATIONS: Final = (
    Destination("desk:home", _("工作台"), "home", "h"),
    Destination("desk:tasks", _("任务"), "list-check", "t"),
    Destination("desk:children", _("儿童"), "mood-kid", "c"),
    Destination("desk:visits-due", _("走访"), "calendar", "z"),
    Destination("desk:findings", _("问题"), "alert-circle", "f"),
    Destination("desk:recognitions", _("认定"), "circle-check", "r"),
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


def navigation_for(request: HttpRequest, by: Officer) -> list[NavigationEntry]:
    """List the pages that somebody is let in to; the one that is open is marked."""
    home = reverse("desk:home")
    return [
        NavigationEntry(
            address,
            str(destination.label),
            destination.icon,
            destination.key,
            request.path == address or (address != home and request.path.startswith(address)),
        )
        for destination, address, admission in _ways(get_script_prefix())
        if admission.lets_in(by)
    ]


@cache
def _ways(prefix: str) -> Sequence[tuple[Destination, str, Admission]]:
    """Look up where each page lies and whom it lets in, once for each path that the site may lie under."""
    found = [(each, reverse(each.route)) for each in DESTINATIONS]
    return [(each, at, admission_of(resolve(f"/{at.removeprefix(prefix)}").func)) for each, at in found]
