"""Which telephone answers when a child is in danger (值班电话): the nearest station's that has one."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import DutyShift
from gonghu.domain.organisations.queries import on_duty_between, organisations_in
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.standards.division_code import Level

# From the village upwards: who answers at each level.
_ANSWERING: Final = (
    (Level.VILLAGE, OrganisationKind.VILLAGE_STATION),
    (Level.TOWNSHIP, OrganisationKind.TOWN_STATION),
    (Level.COUNTY, OrganisationKind.PROTECTION_CENTRE),
)

DAYS_AHEAD: Final = 14
"""So far the roster is told ahead: a telephone may be without a network for as long."""
_MOST_A_DAY: Final = 2


def duty_roster(places: Iterable[str], on: date) -> list[dict[str, str]]:
    """Give who answers on which telephone, the nearest first: on each day from one on that has somebody on duty."""
    until = on + timedelta(days=DAYS_AHEAD)
    shifts = [each for place in places for each in on_duty_between(place=place, since=on, until=until)]
    days = groupby(sorted(shifts, key=attrgetter("on")), key=attrgetter("on"))
    return [_told(each) for _, day in days for each in list(dict.fromkeys(day))[:_MOST_A_DAY]]


def _told(shift: DutyShift) -> dict[str, str]:
    return {"on": shift.on.isoformat(), "name": shift.name, "phone": shift.phone}


def duty_phone(places: Iterable[str], on: date) -> str:
    """Give the duty telephone of the station, then of the town's, then of the protection centre; empty if none has."""
    codes = list(places)
    for level, kind in _ANSWERING:
        for code in codes:
            area = Area.of(code)
            if area.level is not None and area.level >= level:
                above = Area.of(area.prefix[: int(level)])
                for each in organisations_in(scope=above, on=on, kind=kind):
                    if each.duty_phone:
                        return str(each.duty_phone)
    return ""
