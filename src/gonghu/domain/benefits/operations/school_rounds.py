"""Rounds of scholarships are opened, and those who may have one are listed (助学轮次的建立和列入)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import SchoolRound, SchoolStudent
from gonghu.domain.benefits.operations.applying import ProcedureNotThere
from gonghu.domain.benefits.starting import school_year_of
from gonghu.domain.benefits.terms import ListedFor
from gonghu.domain.benefits.writing import person_of, record_benefit
from gonghu.foundation.acting import Actor

_AT_ONCE: Final = 500
_WHY: Final = "who stands on the list of a school year"


class SchoolRoundThere(ValueError):
    """The county has a round of the line for that school year already."""


@dataclass(frozen=True, slots=True)
class SchoolRoundWanted:
    """What a round is to be (拟建助学轮次): any day ``within`` the school year names it."""

    division_code: str
    line: str
    within: date
    due_on: date


@dataclass(frozen=True, slots=True)
class StudentFound:
    """Somebody who may have a scholarship, and why (拟列入助学对象)."""

    child: UUID
    division_code: str
    category: str
    why: ListedFor


@dataclass(frozen=True, slots=True)
class StudentsListed:
    """What came of listing (列入结果); ``elsewhere`` stand on the list of another county for the year."""

    added: int
    known: int
    elsewhere: int


@transaction.atomic
def open_school_round(*, wanted: SchoolRoundWanted, by: Actor, at: datetime) -> SchoolRound:
    """
    Open the round of a county for a school year (建立助学轮次).

    :raises NotPermitted: the actor confirms nothing in the county
    :raises LineUnknown: the area has no such line
    :raises ProcedureNotThere: the line is not given by the school year
    :raises SchoolRoundThere: there is one for that year
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, wanted.division_code)
    line = line_of(code=wanted.line, division_code=wanted.division_code, on=day_of(at))
    year = school_year_of(line, wanted.within)
    if year is None:
        raise ProcedureNotThere(f"“{line.name}”不按学年核定，不能建立助学轮次")
    made = SchoolRound(
        division_code=wanted.division_code, line=line.code, from_month=year[0], to_month=year[1],
        due_on=wanted.due_on, opened_by_id=person_of(by), opened_at=at,
    )  # fmt: skip
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise SchoolRoundThere(f"{made.year}学年的轮次已经建立，请打开那一轮") from problem
    record_round("open_school_round", made, {"line": made.line, "year": made.year}, by, at)
    return made


@transaction.atomic
def list_students(*, school_round: UUID, students: Iterable[StudentFound], by: Actor, at: datetime) -> StudentsListed:
    """
    Put those who may have a scholarship on the list of a round (列入助学对象); who is on it stays as they are.

    :raises NotPermitted: the actor confirms nothing in the county
    """
    found = held_round(school_round, by)
    wanted = {each.child: each for each in students}
    rows = SchoolStudent.objects.everywhere(_WHY).filter(line=found.line, from_month=found.from_month)
    taken: dict[UUID, UUID] = {}
    keys = list(wanted)
    for start in range(0, len(keys), _AT_ONCE):
        taken |= dict(rows.filter(child__in=keys[start : start + _AT_ONCE]).values_list("child_id", "round_id"))
    new = [
        SchoolStudent(
            round=found, child_id=each.child, division_code=each.division_code, category=each.category,
            line=found.line, from_month=found.from_month, why=each.why,
        )
        for each in wanted.values()
        if each.child not in taken
    ]  # fmt: skip
    SchoolStudent.objects.bulk_create(new, batch_size=_AT_ONCE)
    elsewhere = sum(1 for key in taken.values() if key != found.pk)
    listed = StudentsListed(len(new), len(taken) - elsewhere, elsewhere)
    record_round("list_students", found, {"added": listed.added, "elsewhere": listed.elsewhere}, by, at)
    return listed


@transaction.atomic
def remember_asked(*, school_round: UUID, tasks: Mapping[UUID, UUID], by: Actor, at: datetime) -> int:
    """
    Keep by which task each student is asked for a proof, by key (在读证明催办).

    :raises NotPermitted: the actor confirms nothing in the county
    """
    found = held_round(school_round, by)
    rows = SchoolStudent.objects.everywhere("students who are asked for a proof").filter(round=found)
    asked = list(rows.filter(pk__in=list(tasks)))
    for student in asked:
        student.task_key = tasks[student.pk]
    rows.bulk_update(asked, ["task_key"], batch_size=_AT_ONCE)
    record_round("ask_for_proofs", found, {"tasks": len(asked)}, by, at)
    return len(asked)


def held_round(key: UUID, by: Actor) -> SchoolRound:
    """
    Give a round for a change, held until the end of the transaction.

    :raises NotPermitted: the actor confirms nothing in the county
    """
    found = SchoolRound.objects.everywhere("a round that is worked on").select_for_update().get(pk=key)
    authorise(by, Permission.CONFIRM_APPLICATIONS, found.division_code)
    return found


def record_round(verb: str, found: SchoolRound, detail: dict[str, str | int], by: Actor, at: datetime) -> None:
    """Write down what was done with a round in the chain of its district."""
    record_benefit(verb, "school_round", found.pk, found.division_code[:6], detail, by, at)
