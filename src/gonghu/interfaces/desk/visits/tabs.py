"""The pages of visits beside each other (走访页签), each for those who are let in."""

from dataclasses import dataclass
from typing import Final

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.admission import DeskRequest, admission_of

_TABS: Final = (
    ("desk:visits-due", _("应走访")),
    ("desk:visits", _("走访记录")),
    ("desk:visit-coverage", _("覆盖")),
    ("desk:visit-freshness", _("新旧")),
    ("desk:whereabouts", _("假期去向")),
    ("desk:parents-away", _("父母均在外")),
    ("desk:sweeps", _("入户摸排")),
    ("desk:problems", _("问题整改")),
    ("desk:wishes", _("需要与心愿")),
    ("desk:submissions", _("需处理")),
    ("desk:card-conflicts", _("冲突")),
    ("desk:visit-exceptions", _("例外")),
    ("desk:help-calls", _("求助")),
    ("desk:harm-reports", _("侵害线索")),
    ("desk:complaints", _("投诉建议")),
)


@dataclass(frozen=True, slots=True)
class Tab:
    """One page beside others (页签)."""

    address: str
    label: str
    is_current: bool


def tabs_for(request: DeskRequest, current: str) -> list[Tab]:
    """List the pages of visits that somebody is let in to."""
    found = []
    for route, label in _TABS:
        address = reverse(route)
        if admission_of(resolve(address).func).lets_in(request.officer):
            found.append(Tab(address, str(label), route == current))
    return found
