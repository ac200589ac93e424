"""Schools and disabilities as departments list them (部门数据入档): put where a file does not say, never over it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, HealthRecord, Schooling
from gonghu.domain.people.opening.found import DisabilitySaid, SchoolingSaid
from gonghu.domain.people.terms import HealthKind
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_since

_AT_ONCE: Final = 2_000
_WRITTEN: Final = "what departments say of children with a file"
_DAY: Final = timedelta(days=1)
_NAME_LENGTH, _PLACE_LENGTH = 100, 200

Row = TypeVar("Row", Schooling, HealthRecord)


@transaction.atomic
def note_departments(
    *,
    schools: Mapping[UUID, SchoolingSaid],
    disabilities: Mapping[UUID, DisabilitySaid],
    source_key: UUID,
    on: date,
    by: Actor,
    at: datetime,
) -> int:
    """
    Write schools and disabilities into the open files of children, and give how many records are new (部门数据入档).

    What an officer wrote stays as it is. What an earlier screening wrote ends the day before where a department now
    says otherwise; said again, nothing is written.

    :raises NotPermitted: the actor may not run screenings where a child lives
    """
    written = 0
    for part in _parts(schools):
        pupils = [_schooling(child, schools[child], on, source_key) for child in _open_files(part, by)]
        written += _write(Schooling, pupils, on, {}, ("stage", "state", "school"))
    for part in _parts(disabilities):
        disabled = [_disability(child, disabilities[child], on, source_key) for child in _open_files(part, by)]
        kind = {"kind": HealthKind.DISABILITY}
        written += _write(HealthRecord, disabled, on, kind, ("disability_type", "disability_grade"))
    record(
        by=by, at=at, verb="people.note_departments", subject_kind="children", subject_key=str(source_key),
        detail={"written": written}, district=by.district or NATION,
    )  # fmt: skip
    return written


@transaction.atomic
def forget_departments(*, source_key: UUID, by: Actor, at: datetime) -> int:
    """
    Take back what a screening wrote of schools and disabilities, and give how many records (撤回部门数据).

    What it had ended holds again.

    :raises NotPermitted: the actor may not run screenings where a child lives
    """
    forgotten = _forget(Schooling, source_key, by) + _forget(HealthRecord, source_key, by)
    record(
        by=by, at=at, verb="people.forget_departments", subject_kind="children", subject_key=str(source_key),
        detail={"forgotten": forgotten}, district=by.district or NATION,
    )  # fmt: skip
    return forgotten


def _forget(model: type[Row], source_key: UUID, by: Actor) -> int:
    rows = list(model.objects.everywhere(_WRITTEN).filter(source_key=source_key))
    for part in _parts(row.person_id for row in rows):
        _open_files(part, by)
    before = {(row.person_id, row.from_on - _DAY) for row in rows}
    model.objects.everywhere(_WRITTEN).filter(source_key=source_key).delete()
    for part in _parts(person for person, _ in before):
        ended = model.objects.everywhere(_WRITTEN).filter(
            person__in=part, to_on__isnull=False, source_key__isnull=False
        )
        again = [row.pk for row in ended if (row.person_id, row.to_on) in before]
        model.objects.everywhere(_WRITTEN).filter(pk__in=again).update(to_on=None)
    return len(rows)


def _open_files(children: Sequence[UUID], by: Actor) -> Sequence[UUID]:
    """Give those whose file is open, all of which the actor may write to."""
    rows = Child.objects.everywhere(_WRITTEN).filter(pk__in=children, closed_on__isnull=True)
    found = dict(rows.order_by("pk").values_list("pk", "division_code"))
    for code in set(found.values()):
        authorise(by, Permission.RUN_SCREENING, code)
    return list(found)


def _schooling(child: UUID, said: SchoolingSaid, on: date, source_key: UUID) -> Schooling:
    return Schooling(
        person_id=child, stage=said.stage, state=said.state, school=said.school[:_NAME_LENGTH],
        evidence=said.place[:_PLACE_LENGTH], from_on=on, source_key=source_key,
    )  # fmt: skip


def _disability(child: UUID, said: DisabilitySaid, on: date, source_key: UUID) -> HealthRecord:
    return HealthRecord(
        person_id=child, kind=HealthKind.DISABILITY, disability_type=said.disability_type,
        disability_grade=said.disability_grade, evidence=said.place[:_PLACE_LENGTH],
        from_on=min(said.issued_on or on, on), source_key=source_key,
    )  # fmt: skip


def _write(
    model: type[Row], wanted: Sequence[Row], on: date, kind: Mapping[str, str], compared: tuple[str, ...]
) -> int:
    """Write the rows of those of whom none is on file, or one of a screening that says otherwise."""
    rows = model.objects.everywhere(_WRITTEN).filter(
        holding_since(on), person__in=[row.person_id for row in wanted], **kind
    )
    held = {row.person_id: row for row in rows.order_by("from_on")}
    new, over = [], []
    for row in wanted:
        known = held.get(row.person_id)
        if known is not None:
            is_said = all(getattr(known, name) == getattr(row, name) for name in compared)
            if is_said or known.source_key is None or known.from_on >= on or known.to_on is not None:
                continue
            over.append(known.pk)
            row.from_on = on
        new.append(row)
    model.objects.everywhere(_WRITTEN).filter(pk__in=over).update(to_on=on - _DAY)
    model.objects.everywhere(_WRITTEN).bulk_create(new)
    return len(new)


def _parts(keys: Iterable[UUID]) -> Iterator[list[UUID]]:
    remaining = iter(keys)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
