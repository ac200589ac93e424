"""In an emergency one file opens for a few hours, and somebody judges it afterwards."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from tests.domain.access.conftest import AT, ON, VILLAGE, XIQING, Employ, acting
from tests.domain.access.dossiers.models import Dossier

from gonghu.domain.access.audit_reading import AuditFilter, entries_read
from gonghu.domain.access.models import Account, BreakGlass, CardLook
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import break_glass, record_area_reading, record_reading, review_break_glass
from gonghu.domain.access.operations.emergencies import OwnEmergency, ReasonTooShort, ReviewedAlready, TooLong
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.queries import (
    Look,
    break_glass_overdue,
    break_glass_to_review,
    latest_looks,
    who_looked_at,
)
from gonghu.domain.access.terms import BLIND_ROLES, Role
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.table_statistics import refresh_statistics

pytestmark = pytest.mark.django_db
REASON = "派出所送来走失儿童，需核对监护人"
CHILD = UUID(int=7)
VILLAGE_FAR = "120111100201"


@pytest.fixture
def worker(employ: Employ) -> Account:
    Dossier.objects.create(division_code=XIQING, child_key=CHILD)
    Dossier.objects.create(division_code=XIQING, child_key=uuid4())
    return employ(Role.CENTRE_WORKER, VILLAGE)


@pytest.fixture
def boss(employ: Employ) -> Account:
    return employ(Role.DISTRICT_OFFICER, XIQING)


def broken(worker: Account, minutes: int = 60) -> BreakGlass:
    return break_glass(child_key=CHILD, division_code=XIQING, reason=REASON, minutes=minutes, by=acting(worker), at=AT)


def seen(account: Account, minutes: int = 0) -> list[UUID]:
    scope = acting(account, AT + timedelta(minutes=minutes)).scope
    return list(Dossier.objects.visible_to(scope).values_list("child_key", flat=True))


def test_one_file_opens_to_one_person_and_closes_by_itself(worker: Account, employ: Employ) -> None:
    assert seen(worker) == []
    broken(worker)
    assert (seen(worker), seen(worker, 59), seen(worker, 60)) == ([CHILD], [CHILD], [])
    assert seen(employ(Role.CENTRE_WORKER, VILLAGE)) == []
    told = AuditEntry.objects.get(verb="access.break_glass")
    assert (told.chain, told.subject_key, told.detail["minutes"]) == ("120111", str(CHILD), 60)


@pytest.mark.parametrize("minutes", [0, 241])
def test_four_hours_are_the_most(worker: Account, minutes: int) -> None:
    with pytest.raises(TooLong):
        broken(worker, minutes)
    emergency = broken(worker, 240)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.everywhere("test").filter(pk=emergency.pk).update(minutes=minutes)


@pytest.mark.parametrize("reason", ["", "紧急", "紧 急 紧 急 紧 急 紧 急 急"])
def test_a_reason_has_ten_characters(worker: Account, reason: str) -> None:
    with pytest.raises(ReasonTooShort):
        break_glass(child_key=CHILD, division_code=XIQING, reason=reason, minutes=60, by=acting(worker), at=AT)


@pytest.mark.parametrize("role", [*sorted(BLIND_ROLES), None])
def test_whoever_sees_no_child_breaks_no_glass(employ: Employ, role: Role | None) -> None:
    with pytest.raises(NotPermitted):
        broken(employ(role))


def test_it_is_judged_by_a_supervisor_of_the_childs_place_and_no_other(
    worker: Account, boss: Account, employ: Employ
) -> None:
    emergency = broken(worker)
    for other in (worker, employ(Role.DISTRICT_OFFICER), employ(Role.TOWN_SUPERVISOR, XIQING)):
        with pytest.raises(NotPermitted):
            review_break_glass(emergency=emergency, justified=True, by=acting(other), at=AT)
    review_break_glass(emergency=emergency, justified=True, by=acting(boss), at=AT)
    assert seen(worker, 1) == [CHILD]
    with pytest.raises(ReviewedAlready):
        review_break_glass(emergency=emergency, justified=False, by=acting(boss), at=AT)


def test_a_supervisor_does_not_judge_the_own_one(boss: Account) -> None:
    emergency = broken(boss)
    with pytest.raises(OwnEmergency):
        review_break_glass(emergency=emergency, justified=True, by=acting(boss), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        BreakGlass.objects.everywhere("test").filter(pk=emergency.pk).update(reviewed_by=boss)


def test_one_that_is_not_justified_ends_at_once(worker: Account, boss: Account) -> None:
    at = AT + timedelta(minutes=10)
    review_break_glass(emergency=broken(worker), justified=False, by=acting(boss), at=at)
    assert (seen(worker, 9), seen(worker, 10)) == ([CHILD], [])


def test_what_nobody_judged_in_two_working_days_is_overdue(worker: Account, boss: Account, employ: Employ) -> None:
    emergency, scope = broken(worker), acting(boss).scope
    assert emergency.review_due_on == date(2026, 3, 4)
    assert list(break_glass_to_review(scope=scope)) == [emergency]
    assert list(break_glass_overdue(scope=scope, on=date(2026, 3, 4))) == []
    assert list(break_glass_overdue(scope=scope, on=date(2026, 3, 5))) == [emergency]
    assert list(break_glass_overdue(scope=acting(employ(Role.DISTRICT_OFFICER)).scope, on=ON + timedelta(9))) == []


def look(account: Account, **changed: object) -> None:
    words: dict[str, Any] = {
        "child_key": CHILD, "division_code": XIQING, "purpose": "走访前查看", "fields": ["phone", "name"], **changed
    }  # fmt: skip
    record_reading(by=acting(account), at=AT, **words)


def test_a_look_stands_in_the_chain_of_the_childs_district_wherever_it_came_from(
    worker: Account, boss: Account, employ: Employ
) -> None:
    look(worker, unmasked=True)
    look(boss)
    look(worker, child_key=uuid4())

    def looks_of(account: Account, division: str = VILLAGE_FAR) -> list[Look]:
        return who_looked_at(child_key=CHILD, division_code=division, scope=acting(account).scope)

    looks = looks_of(boss)
    assert [(each.name, each.unmasked, each.fields) for each in looks] == [
        ("王小明", False, ("name", "phone")),
        ("王小明", True, ("name", "phone")),
    ]
    assert [each.actor for each in looks] == [str(boss.pk), str(worker.pk)]
    assert looks[0].purpose == "走访前查看"
    assert looks_of(employ(Role.DISTRICT_OFFICER)) == []
    assert looks_of(employ(Role.VILLAGE_DIRECTOR, VILLAGE_FAR)) == []
    assert looks_of(employ(Role.TOWN_SUPERVISOR, "120111999000")) == []
    assert looks_of(employ(Role.TOWN_SUPERVISOR, VILLAGE_FAR[:9] + "000")) == looks
    assert len(looks_of(employ(Role.AUDITOR, "120000"))) == 2


def test_a_director_who_has_the_card_on_the_telephone_stands_among_those_who_looked(
    boss: Account, employ: Employ
) -> None:
    director = employ(Role.VILLAGE_DIRECTOR, VILLAGE_FAR)
    record_area_reading(children=[CHILD, uuid4()], purpose="走访", by=acting(director), at=AT)
    scope = acting(boss).scope
    (look,) = who_looked_at(child_key=CHILD, division_code=VILLAGE_FAR, scope=scope)
    assert (look.actor, look.purpose, look.child_key) == (str(director.pk), "走访", "")
    assert latest_looks(scope=scope, child_key=CHILD) == latest_looks(scope=scope) == [look]
    assert who_looked_at(child_key=uuid4(), division_code=VILLAGE_FAR, scope=scope) == []


def test_all_that_was_done_with_one_child_is_found_by_an_index(boss: Account) -> None:
    of_others = [
        AuditEntry(chain="120111", sequence=number, at=AT, verb=verb, subject_kind=kind, subject_key=str(uuid4()))
        for number in range(1000, 3000)
        for verb, kind in [("children.read", "child") if number % 2 else ("children.read_area", "field_area")]
    ]
    AuditEntry.objects.bulk_create(of_others)
    CardLook.objects.bulk_create(CardLook(entry=entry, child_key=uuid4()) for entry in of_others)
    refresh_statistics()
    scope = acting(boss).scope
    with CaptureQueriesContext(connection) as asked:
        who_looked_at(child_key=CHILD, division_code=VILLAGE_FAR, scope=scope)
        latest_looks(scope=scope, child_key=CHILD)
        entries_read(scope=scope, wanted=AuditFilter(subject_key=str(CHILD)))
    queries = [each["sql"] for each in asked if "audit_auditentry" in each["sql"]]
    assert len(queries) == 5
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[connection.vendor]
    with connection.cursor() as cursor:
        for query in queries:
            cursor.execute(f"{explain} {query}")
            plan = str(cursor.fetchall())
            assert re.search("audit_entry_subject|access_cardlook_child_key", plan), plan


def test_nobody_looks_without_a_purpose(worker: Account) -> None:
    with pytest.raises(PurposeMissing):
        look(worker, purpose=" ")


@pytest.mark.parametrize("division", ["120111100000", "120111999000"])
def test_a_town_that_reads_audit_does_not_read_that_of_its_district(
    worker: Account, employ: Employ, division: str
) -> None:
    look(worker)
    town = acting(employ(Role.DISTRICT_OFFICER, division))
    elsewhere = "120111100" if division == "120111999000" else "120111999"
    assert who_looked_at(child_key=CHILD, division_code=f"{elsewhere}201", scope=town.scope) == []
