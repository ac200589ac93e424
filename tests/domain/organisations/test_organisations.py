"""Organisations, and who they stand under."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.domain.organisations.conftest import AT, JANUARY, JINNAN, JUNE, MARCH, VILLAGE, XIQING, Found

from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import Organisation, OrganisationParent
from gonghu.domain.organisations.operations import (
    EarlierThanTheLast,
    OrganisationClosed,
    UnderItself,
    change_duty_phone,
    close_organisation,
    found_organisation,
    place_under,
)
from gonghu.domain.organisations.queries import children_of, organisations_in, parent_of
from gonghu.domain.organisations.terms import Coordinates, OrganisationKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.credit_code import NotACreditCode
from gonghu.standards.division_code import NotADivisionCode

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)


def test_numbers_are_written_as_the_standards_write_them() -> None:
    agency = found_organisation(
        kind=OrganisationKind.AGENCY,
        name=" 某社工中心 ",
        division_code="120112",
        credit_code="91350100m000100y43",
        coordinates=Coordinates(117.39, 38.99),
        by=SYSTEM,
        at=AT,
    )
    assert (agency.name, agency.division_code, agency.credit_code) == ("某社工中心", JINNAN, "91350100M000100Y43")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.chain, entry.subject_key) == ("organisations.found", "120112", str(agency.pk))


@pytest.mark.parametrize(
    ("changed", "problem"),
    [
        ({"credit_code": "91350100M000100Y44"}, NotACreditCode),
        ({"division_code": "99"}, NotADivisionCode),
        ({"coordinates": Coordinates(38.99, 117.39)}, IntegrityError),
    ],
)
def test_mistyped_numbers_are_refused(changed: dict[str, object], problem: type[Exception]) -> None:
    words: dict[str, Any] = {"kind": OrganisationKind.AGENCY, "name": "某", "division_code": JINNAN, **changed}
    with pytest.raises(problem), transaction.atomic():
        found_organisation(by=SYSTEM, at=AT, **words)
    assert not AuditEntry.objects.exists()


def test_one_name_stands_once_in_a_division_until_it_is_closed(found: Found) -> None:
    first = found()
    with pytest.raises(IntegrityError), transaction.atomic():
        found()
    close_organisation(organisation=first, on=MARCH, by=SYSTEM, at=AT)
    found()
    assert organisations_in(scope=Area.of(JINNAN), on=MARCH).count() == 2
    assert organisations_in(scope=Area.of(JINNAN), on=MARCH + ONE_DAY).count() == 1


def test_a_closed_organisation_is_neither_changed_nor_closed_again(found: Found) -> None:
    closed = found()
    change_duty_phone(organisation=closed, duty_phone="022-12349", by=SYSTEM, at=AT)
    close_organisation(organisation=closed, on=MARCH, by=SYSTEM, at=AT)
    with pytest.raises(OrganisationClosed):
        change_duty_phone(organisation=closed, duty_phone="1", by=SYSTEM, at=AT)
    with pytest.raises(OrganisationClosed):
        close_organisation(organisation=closed, on=MARCH, by=SYSTEM, at=AT)
    assert Organisation.objects.get().duty_phone == "022-12349"


def test_organisations_are_listed_by_area_and_kind(found: Found) -> None:
    here = found()
    found(division=XIQING)
    village = found(OrganisationKind.VILLAGE_STATION, VILLAGE)
    assert list(organisations_in(scope=Area.of(JINNAN), on=MARCH)) == [here, village]
    assert list(organisations_in(scope=Area.of(JINNAN), on=MARCH, kind=OrganisationKind.BUREAU)) == [here]


def test_the_coordination_office_changes_its_department(found: Found) -> None:
    office = found(OrganisationKind.COORDINATION_OFFICE)
    bureau, committee = found(), found(OrganisationKind.DEPARTMENT)
    place_under(organisation=office, parent=bureau, on=JANUARY, document="津南政发1号", by=SYSTEM, at=AT)
    place_under(organisation=office, parent=committee, on=MARCH, by=SYSTEM, at=AT)
    assert parent_of(organisation=office, on=JANUARY - ONE_DAY) is None
    assert parent_of(organisation=office, on=MARCH - ONE_DAY) == bureau
    assert parent_of(organisation=office, on=MARCH) == committee
    assert list(children_of(organisation=bureau, on=JANUARY)) == [office]
    assert list(children_of(organisation=bureau, on=MARCH)) == []


def test_a_change_is_later_than_the_last(found: Found) -> None:
    office, bureau, other = found(OrganisationKind.COORDINATION_OFFICE), found(), found(OrganisationKind.DEPARTMENT)
    place_under(organisation=office, parent=bureau, on=MARCH, by=SYSTEM, at=AT)
    for on in (JANUARY, MARCH):
        with pytest.raises(EarlierThanTheLast), transaction.atomic():
            place_under(organisation=office, parent=other, on=on, by=SYSTEM, at=AT)
    with pytest.raises(EarlierThanTheLast), transaction.atomic():
        close_organisation(organisation=office, on=JANUARY, by=SYSTEM, at=AT)
    close_organisation(organisation=office, on=JUNE, by=SYSTEM, at=AT)
    assert parent_of(organisation=office, on=JUNE) == bureau
    assert parent_of(organisation=office, on=JUNE + ONE_DAY) is None


def test_nobody_stands_under_itself_also_by_way_of_others_and_later(found: Found) -> None:
    first, second, third = (found(name=name) for name in "甲乙丙")
    place_under(organisation=first, parent=second, on=JUNE, by=SYSTEM, at=AT)
    place_under(organisation=second, parent=third, on=JUNE, by=SYSTEM, at=AT)
    for organisation, parent, on in ((first, first, MARCH), (third, first, JUNE), (third, first, MARCH)):
        with pytest.raises(UnderItself):
            place_under(organisation=organisation, parent=parent, on=on, by=SYSTEM, at=AT)


def test_who_once_stood_above_may_later_stand_below(found: Found) -> None:
    first, second, third = (found(name=name) for name in "甲乙丙")
    place_under(organisation=first, parent=second, on=JANUARY, by=SYSTEM, at=AT)
    place_under(organisation=first, parent=third, on=MARCH, by=SYSTEM, at=AT)
    place_under(organisation=second, parent=first, on=MARCH, by=SYSTEM, at=AT)
    assert parent_of(organisation=second, on=MARCH) == first


intervals = st.lists(st.tuples(st.integers(0, 20), st.one_of(st.none(), st.integers(0, 8))), min_size=2, max_size=6)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(intervals)
def test_the_database_takes_an_interval_just_when_it_meets_no_other(found_: list[tuple[int, int | None]]) -> None:
    with transaction.atomic():
        child, parent = (
            Organisation.objects.create(kind=OrganisationKind.BUREAU, name=name, division_code=JINNAN)
            for name in "甲乙"
        )
        taken: list[set[int]] = []
        for first, length in found_:
            to_on = None if length is None else date(2026, 1, 1) + timedelta(days=first + length)
            days = set(range(first, 400 if length is None else first + length + 1))
            row = OrganisationParent(
                organisation=child, parent=parent, from_on=date(2026, 1, 1) + timedelta(days=first), to_on=to_on
            )
            try:
                with transaction.atomic():
                    row.save()
            except IntegrityError:
                assert any(days & other for other in taken)
            else:
                assert not any(days & other for other in taken)
                taken.append(days)
        transaction.set_rollback(True)
