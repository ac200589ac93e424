"""The pages of recognitions beside each other (认定页签), each for those who are let in."""

from typing import Final

from django.urls import resolve, reverse
from django.utils.translation import gettext_lazy as _

from gonghu.interfaces.desk.admission import DeskRequest, admission_of
from gonghu.interfaces.desk.visits.tabs import Tab

_TABS: Final = (
    ("desk:recognitions", _("认定")),
    ("desk:reviews", _("定期复核")),
    ("desk:review-progress", _("复核进度")),
    ("desk:dates", _("将到日期")),
)


def recognition_tabs(request: DeskRequest, current: str) -> list[Tab]:
    """List the pages of recognitions that somebody is let in to."""
    found = []
    for route, label in _TABS:
        address = reverse(route)
        if admission_of(resolve(address).func).lets_in(request.officer):
            found.append(Tab(address, str(label), route == current))
    return found
