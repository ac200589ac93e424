"""
What a child is given ends (停发), by two officers, from the month after the event; what it was recognised as ends too.

What was paid for later months is taken back in the ledger, never by an edit.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Decision, Ending
from gonghu.domain.benefits.operations import (
    Leave,
    RecognitionEnded,
    decide_ending,
    drop_ending,
    drop_endings_with,
    propose_ending,
    propose_endings_with,
)
from gonghu.domain.benefits.operations.ending import NO_FACTS
from gonghu.domain.benefits.queries import ending_by_key, grants_of
from gonghu.domain.benefits.terms import ENDS_CATEGORY, EndReason
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import end_category
from gonghu.domain.people.queries import categories_held, child_file, file_in_use
from gonghu.domain.people.terms import EndKind
from gonghu.domain.tasks.operations import close_task, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor

_KINDS: Final = {
    EndReason.GROWN_UP: EndKind.GROWN_UP,
    EndReason.SCHOOL_LEFT: EndKind.GROWN_UP,
    EndReason.DIED: EndKind.DIED,
    EndReason.ADOPTED: EndKind.ADOPTED,
    EndReason.RELEASED: EndKind.PARENTS_BACK,
    EndReason.DETOXED: EndKind.PARENTS_BACK,
    EndReason.FOUND: EndKind.PARENTS_BACK,
    EndReason.RESTORED: EndKind.PARENTS_BACK,
    EndReason.RECOVERED: EndKind.CONDITION_GONE,
    EndReason.NOT_ENTITLED: EndKind.CONDITION_GONE,
}
_REASONS: Final = {
    EndKind.GROWN_UP: EndReason.GROWN_UP,
    EndKind.DIED: EndReason.DIED,
    EndKind.ADOPTED: EndReason.ADOPTED,
}
_SOURCE: Final = "ending"
_CONFIRM: Final = "确认停发"
_REVIEW: Final = "待遇已停发，请复核类别是否终止"
_STANDS_AGAIN: Final = "认定已恢复，但待遇已停发，请核实是否重新申请"


@transaction.atomic
def propose_end(*, leave: Leave, by: Actor, at: datetime) -> Ending:
    """
    Propose that a grant ends (提出停发), and ask another officer to decide.

    :raises NotPermitted: see ``propose_ending``, as for the other errors
    """
    ending = propose_ending(leave=leave, by=by, at=at)
    _open(ending, TaskKind.CONFIRM_APPLICATION, _CONFIRM, at)
    return ending


@transaction.atomic
def decide_end(
    *, ending: UUID, opinion: str, articles: str, by: Actor, at: datetime, facts: Mapping[str, str] = NO_FACTS
) -> Decision:
    """
    Decide that a grant ends (确认停发); the recognition it rested on ends with the same month.

    :raises NotPermitted: see ``decide_ending`` and ``end_category``, as for the other errors
    """
    decision = decide_ending(ending=ending, opinion=opinion, articles=articles, facts=facts, by=by, at=at)
    found = ending_by_key(key=ending, scope=reached_by(SYSTEM))
    if found is not None:
        _settle(found, Outcome.AGREED, opinion, at)
        if found.reason in ENDS_CATEGORY:
            _end_category(found, by, at)
    return decision


@transaction.atomic
def keep_paying(*, ending: UUID, opinion: str, by: Actor, at: datetime) -> Ending:
    """
    Decide that a grant goes on (不予停发).

    :raises NotPermitted: see ``drop_ending``, as for the other errors
    """
    found = drop_ending(ending=ending, opinion=opinion, by=by, at=at)
    _settle(found, Outcome.REFUSED, opinion, at)
    return found


@transaction.atomic
def propose_ends_with(
    *,
    child: Child,
    category: str,
    assignment: UUID | None,
    ending: CategoryEnding,
    label: str,
    by: Actor,
    at: datetime,
) -> list[Ending]:
    """
    Propose that what a child is given because of a recognition ends with it (随认定终止提出停发).

    Whoever said that the recognition ends has proposed it, ``label`` says who that is; another officer decides.
    ``assignment`` is the recognition, unless it was withdrawn altogether.
    """
    said_by = ending.first_by or by.account
    if said_by is None:
        return []
    month_after = (ending.happened_on.replace(day=1) + timedelta(days=32)).replace(day=1)
    ended = RecognitionEnded(
        child=child.pk,
        assignment=assignment,
        category=category,
        still=categories_held(child=child.pk, scope=reached_by(SYSTEM), on=month_after),
        reason=_REASONS.get(ending.kind, EndReason.NOT_ENTITLED),
        happened_on=ending.happened_on,
        said_by=said_by,
        said_label=label,
    )
    made = propose_endings_with(ended=ended, by=by, at=at)
    for each in made:
        _open(each, TaskKind.CONFIRM_APPLICATION, _CONFIRM, at)
    return made


@transaction.atomic
def drop_ends_with(*, assignment: UUID, words: str, by: Actor, at: datetime) -> None:
    """Drop what was proposed to end with a recognition that stands again; ask somebody to look at what has ended."""
    dropped, decided = drop_endings_with(assignment=assignment, words=words, by=by, at=at)
    for each in dropped:
        _settle(each, Outcome.REFUSED, words, at)
    for each in decided:
        _open(each, TaskKind.REVIEW_BENEFIT, _STANDS_AGAIN, at)


def _end_category(ending: Ending, by: Actor, at: datetime) -> None:
    """End what the child was recognised as, by whoever may; else somebody is asked to."""
    whole = reached_by(SYSTEM)
    child = file_in_use(child=ending.child_id, scope=whole)
    if child is None or not ending.category:
        return
    still = [each for each in grants_of(child=child.pk, scope=whole) if each.is_open]
    if any(each.category == ending.category for each in still):
        return
    file = child_file(child=child.pk, scope=whole, on=ending.happened_on)
    held = next((each for each in file.categories if each.category == ending.category and each.to_on is None), None)
    if held is None:
        return
    if isinstance(by, Officer) and by.scope.allows(Permission.RECOGNISE_SECOND, child.division_code):
        ended = CategoryEnding(
            ending.happened_on, _KINDS[EndReason(ending.reason)], ending.opinion, ending.proposed_by_id
        )
        end_category(child=child, assignment=held.key, ending=ended, by=by, at=at)
        return
    _open(ending, TaskKind.REVIEW_CATEGORY, _REVIEW, at)


def _open(ending: Ending, kind: TaskKind, title: str, at: datetime) -> None:
    order = TaskOrder(
        kind=kind,
        title=title,
        division_code=ending.division_code,
        child=ending.child_id,
        category=ending.category,
        source_kind=_SOURCE,
        source_key=ending.pk,
    )
    open_tasks(orders=[order], by=SYSTEM, at=at)


def _settle(ending: Ending, outcome: Outcome, note: str, at: datetime) -> None:
    filters = TaskFilters(kind=TaskKind.CONFIRM_APPLICATION)
    rows = tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_key=ending.pk)
    for key in rows.values_list("pk", flat=True):
        close_task(task=key, outcome=outcome, note=note, by=SYSTEM, at=at)
