"""
Whoever visits looks again at a problem (上门复查): what was seen stands with it, and takes it as far as one person may.

Put right, a problem that somebody else answered is closed; one that nobody answered is answered by that, and waits for
another. What was seen is never lost: where it moves nothing, it is a step of its own.
"""

from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.visits.models import Problem
from gonghu.domain.visits.operations import note_problem
from gonghu.domain.visits.queries import problem_of_task
from gonghu.domain.visits.terms import TO_ANSWER, ProblemState
from gonghu.foundation.acting import Actor
from gonghu.foundation.labels import TextChoices
from gonghu.usecases.mend_problem import answer, recheck, reopen

_EVIDENCE: Final = "上门查看"


class LookedAtNothing(LookupError):
    """It is not said which problem was looked at, or it is none of the child."""


class LookResult(TextChoices):
    """What was seen of a problem (复查结果)."""

    DONE = "DONE", "改好了"
    PARTLY = "PARTLY", "改了一部分"
    NOT_YET = "NOT_YET", "没有改"


@transaction.atomic
def look_again(
    *, task: UUID | None, child: UUID | None, result: LookResult, words: str, seen_on: date, submission: UUID,
    by: Actor, at: datetime,
) -> Problem:  # fmt: skip
    """
    Take down what was seen of the problem that a task is about (登记上门复查).

    :raises LookedAtNothing: the task is about no problem of the child
    """
    problem = problem_of_task(task=task, scope=reached_by(by)) if task else None
    if problem is None or problem.child_id != child:
        raise LookedAtNothing("没有说明复查的是哪个问题，请从孩子卡片上的问题进来填")
    note = f"{seen_on} 上门查看：{result.label}。{words.strip()}"
    key, state, solved = problem.pk, ProblemState(problem.state), result is LookResult.DONE
    if state == ProblemState.ANSWERED and problem.answered_by_id != by.account:
        return recheck(problem=key, solved=solved, note=note, by=by, at=at, submission=submission)
    if state in TO_ANSWER and solved:
        return answer(problem=key, words=note, evidence=_EVIDENCE, by=by, at=at, submission=submission)
    if state == ProblemState.CLOSED and not solved:
        return reopen(problem=key, reason=note, by=by, at=at, submission=submission)
    return note_problem(problem=key, note=note, submission=submission, by=by, at=at)
