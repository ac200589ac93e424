"""What is done is written down once, in the transaction in which it is done, and never again changed."""

import uuid
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.audit.models import AuditEntry, AuditHead
from gonghu.foundation.audit.recording import (
    DetailNotPlain,
    NotAChain,
    NoTransaction,
    PersonalDetail,
    TimeWithoutZone,
    record,
)
from gonghu.foundation.audit.verification import ChainHead, heads, verify

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, 30, 15, 123456, tzinfo=UTC)
OFFICER = Actor(account=uuid.uuid4(), post=uuid.uuid4(), label="李干事", district="120112", request="r-1")


def write(**said: Any) -> AuditEntry:
    given = {"by": OFFICER, "at": AT, "verb": "child.read", "subject_kind": "child", "subject_key": "c-1"}
    return record(**{**given, **said})


def test_an_entry_holds_who_when_what_and_why() -> None:
    detail = {"fields": ["name", "village"], "rows": 2, "sealed": False, "place": None}
    written = write(purpose="走访前查阅", detail=detail)
    entry = AuditEntry.objects.get(pk=written.pk)
    assert (entry.chain, entry.sequence, entry.at, entry.verb) == ("120112", 1, AT, "child.read")
    assert (entry.actor, entry.post, entry.request) == (str(OFFICER.account), OFFICER.post, "r-1")
    assert (entry.purpose, entry.detail, entry.previous_hash) == ("走访前查阅", detail, "")


def test_entries_of_a_chain_are_numbered_and_bound_to_each_other() -> None:
    entries = [write(subject_key=str(number)) for number in range(5)]
    assert [entry.sequence for entry in entries] == [1, 2, 3, 4, 5]
    assert [entry.previous_hash for entry in entries] == ["", *(entry.hash for entry in entries[:-1])]
    assert heads() == [ChainHead("120112", 5, entries[-1].hash)]


def test_every_district_has_a_chain_of_its_own() -> None:
    write()
    write(by=SYSTEM)
    write(district="120101")
    assert [(head.chain, head.sequence) for head in heads()] == [("000000", 1), ("120101", 1), ("120112", 1)]
    assert AuditEntry.objects.get(chain="000000").actor == "system"


def test_the_same_moment_in_another_zone_has_the_same_place_in_the_chain() -> None:
    write(at=AT.astimezone(timezone(timedelta(hours=8))))
    assert verify().broken == ()


@pytest.mark.django_db(transaction=True)
def test_nothing_is_recorded_outside_a_transaction() -> None:
    with pytest.raises(NoTransaction):
        write()
    assert not AuditEntry.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_entry_goes_with_what_it_tells_about() -> None:
    def write_and_fail() -> None:
        with transaction.atomic():
            write()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()
    assert not AuditEntry.objects.exists()
    with transaction.atomic():
        write()
    assert AuditEntry.objects.get().sequence == 1


@pytest.mark.parametrize("district", ["", "12", "120112000000", "津南", "12011x"])
def test_a_chain_is_a_district(district: str) -> None:
    with pytest.raises(NotAChain):
        write(district=district)


def test_a_time_without_zone_is_refused() -> None:
    with pytest.raises(TimeWithoutZone):
        write(at=AT.replace(tzinfo=None))


@pytest.mark.parametrize(
    "detail", [{"share": 0.5}, {"on": AT}, {1: "a"}, {"rows": (1, 2)}, {"a": {"b": {2: 3}}}, {"a": "\0"}]
)
def test_a_detail_that_would_come_back_changed_is_refused(detail: dict[Any, Any]) -> None:
    with pytest.raises(DetailNotPlain):
        write(detail=detail)


@pytest.mark.parametrize(
    "said",
    [
        {"detail": {"rows": [{"id": "11010519491231002X"}]}},
        {"detail": {"11010519491231002X": 1}},
        {"subject_key": "11010519491231002X"},
        {"purpose": "核对11010519491231002x的户籍"},
    ],
)
def test_a_citizen_number_is_refused_wherever_it_stands(said: dict[str, Any]) -> None:
    with pytest.raises(PersonalDetail):
        write(**said)


def test_other_long_numbers_are_no_citizen_numbers() -> None:
    assert write(detail={"document": "民发〔2024〕12号", "run": "202611210830151234"}).sequence == 1


@pytest.mark.parametrize("statement", ["UPDATE audit_auditentry SET verb = 'x'", "DELETE FROM audit_auditentry"])
def test_the_database_refuses_to_change_or_remove_entries(statement: str) -> None:
    write()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert verify().entries == 1


def test_the_database_refuses_to_empty_the_table() -> None:
    write()
    statement = "DELETE FROM audit_auditentry" if connection.vendor == "sqlite" else "TRUNCATE audit_auditentry CASCADE"
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_two_entries_cannot_have_one_place() -> None:
    entry = write()
    entry.pk = uuid.uuid4()
    with pytest.raises(DatabaseError), transaction.atomic():
        entry.save(force_insert=True)
    assert AuditHead.objects.get().sequence == 1
