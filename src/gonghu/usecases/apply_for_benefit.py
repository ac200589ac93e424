"""
A benefit is applied for (申请待遇): filled in from what registers say, received, passed on, with a clock at every step.

先比对、后要证: what a register or the file shows is not asked of the family again; the rest is asked for once.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.access.scope import Scope
from gonghu.domain.benefits.lines import Line, line_of, line_of_category, lines_of
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.operations import (
    Draft,
    draft_application,
    push_application,
    receive_application,
    take_papers,
    tell_applicant,
    withdraw,
)
from gonghu.domain.benefits.papers import Fact, Paper, papers_asked, papers_from
from gonghu.domain.benefits.starting import school_year_of
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import child_file, file_in_use
from gonghu.domain.people.terms import SchoolState
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.queries import evidence_of
from gonghu.domain.tasks.operations import cancel_tasks, close_task, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor

SOURCE: Final = "application"
_TITLES: Final = {
    TaskKind.CHECK_APPLICATION: "查验申请：",
    TaskKind.CONFIRM_APPLICATION: "确认申请：",
    TaskKind.SUPPLY_PAPERS: "补交材料：",
    TaskKind.TELL_APPLICANT: "告知申请人：",
}
_NOT_THE_CHILDS: Final = frozenset({TaskKind.TELL_APPLICANT})


@dataclass(frozen=True, slots=True)
class FilledIn:
    """What an application can say before anybody typed (预填内容)."""

    line: Line
    category: str
    facts: tuple[Fact, ...]
    papers: tuple[Paper, ...]
    school_year: tuple[date, date] | None

    @property
    def missing(self) -> tuple[Paper, ...]:
        """Give the papers that the family is asked for."""
        return tuple(paper for paper in self.papers if paper.is_missing)


def lines_for(*, child: Child, on: date) -> list[Line]:
    """List what may be applied for one by one where a child lives; lines given by list are left out."""
    lines = lines_of(division_code=child.division_code, on=on).values()
    return [line for line in lines if not line.by_list]


def line_found(*, finding: Finding, on: date) -> Line | None:
    """Give the living line that a finding calls for, if the area has one."""
    return line_of_category(category=finding.category, division_code=finding.division_code, on=on)


def filled_in(*, child: Child, line: str, finding: Finding | None, on: date) -> FilledIn:
    """
    Fill in an application from the rows that bear a finding out and from the child's file.

    :raises LineUnknown: the area has no such line
    """
    whole = reached_by(SYSTEM)
    asked = line_of(code=line, division_code=child.division_code, on=on)
    facts = tuple(_facts(finding, whole)) if finding else ()
    known = {fact.role for fact in facts if not fact.role.startswith("child")} | _on_file(child, whole, on)
    category = finding.category if finding and finding.category in asked.categories else child.category
    return FilledIn(
        asked,
        category or (asked.categories[0] if asked.categories else ""),
        facts,
        tuple(papers_asked(asked.papers, known)),
        school_year_of(asked, on),
    )


@transaction.atomic
def apply_for(*, draft: Draft, finding: Finding | None, by: Actor, at: datetime) -> Application:
    """
    Write an application for a child, filled in from what is known (填写申请); of a merged file for the one in use.

    :raises NotPermitted: see ``draft_application``, as for the other errors
    """
    kept = file_in_use(child=draft.child, scope=reached_by(SYSTEM))
    if kept is not None:
        said = filled_in(child=kept, line=draft.line, finding=finding, on=day_of(at))
        year = said.school_year or (None, None)
        draft = replace(
            draft,
            child=kept.pk,
            division_code=kept.division_code,
            category=draft.category or said.category,
            facts=said.facts,
            papers=said.papers,
            pays_from=draft.pays_from or year[0],
            pays_through=draft.pays_through or year[1],
            finding=finding.pk if finding else None,
        )
    return draft_application(draft=draft, by=by, at=at)


@transaction.atomic
def receive(*, application: UUID, got: Sequence[str], by: Actor, at: datetime) -> Application:
    """
    Receive an application (受理), and ask the town that checks it to do so.

    :raises NotPermitted: see ``receive_application``, as for the other errors
    """
    found = receive_application(application=application, got=got, by=by, at=at)
    if not found.is_handled_elsewhere:
        ask_for(found, TaskKind.CHECK_APPLICATION, at)
    return found


@transaction.atomic
def push(*, application: UUID, by: Actor, at: datetime) -> Application:
    """
    Pass an application on to the child's home (推送), and ask the town there to check it.

    :raises NotPermitted: see ``push_application``, as for the other errors
    """
    found = push_application(application=application, by=by, at=at)
    ask_for(found, TaskKind.CHECK_APPLICATION, at)
    return found


@transaction.atomic
def take_in_papers(*, application: UUID, got: Sequence[str], by: Actor, at: datetime) -> Application:
    """
    Write down that papers came in (收到材料); with the last of them nobody is chased any more.

    :raises NotPermitted: see ``take_papers``, as for the other errors
    """
    found = take_papers(application=application, got=got, by=by, at=at)
    if not any(paper.is_missing for paper in papers_from(found.papers)):
        settle(found, TaskKind.SUPPLY_PAPERS, Outcome.DONE, "材料已收齐", SYSTEM, at)
    return found


@transaction.atomic
def tell(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Write down that the family was told (告知申请人).

    :raises NotPermitted: see ``tell_applicant``, as for the other errors
    """
    found = tell_applicant(application=application, words=words, by=by, at=at)
    settle(found, TaskKind.TELL_APPLICANT, Outcome.DONE, words, SYSTEM, at)
    return found


@transaction.atomic
def take_back(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Withdraw an application; nobody is asked for anything about it any more (撤回).

    :raises NotPermitted: see ``withdraw``, as for the other errors
    """
    found = withdraw(application=application, words=words, by=by, at=at)
    open_now = [key for kind in _TITLES for key in _tasks(found, kind)]
    if open_now:
        cancel_tasks(tasks=open_now, reason="申请已撤回", by=SYSTEM, at=at)
    return found


def ask_for(found: Application, kind: TaskKind, at: datetime, due_on: date | None = None) -> None:
    """Open the task of an office about an application, due with its clock."""
    line = line_of(code=found.line, division_code=found.division_code, on=day_of(at))
    elsewhere = kind in _NOT_THE_CHILDS and found.is_handled_elsewhere
    order = TaskOrder(
        kind=kind,
        title=_TITLES[kind] + line.open_name,
        # A town that only received it is told nothing of whom it is about.
        division_code=found.handling_division if elsewhere else found.division_code,
        child=None if elsewhere else found.child_id,
        category="" if elsewhere else found.category,
        due_on=due_on or found.due_on,
        source_kind=SOURCE,
        source_key=found.pk,
    )
    open_tasks(orders=[order], by=SYSTEM, at=at)


def settle(found: Application, kind: TaskKind, outcome: Outcome, note: str, by: Actor, at: datetime) -> None:
    """Close the tasks of an office about an application."""
    for key in _tasks(found, kind):
        close_task(task=key, outcome=outcome, note=note, by=by, at=at)


def _tasks(found: Application, kind: TaskKind) -> list[UUID]:
    rows = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=kind)).filter(source_key=found.pk)
    return list(rows.values_list("pk", flat=True))


def _facts(finding: Finding, scope: Scope) -> list[Fact]:
    return [
        Fact(row.role, row.file, row.sheet, row.row_no, row.facts, row.shows, row.secret)
        for row in evidence_of(finding=finding, scope=scope)
    ]


def _on_file(child: Child, scope: Scope, on: date) -> set[str]:
    file = child_file(child=child.pk, scope=scope, on=on)
    known = {"number"} if file.numbers else set()
    if file.family.parents:
        known.add("kin")
    if any(each.state == SchoolState.ENROLLED and each.holds_on(on) for each in file.schooling):
        known.add("school")
    return known
