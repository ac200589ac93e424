"""Stations are planned, licensed, opened and closed, and counted against the divisions that owe one."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from tests.domain.organisations.conftest import AT, JANUARY, JINNAN, JUNE, MARCH, VILLAGE, XIANSHUIGU, Found

from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.queries import divisions_within
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import StationStatus
from gonghu.domain.organisations.operations import (
    EarlierThanTheLast,
    NotAStation,
    StationCannotGoThere,
    advance_station,
    close_organisation,
)
from gonghu.domain.organisations.queries import coverage_of_stations, stations_in, status_of, statuses_of
from gonghu.domain.organisations.terms import NEXT_STATES, Coverage, OrganisationKind, StationState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.division_code import Level

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
KIND = OrganisationKind.VILLAGE_STATION


def test_a_station_is_in_one_state_a_day(found: Found) -> None:
    station = found(KIND, VILLAGE)
    for on, state in ((JANUARY, StationState.PLANNED), (MARCH, StationState.LICENSED), (JUNE, StationState.IN_SERVICE)):
        advance_station(station=station, to=state, on=on, plaque_on=on, by=SYSTEM, at=AT)
    told = {
        day: status_of(station=station, on=day) for day in (JANUARY, MARCH - ONE_DAY, MARCH, JUNE, date(2030, 1, 1))
    }
    assert [row and row.state for row in told.values()] == [
        "PLANNED",
        "PLANNED",
        "LICENSED",
        "IN_SERVICE",
        "IN_SERVICE",
    ]
    assert status_of(station=station, on=JANUARY - ONE_DAY) is None
    assert statuses_of(stations=[station.pk], on=MARCH)[station.pk].plaque_on == MARCH
    assert AuditEntry.objects.filter(verb="organisations.advance_station").count() == 3


@pytest.mark.parametrize("now", [None, *StationState])
@pytest.mark.parametrize("to", list(StationState))
def test_a_station_goes_only_where_the_table_says(found: Found, now: StationState | None, to: StationState) -> None:
    station = found(KIND, VILLAGE)
    if now:
        StationStatus.objects.create(station=station, state=now, from_on=JANUARY)
    if to in NEXT_STATES[now]:
        advance_station(station=station, to=to, on=MARCH, by=SYSTEM, at=AT)
        assert stations_in(scope=Area.of(VILLAGE), on=MARCH, kind=KIND, state=to).get() == station
    else:
        with pytest.raises(StationCannotGoThere):
            advance_station(station=station, to=to, on=MARCH, by=SYSTEM, at=AT)


def test_an_office_is_no_station(found: Found) -> None:
    with pytest.raises(NotAStation):
        advance_station(station=found(), to=StationState.PLANNED, on=MARCH, by=SYSTEM, at=AT)


def test_a_change_is_later_than_the_last_and_ends_with_the_station(found: Found) -> None:
    station = found(KIND, VILLAGE)
    advance_station(station=station, to=StationState.PLANNED, on=MARCH, by=SYSTEM, at=AT)
    for on in (JANUARY, MARCH):
        with pytest.raises(EarlierThanTheLast), transaction.atomic():
            advance_station(station=station, to=StationState.LICENSED, on=on, by=SYSTEM, at=AT)
    close_organisation(organisation=station, on=JUNE, by=SYSTEM, at=AT)
    assert status_of(station=station, on=JUNE + ONE_DAY) is None


def test_the_database_keeps_states_apart(found: Found) -> None:
    station = found(KIND, VILLAGE)
    StationStatus.objects.create(station=station, state=StationState.PLANNED, from_on=JANUARY)
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        StationStatus.objects.create(station=station, state=StationState.LICENSED, from_on=MARCH)


def test_coverage_counts_villages_with_a_station_in_service(found: Found) -> None:
    load_divisions(area=Area.of(JINNAN), by=SYSTEM, at=AT)
    town = Area.of(XIANSHUIGU)
    villages = list(divisions_within(scope=town, level=Level.VILLAGE, on=MARCH).values_list("code", flat=True))
    assert len(villages) > 10
    assert coverage_of_stations(scope=town, on=MARCH, kind=KIND) == Coverage(0, len(villages), tuple(villages))
    for code, state in zip(
        villages, (StationState.IN_SERVICE, StationState.LICENSED, StationState.IN_SERVICE), strict=False
    ):
        advance_station(station=found(KIND, code), to=state, on=MARCH, by=SYSTEM, at=AT)
    twin = found(KIND, villages[0], name="第二站")
    advance_station(station=twin, to=StationState.IN_SERVICE, on=MARCH, by=SYSTEM, at=AT)
    covered = coverage_of_stations(scope=town, on=MARCH, kind=KIND)
    assert (covered.covered, covered.divisions, covered.whole) == (2, len(villages), False)
    assert covered.without == (villages[1], *villages[3:])
    assert coverage_of_stations(scope=town, on=MARCH - ONE_DAY, kind=KIND).covered == 0


def test_development_zones_owe_no_station(found: Found) -> None:
    load_divisions(area=Area.of(JINNAN), by=SYSTEM, at=AT)
    towns = coverage_of_stations(scope=Area.of(JINNAN), on=MARCH, kind=OrganisationKind.TOWN_STATION)
    # 津南区 has 8 towns and 3 streets; its 4 development zones are no towns in law.
    assert towns.divisions == 11
    centre = found(OrganisationKind.PROTECTION_CENTRE)
    advance_station(station=centre, to=StationState.IN_SERVICE, on=MARCH, by=SYSTEM, at=AT)
    centres = coverage_of_stations(scope=Area.of(JINNAN), on=MARCH, kind=OrganisationKind.PROTECTION_CENTRE)
    assert centres == Coverage(1, 1, ())
    assert centres.whole


@pytest.mark.django_db(transaction=True)
def test_of_many_states_written_at_once_one_stays(found: Found) -> None:
    station = found(KIND, VILLAGE)

    def write(number: int) -> bool:
        try:
            StationStatus.objects.create(
                station=station, state=StationState.PLANNED, from_on=JANUARY + number * ONE_DAY
            )
        except IntegrityError:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(write, range(16))) == 1
