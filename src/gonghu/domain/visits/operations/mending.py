"""Putting problems right (问题整改): answered by whoever is responsible, looked at again by somebody else."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gonghu.domain.access.officer import SamePerson, is_system, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.models import Problem, ProblemStep
from gonghu.domain.visits.terms import NEXT_PROBLEM_STATES, ProblemAct, ProblemState
from gonghu.domain.visits.writing import record_about
from gonghu.foundation.acting import Actor

SHORTEST: Final = 3


class NoSuchProblem(LookupError):
    """There is no such problem, or none that the actor works on."""


class ProblemCannotGoThere(ValueError):
    """The act does not follow from the state the problem is in."""


class AnswerMissing(ValueError):
    """What was done, or what was seen, is not said."""


@transaction.atomic
def answer_problem(
    *, problem: UUID, answer: str, evidence: str, by: Actor, at: datetime, submission: UUID | None = None
) -> Problem:
    """
    Say how a problem was put right, and what shows it (答复整改); somebody else looks again.

    :raises NoSuchProblem: the actor works on none such
    :raises ProblemCannotGoThere: it does not wait for an answer
    :raises AnswerMissing: what was done is not said
    """
    found = _held(problem, by)
    found.state = _next(found, ProblemAct.ANSWERED)
    _require(answer, "请写明怎样整改的")
    found.answer, found.evidence = answer.strip(), evidence.strip()
    found.answered_by_id, found.answered_at = by.account, at
    found.save(update_fields=["state", "answer", "evidence", "answered_by", "answered_at"])
    _write(found, ProblemAct.ANSWERED, answer, by, at, evidence, submission)
    return found


@transaction.atomic
def recheck_problem(
    *, problem: UUID, solved: bool, note: str, by: Actor, at: datetime, submission: UUID | None = None
) -> Problem:
    """
    Say what a second look found (复查): solved closes it, not solved sends it back.

    :raises NoSuchProblem: the actor works on none such
    :raises ProblemCannotGoThere: it was not answered
    :raises SamePerson: whoever answered looks again
    :raises AnswerMissing: what was seen is not said
    """
    found = _held(problem, by)
    act = ProblemAct.SOLVED if solved else ProblemAct.NOT_SOLVED
    found.state = _next(found, act)
    if by.account is not None and by.account == found.answered_by_id:
        raise SamePerson("整改是您答复的，须由另一人复查")
    _require(note, "请写明复查看到的情况")
    found.rechecked_by_id, found.closed_at = by.account, at if solved else None
    found.save(update_fields=["state", "rechecked_by", "closed_at"])
    _write(found, act, note, by, at, submission=submission)
    return found


@transaction.atomic
def reopen_problem(*, problem: UUID, reason: str, by: Actor, at: datetime, submission: UUID | None = None) -> Problem:
    """
    Open a problem again that is there again (重新整改).

    :raises NoSuchProblem: the actor works on none such
    :raises ProblemCannotGoThere: it is not closed
    :raises AnswerMissing: why is not said
    """
    found = _held(problem, by)
    found.state, found.closed_at = _next(found, ProblemAct.REOPENED), None
    _require(reason, "请写明为什么重新整改")
    found.save(update_fields=["state", "closed_at"])
    _write(found, ProblemAct.REOPENED, reason, by, at, submission=submission)
    return found


@transaction.atomic
def note_problem(*, problem: UUID, note: str, submission: UUID, by: Actor, at: datetime) -> Problem:
    """
    Note what was seen of a problem where that takes it nowhere (登记查看情况).

    :raises NoSuchProblem: the actor works on none such
    """
    found = _held(problem, by)
    _write(found, ProblemAct.SEEN, note, by, at, submission=submission)
    return found


@transaction.atomic
def give_task(*, problem: UUID, task: UUID, by: Actor, at: datetime) -> Problem:
    """
    Let another task stand for a problem (问题转任务): mending again, or looking again.

    :raises NoSuchProblem: the actor works on none such
    """
    found = _held(problem, by)
    found.task_id = task
    found.save(update_fields=["task"])
    record_about("give_task", "problem", found.pk, found.division_code, by, at, {"task": str(task)})
    return found


def _held(key: UUID, by: Actor) -> Problem:
    rows = Problem.objects.everywhere("work of the system")
    if not is_system(by):
        scope = reached_by(by)
        field = Problem.objects.visible_to(scope, Permission.RECORD_VISITS).filter(pk=key)
        office = Problem.objects.visible_to(scope, Permission.ASSIGN_TASKS).filter(pk=key)
        rows = rows.filter(Q(pk__in=field.values("pk")) | Q(pk__in=office.values("pk")))
    found = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise NoSuchProblem(f"没有编号为 {key} 的问题，或不归您办理")
    return found


def _next(problem: Problem, act: ProblemAct) -> ProblemState:
    follows = NEXT_PROBLEM_STATES[ProblemState(problem.state)]
    if act not in follows:
        raise ProblemCannotGoThere(f"这个问题{problem.get_state_display()}，现在不能“{act.label}”")
    return follows[act]


def _require(words: str, asked: str) -> None:
    if len(words.strip()) < SHORTEST:
        raise AnswerMissing(f"{asked}（至少 {SHORTEST} 个字）")


def _write(
    problem: Problem,
    act: ProblemAct,
    note: str,
    by: Actor,
    at: datetime,
    evidence: str = "",
    submission: UUID | None = None,
) -> None:
    ProblemStep.objects.create(
        problem=problem, act=act, at=at, actor=by.label[:120], account=by.account, note=note.strip(),
        evidence=evidence.strip(), submission=submission,
    )  # fmt: skip
    record_about(act.value.lower(), "problem", problem.pk, problem.division_code, by, at, {"state": problem.state})
