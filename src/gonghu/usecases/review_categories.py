"""
Recognitions are looked at again (定期复核): by period, and at once when something has changed since the last run.

Of a child there is one task of the town, however many categories wait; of categories that few may know, one of the
district. A late review stops nothing: what is paid goes on until two officers end it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.people.facts import ReviewFacts
from gonghu.domain.people.models import CategoryAssignment, CategoryReview, Child
from gonghu.domain.people.operations import call_for_review, plan_reviews, review_category, undo_review
from gonghu.domain.people.queries.reviews import ReviewsWanted, reviews_in
from gonghu.domain.people.queries.telling import is_for_few
from gonghu.domain.people.review_days import months_later
from gonghu.domain.people.terms import Category, open_category
from gonghu.domain.policies.queries import children_changed
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import cancel_tasks, close_task, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job
from gonghu.standards import division_code as division_codes
from gonghu.standards.division_code import Level

SOURCE: Final = "category_review"
"""What the tasks of reviews come from."""
_FEW: Final = "category_review.few"
_AT_ONCE: Final = 2_000
_OVER: Final = "认定已经复核或终止，不必再复核"
_EVERYTHING: Final = reached_by(SYSTEM)


@dataclass(frozen=True, slots=True)
class ReviewSaid:
    """What somebody says of recognitions that still hold (复核内容); without ``next_on`` the whole period follows."""

    reviewed_on: date
    evidence: str
    next_on: date | None = None
    run: UUID | None = None


@job("定期复核")
def review_categories(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Plan the reviews that have no day yet, call for those of whom something changed, open and drop tasks."""
    day, planned, done = date.fromisoformat(on), 0, _AT_ONCE
    months = {category: clock.months for category, clock in clocks().reviews.items()}
    while done == _AT_ONCE:
        if progress:
            progress.check()
        done = plan_reviews(months=months, by=by, at=at, most=_AT_ONCE)
        planned += done
    called = 0
    for since, children in children_changed(scope=_EVERYTHING, on=day):
        called += call_for_review(children=children, on=since, by=by, at=at)
    dropped = drop_review_tasks(at=at, on=day)
    return {"planned": planned, "called": called, "dropped": dropped, "tasks": open_review_tasks(at=at, on=day)}


@transaction.atomic
def open_review_tasks(*, at: datetime, on: date, child: UUID | None = None) -> int:
    """Open one task for every child with reviews that are due before long, unless one is open; say how many."""
    found = _due(on, child)
    keys = [_key(child, is_few) for child, is_few in found]
    waiting: set[UUID | None] = set()
    for start in range(0, len(keys), _AT_ONCE):
        rows = _open_tasks().filter(source_key__in=keys[start : start + _AT_ONCE])
        waiting |= set(rows.values_list("source_key", flat=True))
    clock = clocks().due_on(TaskKind.REVIEW_CATEGORY, on)
    orders = []
    for (of, is_few), row in found.items():
        if _key(of, is_few) not in waiting and row.review_on is not None:
            orders.append(_order(row, _key(of, is_few), max(row.review_on, clock), is_few=is_few))
    return len(open_tasks(orders=orders, by=SYSTEM, at=at)) if orders else 0


@transaction.atomic
def drop_review_tasks(*, at: datetime, on: date, child: UUID | None = None) -> int:
    """Cancel the tasks of reviews that nobody need do any more, of all or of one child; say how many."""
    wanted = {_key(key, is_few): is_few for key, is_few in _due(on, child)}
    rows = _open_tasks(child).values_list("pk", "source_key", "division_code")
    # One of the district's that went with a child to its new village is the town's to see: it is opened anew.
    over = [task for task, source, code in rows if source not in wanted or (wanted[source] and code != _county(code))]
    return cancel_tasks(tasks=over, reason=_OVER, by=SYSTEM, at=at) if over else 0


@transaction.atomic
def still_holds(
    *, child: Child, assignments: Collection[UUID], said: ReviewSaid, by: Actor, at: datetime
) -> list[CategoryReview]:
    """
    Write down that recognitions of a child still hold, and close the task if that was all (仍然符合).

    :raises NotPermitted: see ``review_category``, as for the other errors
    """
    rows = reviews_in(scope=reached_by(by), wanted=ReviewsWanted(keys=tuple(assignments))).filter(child=child.pk)
    periods = clocks().reviews
    made = []
    for row in rows:
        latest = months_later(said.reviewed_on, periods[Category(row.category)].months)
        facts = ReviewFacts(said.reviewed_on, said.evidence, said.next_on or latest, latest, said.run)
        made.append(review_category(child=child, assignment=row.pk, facts=facts, by=by, at=at))
    if made:
        _close(child.pk, by, at)
    return made


@transaction.atomic
def undo(*, child: Child, review: UUID, reason: str, by: Actor, at: datetime) -> None:
    """
    Undo the last review of a recognition; if it is due by then, there is a task again (撤销复核).

    :raises NotPermitted: see ``undo_review``, as for the other errors
    """
    undo_review(child=child, review=review, reason=reason, by=by, at=at)
    open_review_tasks(child=child.pk, on=day_of(at), at=at)


def _close(child: UUID, by: Actor, at: datetime) -> None:
    """Close the tasks of a child whose reviews are all done; a task of others' categories stays."""
    wanted = {_key(key, is_few) for key, is_few in _due(day_of(at), child)}
    for task, source in _open_tasks(child).values_list("pk", "source_key"):
        if source not in wanted:
            # What was seen stands with the review, which not everybody who sees the task may read.
            close_task(task=task, outcome=Outcome.CONFIRMED, note="", by=by, at=at)


def _due(on: date, child: UUID | None = None) -> dict[tuple[UUID, bool], CategoryAssignment]:
    """Give the first review that is due before long of every child, apart for categories that few may know."""
    until = on + timedelta(days=clocks().review_ahead.days)
    rows = reviews_in(scope=_EVERYTHING, wanted=ReviewsWanted(due_until=until))
    found: dict[tuple[UUID, bool], CategoryAssignment] = {}
    for row in rows.filter(child=child) if child else rows:
        found.setdefault((row.child_id, is_for_few(row.category)), row)
    return found


def _order(row: CategoryAssignment, key: UUID, due_on: date, *, is_few: bool) -> TaskOrder:
    code = row.child.division_code
    return TaskOrder(
        kind=TaskKind.REVIEW_CATEGORY,
        title="定期复核：看看这个孩子的认定是否仍然符合",
        division_code=_county(code) if is_few else code,
        child=row.child_id,
        category=open_category(row.category),
        due_on=due_on,
        source_kind=SOURCE,
        source_key=key,
    )


def _county(code: str) -> str:
    return division_codes.pad(code[: Level.COUNTY])


def _key(child: UUID, is_few: bool) -> UUID:
    return uuid5(child, _FEW if is_few else SOURCE)


def _open_tasks(child: UUID | None = None) -> QuerySet[Task]:
    return tasks_in(scope=_EVERYTHING, filters=TaskFilters(kind=TaskKind.REVIEW_CATEGORY, child=child)).filter(
        source_kind=SOURCE
    )
