"""
What treatment cost and who paid is read from the insurer's sheet (读入医疗费用名单), all of it or nothing.

A row that cannot be used is told by its number; nothing is written until none is left, so that no list of gaps rests on
half a sheet. Whose bill shows that something is missing is looked after by whoever answers for the village.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.insurance.gaps import gap_of
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, MedicalBill
from gonghu.domain.insurance.operations import BillSaid, record_bills, remember_bill_tasks
from gonghu.domain.insurance.queries import bills_in, lines_in
from gonghu.domain.insurance.schemes import EnrolmentScheme, scheme_of
from gonghu.domain.insurance.terms import BillGap
from gonghu.domain.people.queries import Identity, identities_of
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.engines.intake.small_tables import SmallTable, small_table
from gonghu.standards.chinese_name import clean_name
from gonghu.standards.citizen_number import clean
from gonghu.standards.money import parse_yuan

TASK_SOURCE: Final = "medical_bill"
_HEADER_ROWS: Final = 10
_NEEDED: Final = frozenset({"number", "charged", "basic", "illness", "aid"})
_SUMS: Final = {"charged": "总费用", "basic": "基本医保", "illness": "大病保险", "aid": "医疗救助", "other": "其他支付"}
_TITLES: Final = {
    BillGap.NOT_INSURED: "医疗费用没有报销（没有参保），请协助家庭办理",
    BillGap.NO_AID: "医疗费用没有得到医疗救助，请协助家庭申请",
}


class BillsUnreadable(ValueError):
    """The file lacks the columns that tell who, how much, and who paid."""


@dataclass(frozen=True, slots=True)
class BillRefused:
    """A row of a sheet of bills that could not be used, and why (未能读入的费用行)."""

    row_no: int
    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class BillsRead:
    """What came of reading a sheet (读入结果): nothing is written where a row was refused."""

    made: tuple[MedicalBill, ...]
    rows: int
    refused: tuple[BillRefused, ...]


@transaction.atomic
def take_bills(*, enrolment: EnrolmentRound, name: str, content: bytes, by: Officer, at: datetime) -> BillsRead:
    """
    Read the insurer's sheet of bills for the year of a round (读入医疗费用名单); newer figures replace older ones.

    :raises NotPermitted: the officer manages no insurance there
    :raises Refused: the file must not or cannot be read
    :raises BillsUnreadable: it lacks the columns
    """
    scheme = scheme_of(division_code=enrolment.division_code)
    table = small_table(content, name)
    lines = list(lines_in(scope=by.scope, enrolment=enrolment.pk))
    people = identities_of(children=[line.child_id for line in lines], scope=by.scope)
    good, refused = _Reading(name, lines, people).read(table, scheme)
    if refused or not good:
        return BillsRead((), len(good) + len(refused), tuple(refused))
    made = record_bills(enrolment=enrolment.pk, bills=list(good.values()), instead=True, by=by, at=at)
    return BillsRead(tuple(made), len(good), ())


def bills_without_task(*, enrolment: UUID, scope: Scope) -> QuerySet[MedicalBill]:
    """Give the bills of a round that show a gap and for which nobody has a task."""
    return bills_in(scope=scope, enrolment=enrolment, gaps=list(BillGap)).filter(task_key__isnull=True)


@transaction.atomic
def open_bill_tasks(*, enrolment: EnrolmentRound, by: Officer, at: datetime) -> int:
    """
    Open a task for every bill that shows a gap (报销缺口派任务), once for each; say how many are new.

    :raises NotPermitted: the officer manages no insurance or assigns no tasks there
    """
    found = bills_without_task(enrolment=enrolment.pk, scope=by.scope)
    bills = [(bill, gap) for bill in found if (gap := gap_of(bill))]
    if not bills:
        return 0
    orders = [
        TaskOrder(
            kind=TaskKind.OTHER,
            title=f"{enrolment.year} 年度{_TITLES[gap]}",
            division_code=bill.division_code,
            child=bill.child_id,
            category=bill.category,
            source_kind=TASK_SOURCE,
            source_key=bill.pk,
        )
        for bill, gap in bills
    ]
    keys = open_tasks(orders=orders, by=by, at=at)
    tasks = {bill.pk: key for (bill, _gap), key in zip(bills, keys, strict=True)}
    return remember_bill_tasks(enrolment=enrolment.pk, tasks=tasks, by=by, at=at)


class _Reading:
    """One sheet being read: whose number is whose line, and which were seen already."""

    def __init__(self, name: str, lines: Iterable[EnrolmentLine], people: Mapping[UUID, Identity]) -> None:
        self.name, self.people = name, people
        self.by_number = {people[line.child_id].number: line for line in lines if line.child_id in people}
        self.by_number.pop("", None)
        self.seen: dict[UUID, int] = {}

    def read(self, table: SmallTable, scheme: EnrolmentScheme) -> tuple[dict[UUID, BillSaid], list[BillRefused]]:
        header, columns = _columns(table, scheme)
        good: dict[UUID, BillSaid] = {}
        refused = []
        for row_no, row in enumerate(table.rows[header + 1 :], start=header + 2):
            said = {column: row[place] if place < len(row) else "" for column, place in columns.items()}
            if not any(said.values()):
                continue
            try:
                bill = self._bill(said, row_no)
            except ValueError as problem:
                refused.append(BillRefused(row_no, said.get("name", ""), str(problem)))
            else:
                good[bill.line] = bill
        return good, refused

    def _bill(self, said: Mapping[str, str], row_no: int) -> BillSaid:
        """
        Read one row.

        :raises ValueError: it cannot be used; the words are for people
        """
        line = self.by_number.get(clean(said["number"]))
        if line is None:
            raise ValueError("证件号码不在这一年度的参保名单里，请核对号码，或先更新名单")
        name = said.get("name", "")
        if name and clean_name(name) != clean_name(self.people[line.child_id].name):
            raise ValueError("姓名与名单上的不一致，请核对是否同一人")
        if line.pk in self.seen:
            raise ValueError(f"与第 {self.seen[line.pk]} 行是同一人；一人一年一行，请先合并")
        self.seen[line.pk] = row_no
        sums = {f"{column}_fen": _yuan(said.get(column, ""), words) for column, words in _SUMS.items()}
        bill = BillSaid(line=line.pk, source=f"{self.name} 第 {row_no} 行", **sums)
        if bill.problem:
            raise ValueError(bill.problem)
        return bill


def _yuan(text: str, words: str) -> int:
    """
    Read an amount; an empty cell is nothing.

    :raises ValueError: it is none
    """
    if not text.strip():
        return 0
    try:
        return parse_yuan(text)
    except ValueError as problem:
        raise ValueError(f"{words}“{text}”不是金额") from problem


def _columns(table: SmallTable, scheme: EnrolmentScheme) -> tuple[int, dict[str, int]]:
    """
    Find the row of headers and which column is what.

    :raises BillsUnreadable: nowhere near the top are those that are needed
    """
    for number, row in enumerate(table.rows[:_HEADER_ROWS]):
        found: dict[str, int] = {}
        for column, titles in scheme.bill_headers.items():
            place = next((row.index(title) for title in titles if title in row), None)
            if place is not None:
                found[column] = place
        if found.keys() >= _NEEDED:
            return number, found
    needed = "、".join(scheme.bill_headers[column][0] for column in scheme.bill_headers if column in _NEEDED)
    raise BillsUnreadable(f"前 {_HEADER_ROWS} 行里没有找到表头：要有 {needed}")
