"""
A problem found at a visit is put right (督促解决): a task with owner and deadline, an answer, another look, closing.

What is late goes up the ladder of all tasks, to a rectification order (督办单) in the end.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.facts import ChildAtVisit, ProblemFound
from gonghu.domain.visits.models import Problem
from gonghu.domain.visits.operations import (
    answer_problem,
    find_problems,
    give_task,
    move_problems,
    recheck_problem,
    reopen_problem,
)
from gonghu.domain.visits.queries import ProblemFilters, problems_in
from gonghu.domain.visits.terms import ProblemKind, ProblemState
from gonghu.domain.workforce.queries import people_answering_for
from gonghu.engines.forms import ProblemTold
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.standards.division_code import LENGTH, Level
from gonghu.standards.working_days import work_calendar
from gonghu.usecases.visit_tasks import close_by_visit

_MEND: Final = "整改："
_RECHECK: Final = "复查："
_SOURCE: Final = "problem"


@transaction.atomic
def problems_found(
    *,
    child: ChildAtVisit,
    visit: UUID,
    told: Sequence[ProblemTold],
    found_on: date,
    by: Actor,
    at: datetime,
    replaced: UUID | None = None,
) -> list[Problem]:
    """
    Write down the problems that a visit found, each with a task for whoever answers for the place (问题转任务).

    The deadline is counted in working days from when it is known here: a telephone may have been without a network.
    What the visit that is ``replaced`` by this one had found already stays as it is, and belongs to this one.

    :raises NotPermitted: see ``find_problems``
    """
    carried = _carried(child, visit, told, replaced, by, at) if told and replaced else frozenset()
    fresh = [(number, each) for number, each in enumerate(told) if number not in carried]
    if not fresh:
        return []
    today = day_of(at)
    keys = [uuid4() for _each in fresh]
    due = [work_calendar().add_working_days(today, each.days) for _number, each in fresh]
    orders = [
        _order(TaskKind.MEND_PROBLEM, _MEND + each.title, child, key, due_on)
        for key, (_number, each), due_on in zip(keys, fresh, due, strict=True)
    ]
    tasks = open_tasks(orders=orders, by=SYSTEM, at=at)
    found = [
        ProblemFound(
            key=key,
            kind=ProblemKind(each.kind.value),
            words=_words(each),
            found_on=found_on,
            due_on=due_on,
            responsible=each.body,
            code=_code(number, each),
            task=task,
        )
        for key, (number, each), due_on, task in zip(keys, fresh, due, tasks, strict=True)
    ]
    return find_problems(child=child, found=found, visit=visit, by=by, at=at)


@transaction.atomic
def answer(
    *, problem: UUID, words: str, evidence: str, by: Actor, at: datetime, submission: UUID | None = None
) -> Problem:
    """
    Say how a problem was put right; the task is done, and somebody else gets the task to look again (答复整改).

    :raises NoSuchProblem: see ``answer_problem``, as for the other errors
    """
    answered = answer_problem(problem=problem, answer=words, evidence=evidence, by=by, at=at, submission=submission)
    _close(answered, TaskKind.MEND_PROBLEM, Outcome.DONE, words, by, at)
    order = _order(
        TaskKind.RECHECK_PROBLEM, _RECHECK + answered.words, _child(answered), answered.pk, None,
        owner=somebody_above(answered.division_code, by, at),
    )  # fmt: skip
    open_tasks(orders=[order], by=SYSTEM, at=at)
    return answered


@transaction.atomic
def recheck(
    *, problem: UUID, solved: bool, note: str, by: Actor, at: datetime, submission: UUID | None = None
) -> Problem:
    """
    Say what a second look found: solved closes the problem, not solved opens its task again (复查销号).

    :raises NoSuchProblem: see ``recheck_problem``, as for the other errors
    """
    checked = recheck_problem(problem=problem, solved=solved, note=note, by=by, at=at, submission=submission)
    outcome = Outcome.CONFIRMED if solved else Outcome.REFUTED
    _close(checked, TaskKind.RECHECK_PROBLEM, outcome, note, by, at)
    return checked if solved else _mend_again(checked, at)


@transaction.atomic
def reopen(*, problem: UUID, reason: str, by: Actor, at: datetime, submission: UUID | None = None) -> Problem:
    """
    Open a problem again that is there again, with a new task (重新整改).

    :raises NoSuchProblem: see ``reopen_problem``, as for the other errors
    """
    return _mend_again(reopen_problem(problem=problem, reason=reason, by=by, at=at, submission=submission), at)


def _carried(
    child: ChildAtVisit, visit: UUID, told: Sequence[ProblemTold], replaced: UUID, by: Actor, at: datetime
) -> frozenset[int]:
    """Move the problems that the corrected visit had found and this one tells again, and give their numbers."""
    filters = ProblemFilters(visit=replaced, states=frozenset(ProblemState))
    known = [each for each in problems_in(scope=reached_by(SYSTEM), filters=filters) if each.child_id == child.key]
    codes: dict[UUID, str] = {}
    numbers = set()
    for number, each in enumerate(told):
        alike = [one for one in known if one.pk not in codes and one.code.partition(":")[2] == each.question[:60]]
        found = next((one for one in alike if one.words == _words(each)), alike[0] if alike else None)
        if found is not None:
            codes[found.pk] = _code(number, each)
            numbers.add(number)
    if codes:
        move_problems(codes=codes, visit=visit, child=child, by=by, at=at)
    return frozenset(numbers)


def _code(number: int, told: ProblemTold) -> str:
    return f"{number}:{told.question[:60]}"


def _mend_again(problem: Problem, at: datetime) -> Problem:
    order = _order(TaskKind.MEND_PROBLEM, _MEND + problem.words, _child(problem), problem.pk, None)
    (task,) = open_tasks(orders=[order], by=SYSTEM, at=at)
    return give_task(problem=problem.pk, task=task, by=SYSTEM, at=at)


def _order(
    kind: TaskKind, title: str, child: ChildAtVisit, key: UUID, due_on: date | None, owner: UUID | None = None
) -> TaskOrder:
    return TaskOrder(
        kind=kind, title=title[:60], division_code=child.division_code, child=child.key, category=child.category,
        owner=owner, due_on=due_on, source_kind=_SOURCE, source_key=key,
    )  # fmt: skip


def somebody_above(code: str, by: Actor, at: datetime) -> UUID | None:
    """Give the post of another who leads the work in a village: the supervisor of the town, or whoever is above."""
    above = [code[:level].ljust(LENGTH, "0") for level in (Level.TOWNSHIP, Level.COUNTY)]
    found = people_answering_for(codes=above, scope=None, on=day_of(at))
    posts = [found[place].post for place in above if place in found and found[place].account != by.account]
    return posts[0] if posts else None


def _close(problem: Problem, kind: TaskKind, outcome: Outcome, note: str, by: Actor, at: datetime) -> None:
    rows = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=kind, child=problem.child_id))
    for task in rows.filter(source_key=problem.pk):
        close_by_visit(task, outcome, note, by, at)


def _child(problem: Problem) -> ChildAtVisit:
    return ChildAtVisit(problem.child_id, problem.division_code, problem.category)


def _words(told: ProblemTold) -> str:
    words = told.title if told.answer in ("", told.title) else f"{told.title}：{told.answer}"
    return f"{words}。{told.details}" if told.details else words
