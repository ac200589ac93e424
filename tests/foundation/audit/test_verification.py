"""Twenty ways to falsify an audit chain, and each is found with the entry at which the chain breaks."""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.append_only import lock_statements, unlock_statements
from gonghu.foundation.audit.hashing import HASHED, entry_hash
from gonghu.foundation.audit.models import AuditEntry, AuditHead
from gonghu.foundation.audit.recording import record
from gonghu.foundation.audit.verification import Tampering, heads, verify

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 8, 30, tzinfo=UTC)
CHAIN = "120112"
LENGTH = 12
OFFICER = Actor(account=uuid.uuid4(), post=uuid.uuid4(), label="李干事", district=CHAIN)


@contextmanager
def unlocked() -> Iterator[None]:
    """What somebody who owns the database can do."""
    with connection.cursor() as cursor:
        for statement in unlock_statements("audit_auditentry", connection.vendor):
            cursor.execute(statement)
        yield
        for statement in lock_statements("audit_auditentry", connection.vendor):
            cursor.execute(statement)


def write_chains() -> None:
    for number in range(LENGTH):
        record(
            by=OFFICER,
            at=AT + timedelta(minutes=number),
            verb="child.read",
            subject_kind="child",
            subject_key=f"c-{number}",
            purpose="走访",
            detail={"rows": number},
        )
    record(by=SYSTEM, at=AT, verb="run.start", subject_kind="run", subject_key="r-1")


def entries() -> dict[int, AuditEntry]:
    return {entry.sequence: entry for entry in AuditEntry.objects.filter(chain=CHAIN)}


def put(place: int, /, **values: object) -> None:
    AuditEntry.objects.filter(chain=CHAIN, sequence=place).update(**values)


def resealed(entry: AuditEntry) -> str:
    return entry_hash({name: getattr(entry, name) for name in HASHED})


def change_and_reseal(sequence: int) -> None:
    entry = entries()[sequence]
    entry.verb = "child.export"
    put(sequence, verb=entry.verb, hash=resealed(entry))


def swap(one: int, other: int) -> None:
    put(one, sequence=0)
    put(other, sequence=one)
    put(0, sequence=other)


def make_room(after: int) -> None:
    for number in range(LENGTH, after, -1):
        put(number, sequence=number + 1)


def forged(sequence: int, previous: str) -> AuditEntry:
    entry = AuditEntry(
        uuid=uuid.uuid4(), chain=CHAIN, sequence=sequence, at=AT, actor="x", verb="child.read", subject_kind="child",
        subject_key="c", detail={}, previous_hash=previous,
    )  # fmt: skip
    entry.hash = resealed(entry)
    return entry


def insert_well_linked(after: int) -> None:
    make_room(after)
    forged(after + 1, entries()[after].hash).save(force_insert=True)


def insert_without_link(after: int) -> None:
    make_room(after)
    forged(after + 1, "0" * 64).save(force_insert=True)


def rewrite_all_from(sequence: int) -> None:
    """Compute everything after a changed entry anew, the head too: only heads published earlier tell."""
    put(sequence, actor="somebody else")
    chain = entries()
    for number in range(sequence, LENGTH + 1):
        entry = chain[number]
        entry.actor = "somebody else" if number == sequence else entry.actor
        entry.previous_hash = chain[number - 1].hash if number > 1 else ""
        entry.hash = resealed(entry)
        put(number, previous_hash=entry.previous_hash, hash=entry.hash)
    AuditHead.objects.filter(chain=CHAIN).update(hash=chain[LENGTH].hash)


def cut_with_head(at: int) -> None:
    AuditEntry.objects.filter(chain=CHAIN, sequence__gt=at).delete()
    AuditHead.objects.filter(chain=CHAIN).update(sequence=at, hash=entries()[at].hash)


def drop_chain() -> None:
    AuditEntry.objects.filter(chain=CHAIN).delete()
    AuditHead.objects.filter(chain=CHAIN).delete()


FALSIFICATIONS: dict[str, tuple[Callable[[], object], int, Tampering]] = {
    "another verb": (lambda: put(5, verb="child.write"), 5, Tampering.CHANGED),
    "another actor": (lambda: put(5, actor=str(uuid.uuid4())), 5, Tampering.CHANGED),
    "another time": (lambda: put(5, at=AT + timedelta(microseconds=1)), 5, Tampering.CHANGED),
    "another child": (lambda: put(5, subject_key="c-99"), 5, Tampering.CHANGED),
    "another detail": (lambda: put(5, detail={"rows": 0}), 5, Tampering.CHANGED),
    "another purpose": (lambda: put(5, purpose=""), 5, Tampering.CHANGED),
    "another post": (lambda: put(5, post=None), 5, Tampering.CHANGED),
    "another request": (lambda: put(5, request="r"), 5, Tampering.CHANGED),
    "another hash": (lambda: put(5, hash="f" * 64), 5, Tampering.CHANGED),
    "changed and sealed again": (lambda: change_and_reseal(5), 6, Tampering.CHANGED),
    "the last one changed and sealed again": (lambda: change_and_reseal(LENGTH), LENGTH, Tampering.REWRITTEN),
    "one removed": (lambda: AuditEntry.objects.filter(chain=CHAIN, sequence=5).delete(), 5, Tampering.REMOVED),
    "the first removed": (lambda: AuditEntry.objects.filter(chain=CHAIN, sequence=1).delete(), 1, Tampering.REMOVED),
    "the end cut off": (lambda: AuditEntry.objects.filter(chain=CHAIN, sequence__gt=9).delete(), 10, Tampering.CUT),
    "the end and the head cut off": (lambda: cut_with_head(9), 10, Tampering.CUT),
    "two neighbours swapped": (lambda: swap(5, 6), 5, Tampering.REORDERED),
    "two others swapped": (lambda: swap(3, 9), 3, Tampering.REORDERED),
    "one put in with its link": (lambda: insert_well_linked(5), 7, Tampering.CHANGED),
    "one put in without link": (lambda: insert_without_link(5), 6, Tampering.INSERTED),
    "one appended": (lambda: forged(13, entries()[12].hash).save(force_insert=True), 13, Tampering.HEAD_CHANGED),
    "one put before the first": (lambda: forged(0, "").save(force_insert=True), 0, Tampering.INSERTED),
    "the head taken away": (lambda: AuditHead.objects.filter(chain=CHAIN).delete(), LENGTH, Tampering.HEAD_CHANGED),
    "everything written anew": (lambda: rewrite_all_from(5), LENGTH, Tampering.REWRITTEN),
    "the whole chain gone": (drop_chain, 1, Tampering.CUT),
}


@pytest.mark.parametrize("name", FALSIFICATIONS)
def test_a_falsified_chain_breaks_where_it_was_falsified(name: str) -> None:
    falsify, sequence, tampering = FALSIFICATIONS[name]
    write_chains()
    published = heads()
    assert verify(published=published).broken == ()
    with unlocked():
        falsify()
    (broken,) = verify(published=published).broken
    assert (broken.chain, broken.sequence, broken.tampering) == (CHAIN, sequence, tampering)
