"""
What children are given is looked at again (待遇复核): by period, before a birthday, and when a run says it should end.

Nothing stops by itself: somebody gets a task, finds out, and proposes the ending (个人信息保护法第二十四条).
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.operations import chase_papers, take_up_for_review
from gonghu.domain.benefits.queries import grants_due_for_review, grants_of_children
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.terms import ADULT_AGE
from gonghu.domain.policies.queries import FindingsWanted, findings_in
from gonghu.domain.policies.terms import FINDING_LIVE, LEAVING, FindingState
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job

AT_ONCE: Final = 1_000
_PERIOD: Final = "定期复核："
_OF_AGE: Final = "即将年满十八周岁，请停发或凭在校证明续发："
_DAYS_AHEAD: Final = 62
_SHOULD_END: Final = "比对发现不再符合条件，请核实后提出停发："


@job("待遇复核与催补材料")
def review_benefits(*, at: datetime, on: str, progress: Progress, **_context: object) -> Mapping[str, int]:
    """Open a task for every grant whose review is due, a thousand at a time; chase papers that did not come."""
    day, due, done = date.fromisoformat(on), 0, AT_ONCE
    while done == AT_ONCE:
        progress.check()
        done = review_due(on=day, by=SYSTEM, at=at)
        due += done
    found = review_found(by=SYSTEM, at=at, on=day)
    return {"due": due, "found": found, "chased": chase_papers(on=day, by=SYSTEM, at=at)}


@transaction.atomic
def review_due(*, on: date, by: Actor, at: datetime) -> int:
    """
    Open a task for grants whose review is due on a day, and write down when it is next; say how many.

    :raises NotPermitted: somebody but the system asks for it
    """
    found = list(grants_due_for_review(scope=reached_by(by), on=on)[:AT_ONCE])
    orders = [_order(grant, _title(grant, on)) for grant in found]
    if orders:
        open_tasks(orders=orders, by=by, at=at)
    return take_up_for_review(grants=[grant.pk for grant in found], on=on, by=by, at=at)


@transaction.atomic
def review_found(*, on: date, by: Actor, at: datetime) -> int:
    """Open a task for every grant of a child of whom a run found that it should end; once a finding."""
    scope = reached_by(by)
    wanted = FindingsWanted(policies=tuple(sorted(LEAVING)), states=tuple(map(FindingState, sorted(FINDING_LIVE))))
    findings = {each.child_id: each for each in findings_in(scope=scope, wanted=wanted)}
    grants = [grant for grant in grants_of_children(children=list(findings), scope=scope) if grant.is_open]
    asked = TaskFilters(kind=TaskKind.REVIEW_BENEFIT, state=None)
    sources = [findings[grant.child_id].pk for grant in grants]
    known = set(
        tasks_in(scope=scope, filters=asked).filter(source_key__in=sources).values_list("source_key", flat=True)
    )
    orders = []
    for grant in grants:
        finding = findings[grant.child_id]
        if finding.pk not in known and _is_living(grant, on):
            orders.append(_order(grant, _SHOULD_END, finding.pk))
    if orders:
        open_tasks(orders=orders, by=by, at=at)
    return len(orders)


def _order(grant: Grant, title: str, finding: UUID | None = None) -> TaskOrder:
    line = line_of(code=grant.line, division_code=grant.division_code, on=grant.from_month)
    return TaskOrder(
        kind=TaskKind.REVIEW_BENEFIT,
        title=title + line.open_name,
        division_code=grant.division_code,
        child=grant.child_id,
        category=grant.category,
        source_kind="finding" if finding else "grant",
        source_key=finding or grant.pk,
    )


def _title(grant: Grant, on: date) -> str:
    born_on = grant.child.born_on
    near = born_on is not None and (birthday(born_on, ADULT_AGE) - on).days <= _DAYS_AHEAD
    return _OF_AGE if near else _PERIOD


def _is_living(grant: Grant, on: date) -> bool:
    return line_of(code=grant.line, division_code=grant.division_code, on=on).living
