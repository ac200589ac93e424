"""Places with rooms and hours, and contracts with days and indicators."""

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from tests.domain.organisations.conftest import AT, JANUARY, JINNAN, JUNE, MARCH, VILLAGE, XIQING, Found

from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import ContractIndicator, Place, ServiceContract
from gonghu.domain.organisations.operations import (
    ContractOver,
    HoursOverlap,
    add_room,
    end_contract,
    open_place,
    set_opening_hours,
    sign_contract,
)
from gonghu.domain.organisations.queries import (
    Premises,
    contracts_in_force,
    is_open,
    opening_hours_of,
    places_of,
    premises_of,
    rooms_of,
)
from gonghu.domain.organisations.terms import ContractTerms, Indicator, OrganisationKind, RoomFunction
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)
MONDAY = date(2026, 3, 2)


@pytest.fixture
def place(found: Found) -> Place:
    centre = found(OrganisationKind.PROTECTION_CENTRE)
    return open_place(organisation=centre, name="主楼", on=JANUARY, division_code=VILLAGE, by=SYSTEM, at=AT)


def test_rooms_add_up_to_the_premises(place: Place) -> None:
    assert premises_of(place=place) == Premises(0, 0.0, 0)
    for name, function, area, capacity in (
        ("阅览室", RoomFunction.READING, "120.50", 30),
        ("咨询室", RoomFunction.COUNSELLING, "179.5", 4),
    ):
        add_room(
            place=place, name=name, function=function, area_square_metres=Decimal(area), capacity=capacity,
            by=SYSTEM, at=AT,
        )  # fmt: skip
    assert premises_of(place=place) == Premises(2, 300.0, 34)
    assert [room.name for room in rooms_of(place=place)] == ["咨询室", "阅览室"]


def test_a_room_has_an_area(place: Place) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        add_room(place=place, name="空", function=RoomFunction.OTHER, area_square_metres=Decimal(0), by=SYSTEM, at=AT)


def test_a_place_lies_where_it_is_and_is_used_from_its_first_day(place: Place, found: Found) -> None:
    assert place.division_code == VILLAGE
    assert open_place(organisation=found(), name="楼", on=MARCH, by=SYSTEM, at=AT).division_code == JINNAN
    assert list(places_of(organisation=place.organisation, on=JANUARY)) == [place]
    assert list(places_of(organisation=place.organisation, on=JANUARY - ONE_DAY)) == []


def test_a_place_is_open_in_its_hours(place: Place) -> None:
    morning, afternoon = (1, time(8, 30), time(12)), (1, time(12), time(17, 30))
    set_opening_hours(place=place, hours=[(6, time(9), time(12)), afternoon, morning], by=SYSTEM, at=AT)
    assert [hours.weekday for hours in opening_hours_of(place=place)] == [1, 1, 6]
    told = [is_open(place=place, on=MONDAY, at_time=at) for at in (time(8, 29), time(8, 30), time(12), time(17, 30))]
    assert told == [False, True, True, False]
    assert not is_open(place=place, on=MONDAY + ONE_DAY, at_time=time(9))
    set_opening_hours(place=place, hours=[morning], by=SYSTEM, at=AT)
    assert len(opening_hours_of(place=place)) == 1
    assert AuditEntry.objects.filter(verb="organisations.set_hours").count() == 2


@pytest.mark.parametrize(
    "hours",
    [
        [(1, time(9), time(9))],
        [(1, time(9), time(8))],
        [(1, time(9), time(12)), (1, time(11), time(13))],
        [(1, time(9), time(12)), (1, time(9), time(12))],
    ],
)
def test_hours_that_overlap_are_refused(place: Place, hours: list[tuple[int, time, time]]) -> None:
    with pytest.raises(HoursOverlap):
        set_opening_hours(place=place, hours=hours, by=SYSTEM, at=AT)


def signed(found: Found, **changed: object) -> ServiceContract:
    words: dict[str, Any] = {
        "number": "津南2026-3", "title": "精准帮扶", "from_on": JANUARY, "to_on": JUNE, "amount_fen": 30_000_000,
        "indicators": (Indicator("入户走访", 1200, "次"), Indicator("个案", 20, "个")), **changed,
    }  # fmt: skip
    buyer, agency = found(), found(OrganisationKind.AGENCY, XIQING)
    terms = ContractTerms(**words)
    return sign_contract(buyer=buyer, provider=agency, terms=terms, by=SYSTEM, at=AT)


def test_a_contract_holds_from_its_first_to_its_last_day_where_its_buyer_is(found: Found) -> None:
    contract = signed(found)
    held = {
        day: list(contracts_in_force(scope=Area.of(JINNAN), on=day))
        for day in (JANUARY - ONE_DAY, JANUARY, JUNE, JUNE + ONE_DAY)
    }
    assert list(held.values()) == [[], [contract], [contract], []]
    assert list(contracts_in_force(scope=Area.of(XIQING), on=MARCH)) == []
    assert list(contracts_in_force(scope=Area(""), on=MARCH, provider=contract.provider)) == [contract]
    assert list(contracts_in_force(scope=Area(""), on=MARCH, provider=contract.buyer)) == []
    assert sorted(ContractIndicator.objects.values_list("name", "target", "unit")) == [
        ("个案", 20, "个"),
        ("入户走访", 1200, "次"),
    ]


def test_a_contract_may_end_early_and_what_was_agreed_stays_known(found: Found) -> None:
    contract = signed(found)
    end_contract(contract=contract, on=MARCH, by=SYSTEM, at=AT)
    assert list(contracts_in_force(scope=Area(""), on=MARCH + ONE_DAY)) == []
    assert ServiceContract.objects.get().agreed_to_on == JUNE
    for on in (MARCH + ONE_DAY, JANUARY - ONE_DAY):
        with pytest.raises(ContractOver):
            end_contract(contract=contract, on=on, by=SYSTEM, at=AT)


def test_a_contract_with_days_or_money_upside_down_is_refused(found: Found) -> None:
    with pytest.raises(ContractOver), transaction.atomic():
        signed(found, to_on=JANUARY - ONE_DAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        signed(found, amount_fen=-1)


def test_nobody_contracts_with_itself(found: Found) -> None:
    bureau = found()
    terms = ContractTerms("1", "自购", JANUARY, JUNE, 1)
    with pytest.raises(IntegrityError), transaction.atomic():
        sign_contract(buyer=bureau, provider=bureau, terms=terms, by=SYSTEM, at=AT)
