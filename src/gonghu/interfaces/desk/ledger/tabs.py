"""The pages of the ledger beside each other (台账页签), each for those who are let in."""

from dataclasses import dataclass
from typing import Final

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.admission import DeskRequest, admission_of

_TABS: Final = (
    ("desk:ledger", _("凭证")),
    ("desk:finance-report", _("财务月报")),
    ("desk:budgets", _("资金与预算")),
    ("desk:gaps", _("应享未享")),
    ("desk:money-told", _("走访核对")),
    ("desk:helps", _("社会帮扶")),
)


@dataclass(frozen=True, slots=True)
class LedgerTab:
    """One page beside others (页签)."""

    address: str
    label: str
    is_current: bool


def tabs_for(request: DeskRequest, current: str) -> list[LedgerTab]:
    """List the pages of the ledger that somebody is let in to."""
    found = []
    for route, label in _TABS:
        address = reverse(route)
        if admission_of(resolve(address).func).lets_in(request.officer):
            found.append(LedgerTab(address, str(label), route == current))
    return found
