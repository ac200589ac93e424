"""
Reading of organisations (机构的查询).

Who works where is public, so these take no scope but the area to look at.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import Final
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Sum

from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import (
    DutyShift,
    OpeningHours,
    Organisation,
    OrganisationParent,
    Place,
    Room,
    ServiceContract,
    StationStatus,
)
from gonghu.domain.organisations.terms import Coverage, OrganisationKind, StationState
from gonghu.foundation.intervals import holding_on
from gonghu.standards.division_code import Level, is_statistical_unit

LEVEL_OF: Final = {
    OrganisationKind.PROTECTION_CENTRE: Level.COUNTY,
    OrganisationKind.TOWN_STATION: Level.TOWNSHIP,
    OrganisationKind.VILLAGE_STATION: Level.VILLAGE,
}
"""At which level each kind of station is owed (未成年人保护法第四十三条、第八十一条、第九十六条)."""


class NoSuchOrganisation(LookupError):
    """No organisation, place or contract has that key."""


@dataclass(frozen=True, slots=True)
class Premises:
    """What a place offers in all (场所规模)."""

    rooms: int
    area_square_metres: float
    capacity: int


def organisations_in(
    *, scope: Area, on: date, kind: OrganisationKind | None = None, text: str = ""
) -> QuerySet[Organisation]:
    """Give the organisations of an area that are not closed on a day, by place and name; a text is part of the name."""
    found = Organisation.objects.filter(scope.filter(), Q(closed_on__isnull=True) | Q(closed_on__gte=on))
    if text:
        found = found.filter(name__contains=text)
    return (found.filter(kind=kind) if kind else found).order_by("division_code", "name")


def organisation_by_key(*, key: UUID) -> Organisation:
    """
    Give one organisation, open or closed.

    :raises NoSuchOrganisation: there is none
    """
    found = Organisation.objects.filter(pk=key).first()
    if found is None:
        raise NoSuchOrganisation(f"没有编号为 {key} 的机构")
    return found


def organisation_called(*, said: str, division_code: str, on: date) -> Organisation:
    """
    Give the organisation that works in a division: by its name if it lies there, above or below, else by credit code.

    :raises NoSuchOrganisation: none is called so, or more than one
    """
    text = "".join(said.split())
    still = Q(closed_on__isnull=True) | Q(closed_on__gte=on)
    area = Area.of(division_code)
    here = Q(name=text) & (area.filter() | Q(division_code__in=area.codes_up))
    found = list(Organisation.objects.filter(still, here | Q(credit_code=text.upper()))[:2])
    if not found:
        raise NoSuchOrganisation(f"那里没有叫“{text}”的机构；请写登记的全称，外地的写统一社会信用代码")
    if len(found) > 1:
        raise NoSuchOrganisation(f"叫“{text}”的机构不止一个，请写统一社会信用代码")
    return found[0]


def stations_in(
    *, scope: Area, on: date, kind: OrganisationKind, state: StationState = StationState.IN_SERVICE
) -> QuerySet[Organisation]:
    """Give the stations of an area that are in a state on a day, by place."""
    status = StationStatus.objects.filter(holding_on(on), station=OuterRef("pk"), state=state)
    return Organisation.objects.filter(scope.filter(), Exists(status), kind=kind).order_by("division_code", "name")


def coverage_of_stations(*, scope: Area, on: date, kind: OrganisationKind) -> Coverage:
    """
    Tell how many divisions of an area have a station of a kind in service (覆盖率), and list those that have none.

    Development zones and farms that are no towns in law owe none and are left out, with all below them. A village
    counts if its own station is in service; one that two villages share stands in one of them.
    """
    owed = divisions_within(scope=scope, level=LEVEL_OF[kind], on=on)
    codes = [code for code in owed.values_list("code", flat=True) if not is_statistical_unit(code)]
    have = set(stations_in(scope=scope, on=on, kind=kind).order_by().values_list("division_code", flat=True))
    without = tuple(code for code in codes if code not in have)
    return Coverage(len(codes) - len(without), len(codes), without)


def statuses_of(*, stations: Iterable[UUID], on: date) -> dict[UUID, StationStatus]:
    """Give the states that stations are in on a day, by station; those not entered yet are absent."""
    return {row.station_id: row for row in StationStatus.objects.filter(holding_on(on), station__in=list(stations))}


def status_of(*, station: Organisation, on: date) -> StationStatus | None:
    """Give the state a station is in on a day, None before it is entered."""
    return StationStatus.objects.filter(holding_on(on), station=station).first()


def parent_of(*, organisation: Organisation, on: date) -> Organisation | None:
    """Give the organisation that another stands under on a day."""
    rows = OrganisationParent.objects.filter(holding_on(on), organisation=organisation).select_related("parent")
    row = rows.first()
    return row.parent if row else None


def parents_over_time(*, organisation: Organisation) -> QuerySet[OrganisationParent]:
    """Give whom an organisation has stood under, the latest first."""
    rows = OrganisationParent.objects.filter(organisation=organisation)
    return rows.select_related("parent").order_by("-from_on")


def statuses_over_time(*, station: Organisation) -> QuerySet[StationStatus]:
    """Give the states a station has been in, the latest first."""
    return StationStatus.objects.filter(station=station).order_by("-from_on")


def organisations_at(*, codes: Iterable[str], on: date) -> QuerySet[Organisation]:
    """Give what is not closed right at some divisions on a day, the widest division first."""
    found = Organisation.objects.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=on), division_code__in=list(codes))
    return found.order_by("division_code", "name")


def children_of(*, organisation: Organisation, on: date) -> QuerySet[Organisation]:
    """Give the organisations that stand right under another on a day, by place and name."""
    rows = OrganisationParent.objects.filter(holding_on(on), parent=organisation)
    return Organisation.objects.filter(pk__in=rows.values("organisation")).order_by("division_code", "name")


def contracts_in_force(*, scope: Area, on: date, provider: Organisation | None = None) -> QuerySet[ServiceContract]:
    """Give the contracts that buyers of an area have in force on a day, those that end first coming first."""
    found = ServiceContract.objects.filter(holding_on(on), scope.filter("buyer__division_code"))
    found = found.filter(provider=provider) if provider else found
    return found.select_related("buyer", "provider").order_by("to_on", "number")


def contracts_of(*, organisation: Organisation, since: date) -> QuerySet[ServiceContract]:
    """Give the contracts of a buyer or provider that hold on a day or later, those that end first coming first."""
    either = Q(buyer=organisation) | Q(provider=organisation)
    found = ServiceContract.objects.filter(either, to_on__gte=since)
    return found.select_related("buyer", "provider").prefetch_related("indicators").order_by("to_on", "number")


def contract_by_key(*, key: UUID) -> ServiceContract:
    """
    Give one contract.

    :raises NoSuchOrganisation: there is none
    """
    found = ServiceContract.objects.select_related("buyer", "provider").filter(pk=key).first()
    if found is None:
        raise NoSuchOrganisation(f"没有编号为 {key} 的合同")
    return found


def place_by_key(*, key: UUID) -> Place:
    """
    Give one place with its organisation.

    :raises NoSuchOrganisation: there is none
    """
    found = Place.objects.select_related("organisation").filter(pk=key).first()
    if found is None:
        raise NoSuchOrganisation(f"没有编号为 {key} 的场所")
    return found


def room_by_key(*, key: UUID) -> Room:
    """
    Give one room with its place and organisation.

    :raises NoSuchOrganisation: there is none
    """
    found = Room.objects.select_related("place__organisation").filter(pk=key).first()
    if found is None:
        raise NoSuchOrganisation(f"没有编号为 {key} 的房间")
    return found


def is_provider(*, contract: UUID, organisation: UUID | None) -> bool:
    """Tell whether an organisation is the one that a contract bought services of."""
    return ServiceContract.objects.filter(pk=contract, provider=organisation).exists()


def places_of(*, organisation: Organisation, on: date) -> QuerySet[Place]:
    """Give the places of an organisation that are in use on a day."""
    found = Place.objects.filter(organisation=organisation, opened_on__lte=on)
    return found.filter(Q(closed_on__isnull=True) | Q(closed_on__gte=on)).order_by("name")


def rooms_of(*, place: Place) -> QuerySet[Room]:
    """Give the rooms of a place."""
    return Room.objects.filter(place=place).order_by("name")


def premises_of(*, place: Place) -> Premises:
    """Add up the rooms of a place."""
    found = rooms_of(place=place).order_by()
    sums = found.aggregate(area=Sum("area_square_metres"), capacity=Sum("capacity"))
    return Premises(found.count(), float(sums["area"] or 0), sums["capacity"] or 0)


def opening_hours_of(*, place: Place) -> Sequence[OpeningHours]:
    """List when a place is open, from Monday."""
    return list(OpeningHours.objects.filter(place=place))


def is_open(*, place: Place, on: date, at_time: time) -> bool:
    """Tell whether a place is open at a time of a day by its weekly hours; days off are not looked up."""
    hours = OpeningHours.objects.filter(place=place, weekday=on.isoweekday(), opens__lte=at_time, closes__gt=at_time)
    return hours.exists()


def duty_shifts(*, organisation: UUID, since: date) -> QuerySet[DutyShift]:
    """Give who is on duty at a station from a day on, by day."""
    return DutyShift.objects.filter(organisation=organisation, on__gte=since).order_by("on", "name")


def duty_shift_by_key(*, key: UUID) -> DutyShift | None:
    """Give one day's duty of somebody."""
    return DutyShift.objects.select_related("organisation").filter(pk=key).first()


def on_duty_for(*, place: str, on: date) -> list[DutyShift]:
    """Give who is on duty on a day for a place: at the village's station, then the town's, then the centre's."""
    return on_duty_between(place=place, since=on, until=on)


def on_duty_between(*, place: str, since: date, until: date) -> list[DutyShift]:
    """Give who is on duty for a place on some days: day by day, and the nearest first."""
    level = Area.of(place).level
    if level is None:
        return []
    reached = [(kind, LEVEL_OF[kind]) for kind in LEVEL_OF if level >= LEVEL_OF[kind]]
    asked = Q(pk__in=[])
    for kind, its in reached:
        asked |= Q(organisation__kind=kind) & Area(place[:its]).filter("organisation__division_code")
    open_still = Q(organisation__closed_on__isnull=True) | Q(organisation__closed_on__gte=F("on"))
    found = DutyShift.objects.filter(asked, open_still, on__range=(since, until)).select_related("organisation")
    return sorted(found, key=lambda each: (each.on, -LEVEL_OF[OrganisationKind(each.organisation.kind)], each.name))
