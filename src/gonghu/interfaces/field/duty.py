"""Which telephone answers when a child is in danger (值班电话): the nearest station's that has one."""

from collections.abc import Iterable
from datetime import date
from typing import Final

from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.queries import organisations_in
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.standards.division_code import Level

# From the village upwards: who answers at each level.
_ANSWERING: Final = (
    (Level.VILLAGE, OrganisationKind.VILLAGE_STATION),
    (Level.TOWNSHIP, OrganisationKind.TOWN_STATION),
    (Level.COUNTY, OrganisationKind.PROTECTION_CENTRE),
)


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
