"""Children whom the department has recognised before (在册儿童), as its roll says; taken back with the screening."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from itertools import islice
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gonghu.domain.access.officer import authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.opening.found import OnRoll
from gonghu.domain.people.terms import ADULT_AGE, FileState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import insert_rows, key_writer, update_rows
from gonghu.foundation.intervals import holding_since
from gonghu.foundation.ordered_keys import ordered_keys

_AT_ONCE: Final = 5_000
_WRITTEN: Final = "children on the roll of the department"
_COLUMNS: Final = (
    "uuid", "child_id", "category", "basis", "evidence", "decided_at", "from_on", "end_reason", "end_kind",
    "source_key", "state_before",
)  # fmt: skip
_BASIS_LENGTH: Final = 300


@transaction.atomic
def recognise_by_roll(*, children: Mapping[UUID, OnRoll], source_key: UUID, on: date, by: Actor, at: datetime) -> int:
    """
    Write down that the department recognised children before, as its roll says, and say of how many (在册认定).

    A child that is recognised as anything by two officers stays as it is, and so do closed files and those of age.

    :raises NotPermitted: the actor may not run screenings where a child lives
    """
    known, keys, key = 0, ordered_keys(at), key_writer()
    moment = connection.ops.adapt_datetimefield_value(at)
    for part in _parts(children):
        found = list(_recognisable(part, on))
        for code in {child.division_code for child in found}:
            authorise(by, Permission.RUN_SCREENING, code)
        rows = [
            (next(keys), key(child.pk), said.category.value, said.basis[:_BASIS_LENGTH], said.evidence, moment,
             _from_on(child, said, on), "", "", key(source_key), child.state)
            for child in found
            if (said := children[child.pk])
        ]  # fmt: skip
        insert_rows(CategoryAssignment, _COLUMNS, rows)
        update_rows(Child, ["category", "state"], ((row[1], row[2], FileState.RECOGNISED.value) for row in rows))
        known += len(rows)
    record(
        by=by, at=at, verb="people.recognise_by_roll", subject_kind="children", subject_key=str(source_key),
        detail={"recognised": known}, district=by.district or NATION,
    )  # fmt: skip
    return known


@transaction.atomic
def forget_roll(*, source_key: UUID, by: Actor, at: datetime) -> frozenset[UUID]:
    """
    Take back what a screening read from the roll (撤回在册认定), and give the children of whom it was.

    A recognition that somebody ended since stays, and so does that of a child that moved where the actor runs no
    screenings: whoever answers for it now decides.
    """
    scope, key = reached_by(by), key_writer()
    rows = CategoryAssignment.objects.everywhere(_WRITTEN).filter(source_key=source_key, to_on__isnull=True)
    held = {
        row.child_id: row
        for row in rows.select_related("child").select_for_update(of=("self",))
        if scope.allows(Permission.RUN_SCREENING, row.child.division_code)
    }
    for part in _parts(held):
        others = CategoryAssignment.objects.everywhere(_WRITTEN).filter(holding_since(day_of(at)), child__in=part)
        beside = set(others.exclude(source_key=source_key).values_list("child", flat=True))
        stale = [held[child].child for child in part if child not in beside and held[child].child.closed_on is None]
        CategoryAssignment.objects.everywhere(_WRITTEN).filter(pk__in=[held[child].pk for child in part]).delete()
        update_rows(Child, ["category", "state"], ((key(each.pk), "", held[each.pk].state_before) for each in stale))
    record(
        by=by, at=at, verb="people.forget_roll", subject_kind="children", subject_key=str(source_key),
        detail={"forgotten": len(held)}, district=by.district or NATION,
    )  # fmt: skip
    return frozenset(held)


def _recognisable(children: list[UUID], on: date) -> Iterator[Child]:
    """Give the open files of children under age whom nobody recognised as anything."""
    rows = CategoryAssignment.objects.everywhere(_WRITTEN).filter(holding_since(on), child__in=children)
    held = set(rows.values_list("child", flat=True))
    files = Child.objects.everywhere(_WRITTEN).filter(pk__in=children, closed_on__isnull=True)
    for child in files.select_for_update(of=("self",)).order_by("pk"):
        is_grown = child.born_on is not None and birthday(child.born_on, ADULT_AGE) <= on
        if child.pk not in held and not is_grown:
            yield child


def _from_on(child: Child, said: OnRoll, on: date) -> str:
    """Give the first day, not before the child was born; a roll may be wrong about that."""
    first = said.from_on or on
    return (max(first, child.born_on) if child.born_on else first).isoformat()


def _parts(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(keys)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
