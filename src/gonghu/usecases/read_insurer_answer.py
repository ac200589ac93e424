"""
The insurer's answer is read back into the list (读入医保回执), row by row; what cannot be used is told by its row.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, InsurerAnswer
from gonghu.domain.insurance.operations import LineAnswered, read_answer
from gonghu.domain.insurance.queries import lines_in
from gonghu.domain.insurance.schemes import EnrolmentScheme, scheme_of
from gonghu.domain.insurance.terms import LineState
from gonghu.domain.people.queries.identities import Identity, identities_of
from gonghu.engines.intake.small_tables import SmallTable, small_table
from gonghu.standards.chinese_name import clean_name
from gonghu.standards.citizen_number import clean
from gonghu.standards.money import format_yuan, parse_yuan

_HEADER_ROWS: Final = 10
_LONGEST: Final = 200


class AnswerUnreadable(ValueError):
    """The file is no answer to a roster: it lacks the columns that tell who and what."""


@dataclass(frozen=True, slots=True)
class RowRefused:
    """A row of an answer that could not be used, and why (未能读入的行)."""

    row_no: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class AnswerRead:
    """What came of reading an answer (读入结果)."""

    answer: InsurerAnswer
    refused: tuple[RowRefused, ...]


@transaction.atomic
def take_answer(*, enrolment: EnrolmentRound, name: str, content: bytes, by: Officer, at: datetime) -> AnswerRead:
    """
    Read the insurer's answer file into the list (读入医保回执); rows that cannot be used are told one by one.

    :raises NotPermitted: the officer manages no insurance there
    :raises Refused: the file must not or cannot be read
    :raises AnswerUnreadable: it lacks the columns that tell who and what
    :raises AnswerReadBefore: the same file was read already
    """
    scheme = scheme_of(division_code=enrolment.division_code)
    table = small_table(content, name)
    lines = list(lines_in(scope=by.scope, enrolment=enrolment.pk))
    people = identities_of(children=[line.child_id for line in lines], scope=by.scope)
    by_number = {people[line.child_id].number: line for line in lines if line.child_id in people}
    by_number.pop("", None)
    good, refused = _read(table, scheme, enrolment, by_number, people)
    answer = read_answer(
        enrolment=enrolment.pk,
        name=name,
        sha256=hashlib.sha256(content).hexdigest(),
        answers=good,
        refused_rows=len(refused),
        by=by,
        at=at,
    )
    return AnswerRead(answer, tuple(refused))


def _read(
    table: SmallTable,
    scheme: EnrolmentScheme,
    enrolment: EnrolmentRound,
    by_number: Mapping[str, EnrolmentLine],
    people: Mapping[UUID, Identity],
) -> tuple[list[LineAnswered], list[RowRefused]]:
    header, columns = _columns(table, scheme)
    good: dict[UUID, LineAnswered] = {}
    refused = []
    for row_no, row in enumerate(table.rows[header + 1 :], start=header + 2):
        said = {name: row[place] if place < len(row) else "" for name, place in columns.items()}
        if not any(said.values()):
            continue
        line = by_number.get(clean(said["number"]))
        problem = _problem(said, line, scheme, enrolment, people)
        if problem is None and line is not None:
            answered = LineAnswered(line.pk, scheme.words[said["result"]], said.get("reason", "")[:_LONGEST])
            earlier = good.get(line.pk)
            if earlier is not None and earlier.state != answered.state:
                problem = "同一人在回执里有两种结果，请与医保经办机构核对"
                good.pop(line.pk)
            else:
                good[line.pk] = answered
        if problem:
            refused.append(RowRefused(row_no, said.get("name", ""), problem))
    return list(good.values()), refused


def _problem(
    said: Mapping[str, str],
    line: EnrolmentLine | None,
    scheme: EnrolmentScheme,
    enrolment: EnrolmentRound,
    people: Mapping[UUID, Identity],
) -> str | None:
    """Say why a row cannot be used, nothing if it can."""
    if line is None:
        return "证件号码不在这一轮的名单里，请核对号码，或先更新名单"
    name = said.get("name", "")
    if name and clean_name(name) != clean_name(people[line.child_id].name):
        return "姓名与名单上的不一致，请核对是否同一人"
    if said["result"] not in scheme.words:
        return f"结果“{said['result']}”认不出，应为 {'、'.join(list(scheme.words)[:6])} 等"
    if scheme.words[said["result"]] == LineState.ENROLLED and said.get("premium"):
        due = int(enrolment.premiums.get(line.person_class, {}).get("fen", 0))
        try:
            asked = parse_yuan(said["premium"])
        except ValueError:
            return f"保费“{said['premium']}”不是金额"
        if asked != due:
            return f"保费 {format_yuan(asked)} 元，应为 {format_yuan(due)} 元，请与医保经办机构核对"
    return None


def _columns(table: SmallTable, scheme: EnrolmentScheme) -> tuple[int, dict[str, int]]:
    """
    Find the row of headers and which column is what.

    :raises AnswerUnreadable: nowhere near the top are a number and a result
    """
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        found: dict[str, int] = {}
        for column, titles in scheme.headers.items():
            place = next((row.index(title) for title in titles if title in row), None)
            if place is not None:
                found[column] = place
        if {"number", "result"} <= found.keys():
            return number, found
    numbers, results = ("、".join(scheme.headers[column][:3]) for column in ("number", "result"))
    raise AnswerUnreadable(f"前 {_HEADER_ROWS} 行里没有找到表头：要有号码列（{numbers}）和结果列（{results}）")
