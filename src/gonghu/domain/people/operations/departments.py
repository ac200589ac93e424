"""Schools and disabilities as departments list them (部门数据入档): put where a file does not say, never over it."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Final, TypeVar
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
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
_SEPTEMBER: Final = 9

Row = TypeVar("Row", Schooling, HealthRecord)
Key = TypeVar("Key")


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
    says otherwise; said again, nothing is written, but of a pupil in a new school year. Of a child that moved where
    the actor runs no screenings nothing is written.
    """
    written = 0
    for part in _parts(schools):
        pupils = [_schooling(child, schools[child], on, source_key) for child in _open_files(part, by)]
        written += _write(Schooling, pupils, on, {}, ("stage", "state", "school"))
    for part in _parts(disabilities):
        disabled = [_disability(child, disabilities[child], on, source_key) for child in _open_files(part, by)]
        kind = {"kind": HealthKind.DISABILITY}
        written += _write(HealthRecord, disabled, on, kind, ("disability_type", "disability_grade", "expires_on"))
    record(
        by=by, at=at, verb="people.note_departments", subject_kind="children", subject_key=str(source_key),
        detail={"written": written}, district=by.district or NATION,
    )  # fmt: skip
    return written


@transaction.atomic
def forget_departments(*, source_key: UUID, by: Actor, at: datetime) -> int:
    """
    Take back what a screening wrote of schools and disabilities, and give how many records (撤回部门数据).

    What it had ended holds again. What was written of a child that moved away since stays: its file is another place's.
    """
    forgotten = _forget(Schooling, source_key, by) + _forget(HealthRecord, source_key, by)
    record(
        by=by, at=at, verb="people.forget_departments", subject_kind="children", subject_key=str(source_key),
        detail={"forgotten": forgotten}, district=by.district or NATION,
    )  # fmt: skip
    return forgotten


def _forget(model: type[Row], source_key: UUID, by: Actor) -> int:
    written = list(model.objects.everywhere(_WRITTEN).filter(source_key=source_key))
    mine = _mine({row.person_id for row in written}, by)
    rows = [row for row in written if row.person_id in mine]
    before = {(row.person_id, row.from_on - _DAY) for row in rows}
    for some in _parts(row.pk for row in rows):
        model.objects.everywhere(_WRITTEN).filter(pk__in=some).delete()
    for part in _parts(person for person, _ in before):
        ended = model.objects.everywhere(_WRITTEN).filter(
            person__in=part, to_on__isnull=False, source_key__isnull=False
        )
        again = [row.pk for row in ended if (row.person_id, row.to_on) in before]
        model.objects.everywhere(_WRITTEN).filter(pk__in=again).update(to_on=None)
    return len(rows)


def _mine(children: Collection[UUID], by: Actor) -> set[UUID]:
    """Give those whose file, open or closed, lies where the actor runs screenings."""
    scope, found = reached_by(by), set[UUID]()
    for part in _parts(children):
        rows = Child.objects.everywhere(_WRITTEN).filter(pk__in=part).values_list("pk", "division_code")
        found |= {child for child, code in rows if scope.allows(Permission.RUN_SCREENING, code)}
    return found


def _open_files(children: Sequence[UUID], by: Actor) -> Sequence[UUID]:
    """Give those whose file is open and lies where the actor runs screenings: others have moved away."""
    scope = reached_by(by)
    rows = Child.objects.everywhere(_WRITTEN).filter(pk__in=children, closed_on__isnull=True)
    found = rows.order_by("pk").values_list("pk", "division_code")
    return [child for child, code in found if scope.allows(Permission.RUN_SCREENING, code)]


def _schooling(child: UUID, said: SchoolingSaid, on: date, source_key: UUID) -> Schooling:
    return Schooling(
        person_id=child, stage=said.stage, state=said.state, school=said.school[:_NAME_LENGTH],
        evidence=said.place[:_PLACE_LENGTH], from_on=on, source_key=source_key,
    )  # fmt: skip


def _disability(child: UUID, said: DisabilitySaid, on: date, source_key: UUID) -> HealthRecord:
    return HealthRecord(
        person_id=child, kind=HealthKind.DISABILITY, disability_type=said.disability_type,
        disability_grade=said.disability_grade, evidence=said.place[:_PLACE_LENGTH],
        expires_on=said.expires_on, from_on=min(said.issued_on or on, on), source_key=source_key,
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
            # Whoever is a pupil still is seen to be one anew every school year: that proves it for a scholarship.
            is_said = is_said and (model is not Schooling or known.from_on >= _school_year_began(on))
            if is_said or known.source_key is None or known.from_on >= on or known.to_on is not None:
                continue
            over.append(known.pk)
            row.from_on = on
        new.append(row)
    model.objects.everywhere(_WRITTEN).filter(pk__in=over).update(to_on=on - _DAY)
    model.objects.everywhere(_WRITTEN).bulk_create(new)
    return len(new)


def _school_year_began(on: date) -> date:
    return date(on.year if on.month >= _SEPTEMBER else on.year - 1, _SEPTEMBER, 1)


def _parts(keys: Iterable[Key]) -> Iterator[list[Key]]:
    remaining = iter(keys)
    while part := list(islice(remaining, _AT_ONCE)):
        yield part
