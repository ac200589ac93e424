"""
Three weeks at work (演示的三周): files are compared, leads verified, children recognised, some left undone.

Every step is the use case an officer would take on a page, on the day it happened, so that everything the pages show
has its history, its signatures and its audit.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer, reached_by
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.operations import count_children
from gonghu.domain.policies.operations import Proposal
from gonghu.domain.policies.queries import findings_of_child, told_shown
from gonghu.domain.policies.terms import RECOGNISABLE, FindingState
from gonghu.domain.rosters.shelf import sealed_from
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import escalate_overdue
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.working import work_off
from gonghu.usecases.recognise_child import approve, propose, refuse, send_back
from gonghu.usecases.take_delivery import confirm_and_screen, correct_and_try, take_delivery
from gonghu.usecases.verify_lead import close_lead

DAYS: Final = 20
_PURPOSE: Final = "困境儿童信息比对排查"
_OF_TWENTY: Final = (*(Outcome.CONFIRMED,) * 15, *(Outcome.REFUTED,) * 3, Outcome.NOT_FOUND, Outcome.MOVED)
_NOTES: Final = {
    Outcome.CONFIRMED: "入户核实，情况与名册一致。",
    Outcome.REFUTED: "入户核实，父亲已返家并履行抚养责任。",
    Outcome.NOT_FOUND: "村内查无此人，已请户籍民警协助。",
    Outcome.MOVED: "全家已迁往外区，已告知迁入地。",
}
_SEEN: Final = "户口簿、与邻居谈话记录"
_EVERY_FIFTH: Final = 5
_ONE_IN: Final = 30


@dataclass(frozen=True, slots=True)
class Office:
    """
    Those of the demonstration who do its work (演示岗位), and the district they work in.

    Who is ``away`` receives applications in another province.
    """

    division_code: str
    commissioner: Account
    district: Account
    finance: Account
    reviewer: Account
    away: Account
    supervisors: Mapping[str, Account]
    directors: Mapping[str, Account]

    def field_worker(self, code: str) -> Account | None:
        """Give who goes to a village: its director, else the supervisor of its town."""
        return self.directors.get(code) or self.supervisors.get(code[:9])


def compare(*, folder: Path, office: Office, at: datetime) -> None:
    """Take in a folder of departments' files, try it, confirm it, and compare it with the law, as the wizard does."""
    by = officer(account=office.commissioner, at=at)
    delivery = take_delivery(
        division_code=office.division_code, organisation=None, files=list(sealed_from(folder)), by=by, at=at
    )
    _work_off(at)
    correct_and_try(delivery=delivery.pk, said=[], by=by, at=at)
    _work_off(at)
    confirm_and_screen(delivery=delivery.pk, purpose=_PURPOSE, agreement=None, as_of=at.date(), by=by, at=at)
    _work_off(at)


def pass_days(*, office: Office, since: datetime, also: Callable[[int, datetime], None]) -> None:
    """
    Let the days after a comparison pass: some leads are verified, some children recognised, some left undone.

    ``also`` happens on each of them, the first being the first after the comparison.
    """
    for day in range(1, DAYS + 1):
        at = since + timedelta(days=day)
        count_children(on=at.date(), by=SYSTEM, at=at)
        escalate_overdue(on=at.date(), by=SYSTEM, at=at)
        _verify_some(office, at)
        _propose_some(office, at)
        _decide_some(office, at)
        also(day, at)


def _verify_some(office: Office, at: datetime) -> None:
    """Go to a few children: the same day's share of all that is open; whoever tries the first village goes herself."""
    for task in _open(office.commissioner, TaskKind.VERIFY_LEAD, at):
        goes = office.field_worker(task.division_code)
        is_first = goes == next(iter(office.directors.values()))
        if goes is None or is_first or (task.uuid.int + at.day) % _ONE_IN:
            continue
        outcome = _OF_TWENTY[task.uuid.int // _ONE_IN % len(_OF_TWENTY)]
        by = officer(account=goes, at=at)
        close_lead(task=task.uuid, outcome=outcome, note=_NOTES[outcome], evidence=_SEEN, by=by, at=at)


def _propose_some(office: Office, at: datetime) -> None:
    """Propose what was verified two days before; what was sent back waits for somebody."""
    for task in _open(office.commissioner, TaskKind.RECOGNISE_FIRST, at):
        supervisor = office.supervisors.get(task.division_code[:9])
        sent_back = task.source_kind == "recognition"
        if sent_back or supervisor is None or task.child_id is None or at - task.opened_at < timedelta(days=2):
            continue
        by = officer(account=supervisor, at=at)
        proposal = _proposal(task.child_id, task, by)
        if proposal:
            propose(proposal=proposal, by=by, at=at)


def _proposal(child: UUID, task: Task, by: Officer) -> Proposal | None:
    found = findings_of_child(child=child, scope=by.scope)
    for finding in found:
        if finding.policy in RECOGNISABLE and finding.category and finding.state == FindingState.CONFIRMED:
            told = told_shown(finding=finding, scope=by.scope)
            return Proposal(
                child=child,
                division_code=task.division_code,
                category=finding.category,
                opinion="核实属实，建议认定。",
                document=told.basis or "民发〔2019〕62号",
                evidence=_SEEN,
                finding=finding.pk,
            )
    return None


def _decide_some(office: Office, at: datetime) -> None:
    """Decide what was proposed three days before: most approved, one in five sent back, one in five refused."""
    by = officer(account=office.district, at=at)
    for task in _open(office.district, TaskKind.RECOGNISE_SECOND, at):
        if task.source_key is None or at - task.opened_at < timedelta(days=3):
            continue
        turn = task.source_key.int % _EVERY_FIFTH
        if turn == 0:
            send_back(recognition=task.source_key, opinion="请补充村委会证明。", by=by, at=at)
        elif turn == 1:
            refuse(recognition=task.source_key, opinion="母亲能够履行监护职责，不符合条件。", by=by, at=at)
        else:
            approve(recognition=task.source_key, opinion="事实清楚，同意认定。", by=by, at=at)


def _open(account: Account, kind: TaskKind, at: datetime) -> Sequence[Task]:
    scope = reached_by(officer(account=account, at=at))
    return list(tasks_in(scope=scope, filters=TaskFilters(kind=kind, area=Area(""))))


def _work_off(at: datetime) -> None:
    work_off(clock=lambda: at, identify=officer_anew)
