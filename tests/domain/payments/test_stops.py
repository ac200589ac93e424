"""Nobody is paid twice, and nobody who is gone is paid: twelve kinds, each stopped, and those beside them not."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from pytest_django import Settings
from tests.children import child, kin
from tests.money import a_grant, set_standards
from tests.payrolls import NOVEMBER, Payers, account_of, approved, drafted, payers

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.benefits.models import Grant
from gonghu.domain.payments.models import MonthHeld, PayrollLine, Stop
from gonghu.domain.people.models import Circumstance, Schooling
from gonghu.domain.people.terms import CircumstanceKind, SchoolStage, SchoolState

pytestmark = pytest.mark.django_db
WHY = "a test looks at everything"
OCTOBER, SEPTEMBER, SUMMER = date(2026, 10, 1), date(2026, 9, 1), date(2026, 6, 1)
XIQING = "120111000000"
ORPHAN = "orphan_allowance"
BORN = date(2015, 2, 11)


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    """Employ officers of a county that pays 1,990 yuan, as its neighbour does."""
    settings.GONGHU_HOME = tmp_path
    for county in ("120112", "120111"):
        set_standards(
            county, defacto_standard={"2020-01-01": 1990}, orphan_scattered_standard={"2020-01-01": 1990},
            orphan_institution_standard={"2020-01-01": 2000},
        )  # fmt: skip
    return payers()


def given(by: Payers, name: str = "张小明", line: str = ORPHAN, number: str = "", **said: Any) -> Grant:
    """Give a child an account and a grant."""
    of = child(name, born_on=said.pop("born_on", BORN))
    account_of(of, by, number=number)
    return a_grant(of, by.accounts, line=line, **{"from_month": OCTOBER, **said})


def same_person(by: Payers, first: Grant, **said: Any) -> Grant:
    """Give somebody a second file, found to be the same person, with a younger grant."""
    second = given(by, "张小明", born_on=date(2015, 3, 1), **{"from_month": NOVEMBER, **said})
    second.child.person.merged_into = first.child.person
    second.child.person.save()
    return second


def tell(of: Grant, kind: CircumstanceKind, to_on: date | None = None, parent: bool = False) -> None:
    person = kin(of.child, "张建国", "51") if parent else of.child.person
    Circumstance(person=person, kind=kind, from_on=SUMMER, to_on=to_on).save()


def orphan_and_defacto(by: Payers) -> Grant:
    return a_grant(given(by).child, by.accounts, from_month=NOVEMBER)


def two_care_forms(by: Payers) -> Grant:
    return same_person(by, given(by), care_form="INSTITUTION")


def two_districts(by: Payers) -> Grant:
    return same_person(by, given(by, paying_division=XIQING))


def two_rolls(by: Payers) -> Grant:
    return same_person(by, given(by))


def two_numbers(by: Payers) -> Grant:
    given(by, number="6222020200000000001")
    return given(by, number="6222020200000000001", from_month=NOVEMBER)


def shared_account(by: Payers) -> Grant:
    return [given(by, f"孙{each}", number="6222020200000000009") for each in "一二三四五"][-1]


def dead(by: Payers) -> Grant:
    grant = given(by)
    grant.child.person.died_on = date(2026, 9, 20)
    grant.child.person.save()
    return grant


def over_age(by: Payers) -> Grant:
    return given(by, born_on=date(2008, 9, 30))


def adopted(by: Payers) -> Grant:
    grant = given(by)
    tell(grant, CircumstanceKind.ADOPTED)
    return grant


def parent_back(by: Payers) -> Grant:
    grant = given(by, line="defacto_allowance")
    tell(grant, CircumstanceKind.IMPRISONED, date(2026, 8, 31), parent=True)
    return grant


def in_prison(by: Payers) -> Grant:
    grant = given(by)
    tell(grant, CircumstanceKind.IMPRISONED)
    return grant


def paid_already(by: Payers) -> Grant:
    grant = given(by)
    line = PayrollLine.objects.everywhere(WHY).filter(payroll=approved(by, drafted(by)).pk, month=NOVEMBER).get()
    assert line.grant_id == grant.pk
    return grant


PLANTED = (
    orphan_and_defacto, two_care_forms, two_districts, two_rolls, two_numbers, shared_account, dead, over_age, adopted,
    parent_back, in_prison, paid_already,
)  # fmt: skip


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
def test_each_of_twelve_kinds_is_stopped_and_holds_up_nobody_else(by: Payers, plant: Callable[[Payers], Grant]) -> None:
    grant = plant(by)
    beside = given(by, "王小红", born_on=date(2016, 1, 1))
    payroll = drafted(by)
    stops = Stop.objects.everywhere(WHY).filter(payroll=payroll)
    assert plant.__name__.upper() in set(stops.filter(grant=grant).values_list("kind", flat=True))
    lines = PayrollLine.objects.everywhere(WHY).filter(payroll=payroll)
    assert lines.filter(grant=grant, is_stopped=False, month=NOVEMBER).count() == 0
    assert lines.filter(grant=beside, is_stopped=True).count() == 0
    if plant in {adopted, in_prison, parent_back}:
        told = stops.get(grant=grant, line__month=NOVEMBER)
        assert (told.words_open, SealedKind(told.sealed) in SealedKind) == ("情况已核实", True)


def test_those_who_only_look_alike_are_paid(by: Payers) -> None:
    given(by, "赵一", number="6222020200000000001")
    given(by, "赵二", number="6222020200000000001")
    given(by, "周同名", born_on=BORN)
    given(by, "周同名", born_on=BORN)
    pupil = given(by, "钱三", born_on=date(2008, 5, 5))
    Schooling(person=pupil.child.person, stage=SchoolStage.SENIOR, state=SchoolState.ENROLLED, from_on=SUMMER).save()
    given(by, "孙四", born_on=date(2008, 11, 20))
    tell(given(by, "李五", line="defacto_allowance"), CircumstanceKind.IMPRISONED, parent=True)
    given(by, "吴六")
    moved = given(by, "郑七")
    a_grant(moved.child, by.accounts, line=ORPHAN, paying_division=XIQING, from_month=SUMMER, to_month=SEPTEMBER)
    payroll = drafted(by)
    assert list(Stop.objects.everywhere(WHY).values_list("kind", "words")) == []
    assert payroll.count == 9


def test_a_month_that_is_taken_while_a_draft_waits_is_left_out_when_it_is_frozen(by: Payers) -> None:
    first, beside = given(by), given(by, "王小红", born_on=date(2016, 1, 1))
    neighbours = payers(division=XIQING)
    second = same_person(by, first, paying_division=XIQING, from_month=SEPTEMBER)
    second.child.person.merged_into = None
    second.child.person.save()
    here, there = drafted(by), drafted(neighbours, division=XIQING)
    assert (here.count, there.count) == (2, 1)
    PayrollLine.objects.everywhere(WHY).filter(payroll=there).update(person=first.person)
    approved(neighbours, there)
    frozen = approved(by, here)
    stops = set(Stop.objects.everywhere(WHY).values_list("kind", "grant"))
    assert (stops, frozen.count) == ({("PAID_ALREADY", first.pk)}, 1)
    assert MonthHeld.objects.filter(person=beside.person).count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        MonthHeld.objects.filter(person=beside.person).update(person=first.person)
