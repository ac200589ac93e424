"""
Children are insured at the state's cost (资助参保): the list from their files, the roster out; a gap becomes a task.

Every child in a category of the scheme stands on the list of its county, once a year wherever it is. Who
answers for the village is asked to look after whoever is not insured.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from xlsxwriter import Workbook

from gonghu.domain.access.officer import NotPermitted, Officer, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound
from gonghu.domain.insurance.operations import (
    LinesAdded,
    NothingToSend,
    PersonEntitled,
    add_lines,
    remember_tasks,
    send_roster,
)
from gonghu.domain.insurance.queries import gaps_of, lines_in
from gonghu.domain.insurance.schemes import scheme_of
from gonghu.domain.insurance.shelf import keep_roster
from gonghu.domain.insurance.terms import LineState
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.queries.identities import Identity, identities_of
from gonghu.domain.people.terms import FileState, Sex
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder

TASK_SOURCE: Final = "enrolment_line"
_YUAN: Final = 100
_MONEY: Final = frozenset({"premium"})
_NUMBERS: Final = frozenset({"turn", "year"})


@dataclass(frozen=True, slots=True)
class RosterFile:
    """The roster as it goes to the insurer (报送名册文件)."""

    content: bytes = field(repr=False)
    persons: int
    total_fen: int


@transaction.atomic
def bring_list_up_to_date(*, enrolment: EnrolmentRound, by: Officer, at: datetime) -> LinesAdded:
    """
    Put every recognised child of the county whose category is enrolled on the list of a round (更新参保名单).

    :raises NotPermitted: the officer manages no insurance there, or does not see every child of the county
    """
    if not by.scope.allows(Permission.SEE_CHILDREN, enrolment.division_code):
        raise NotPermitted("名单要列入全区县的儿童，您的工作范围不含全区县")
    scheme = scheme_of(division_code=enrolment.division_code)
    wanted = ChildrenWanted(area=Area.of(enrolment.division_code), states=frozenset({FileState.RECOGNISED}))
    rows = children_in(scope=by.scope, filters=wanted).values_list("person_id", "division_code", "category")
    entitled = [
        PersonEntitled(child, place, category, of.code)
        for child, place, category in rows.iterator(chunk_size=2_000)
        if (of := scheme.class_of(category)) is not None
    ]
    return add_lines(enrolment=enrolment.pk, entitled=entitled, by=by, at=at)


@transaction.atomic
def hand_over_roster(*, enrolment: EnrolmentRound, by: Officer, at: datetime) -> RosterFile:
    """
    Write the roster of those who wait to be insured, and note that it was handed over (报送参保名册).

    Names and numbers leave unmasked, by law and to the insurer only; digest and count stand in the audit, and the file
    is kept sealed, so that the same bytes can be given out once more.

    :raises NotPermitted: the officer may not export or see unmasked there
    :raises NothingToSend: nobody waits
    """
    for permission in (Permission.EXPORT, Permission.UNMASK):
        if not by.scope.allows(permission, enrolment.division_code):
            raise NotPermitted(f"报送名册含完整号码，需要“{permission.label}”权限")
    lines = list(lines_in(scope=by.scope, enrolment=enrolment.pk, states=[LineState.ELIGIBLE], unsent=True))
    people = identities_of(children=[line.child_id for line in lines], scope=by.scope)
    told = [line for line in lines if line.child_id in people and people[line.child_id].number]
    if not told:
        raise NothingToSend("没有等待报送的人员，或者他们都没有证件号码；请先更新名单、补全号码")
    content = _workbook(enrolment, told, people, at)
    sent = send_roster(
        enrolment=enrolment.pk,
        lines=frozenset(line.pk for line in told),
        sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    keep_roster(sent.pk, content)
    return RosterFile(content, sent.persons, sent.total_fen)


@transaction.atomic
def open_gap_tasks(*, enrolment: EnrolmentRound, by: Officer, at: datetime) -> int:
    """
    Open a task for every child who is entitled and not insured (参保缺口派任务), once for each; say how many are new.

    :raises NotPermitted: the officer manages no insurance or assigns no tasks there
    """
    lines = list(gaps_of(scope=by.scope, enrolment=enrolment.pk, without_task=True))
    if not lines:
        return 0
    orders = [_order(line, enrolment, at) for line in lines]
    keys = open_tasks(orders=orders, by=by, at=at)
    tasks = {line.pk: key for line, key in zip(lines, keys, strict=True)}
    return remember_tasks(tasks=tasks, enrolment=enrolment.pk, by=by, at=at)


def _order(line: EnrolmentLine, enrolment: EnrolmentRound, at: datetime) -> TaskOrder:
    why = f"：{line.refusal}" if line.refusal else ""
    due = enrolment.closes_on if enrolment.closes_on > day_of(at) else None
    return TaskOrder(
        kind=TaskKind.OTHER,
        title=f"{line.year} 年度医保还没有参保，请联系家庭核实并办理{why}",
        division_code=line.division_code,
        child=line.child_id,
        category=line.category,
        due_on=due,
        source_kind=TASK_SOURCE,
        source_key=line.pk,
    )


def _workbook(
    enrolment: EnrolmentRound, lines: Sequence[EnrolmentLine], people: Mapping[UUID, Identity], at: datetime
) -> bytes:
    columns = scheme_of(division_code=enrolment.division_code).roster
    places = full_names(codes={line.division_code for line in lines}, on=timezone.localdate(at))
    file = BytesIO()
    options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with Workbook(file, {**options, "in_memory": True}) as workbook:
        sheet = workbook.add_worksheet(f"{enrolment.year}年度资助参保")
        text = workbook.add_format({"num_format": "@"})
        for place, column in enumerate(columns):
            sheet.write_string(0, place, column.title)
            sheet.set_column(place, place, 22 if column.column in ("number", "place") else 12)
        for turn, line in enumerate(lines, start=1):
            cells = _cells(turn, line, people[line.child_id], places.get(line.division_code, ""), enrolment)
            for place, column in enumerate(columns):
                value = cells[column.column]
                if column.column in _MONEY:
                    sheet.write_number(turn, place, int(value) / _YUAN, workbook.add_format({"num_format": "0.00"}))
                elif column.column in _NUMBERS:
                    sheet.write_number(turn, place, int(value))
                else:
                    sheet.write_string(turn, place, str(value), text)
    return file.getvalue()


def _cells(
    turn: int, line: EnrolmentLine, person: Identity, place: str, enrolment: EnrolmentRound
) -> dict[str, str | int]:
    said = enrolment.premiums.get(line.person_class, {})
    return {
        "turn": turn,
        "name": person.name,
        "number_kind": person.number_kind,
        "number": person.number,
        "sex": str(Sex(person.sex).label),
        "born_on": person.born_on.isoformat() if person.born_on else "",
        "person_class": str(said.get("name", line.person_class)),
        "place": place,
        "year": enrolment.year,
        "premium": int(said.get("fen", 0)),
    }
