"""
A child is recognised by two officers (认定), and so that ends: one proposes, another approves, refuses or sends back.

An approval goes into the child's file from the month after (民发〔2019〕62号); with an end, the end of what is given
because of it is proposed. Each step opens and closes the tasks of the offices. No name is posted anywhere: children's
lines have no public notice.
"""

from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.people.facts import CategoryEnding, Decision
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import assign_category, end_category
from gonghu.domain.people.operations.category_ends import CategoryEnded
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.people.terms import Category, EndKind, open_category
from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations import (
    Proposal,
    approve_recognition,
    propose_recognition,
    propose_recognition_again,
    refuse_recognition,
    send_recognition_back,
    withdraw_recognition,
)
from gonghu.domain.tasks.operations import close_task, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.end_benefit import propose_ends_with
from gonghu.usecases.review_categories import drop_review_tasks

_SECOND: Final = "认定复核："
_ENDS: Final = "终止"
_AGAIN: Final = "补充认定材料："


class NoSuchChild(LookupError):
    """The child's file is out of reach."""


@transaction.atomic
def propose(*, proposal: Proposal, by: Actor, at: datetime) -> Recognition:
    """
    Propose that a child belongs to a category, and ask another officer to decide (提出认定).

    What was found of a file that was merged is proposed for the file it went into.

    :raises NotPermitted: see ``propose_recognition``, as for the other errors
    """
    if (kept := file_in_use(child=proposal.child, scope=reached_by(by))) is not None:
        proposal = replace(proposal, child=kept.pk, division_code=kept.division_code)
    made = propose_recognition(proposal=proposal, by=by, at=at)
    _hand_on(made, by, at)
    return made


@transaction.atomic
def propose_again(*, recognition: UUID, opinion: str, evidence: str, by: Actor, at: datetime) -> Recognition:
    """
    Propose again what was sent back (补充后重新提出).

    :raises NotPermitted: see ``propose_recognition_again``, as for the other errors
    """
    made = propose_recognition_again(recognition=recognition, opinion=opinion, evidence=evidence, by=by, at=at)
    _hand_on(made, by, at)
    return made


@transaction.atomic
def approve(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Approve what another proposed; the child's file says so from the month after (复核同意).

    :raises NotPermitted: see ``approve_recognition``, ``assign_category`` and ``end_category``, as for the other errors
    """
    decided = approve_recognition(recognition=recognition, opinion=opinion, by=by, at=at)
    child = file_in_use(child=decided.child_id, scope=reached_by(by))
    if child is None:
        raise NoSuchChild("该儿童的档案不在您的工作范围内")
    if decided.is_end:
        _end(decided, child, by, at)
    else:
        _assign(decided, child, by, at)
    _close(decided, TaskKind.RECOGNISE_SECOND, Outcome.AGREED, opinion, by, at)
    return decided


@transaction.atomic
def refuse(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Refuse what another proposed, with the reasons in writing (不予认定).

    :raises NotPermitted: see ``refuse_recognition``, as for the other errors
    """
    decided = refuse_recognition(recognition=recognition, opinion=opinion, by=by, at=at)
    _close(decided, TaskKind.RECOGNISE_SECOND, Outcome.REFUSED, opinion, by, at)
    return decided


@transaction.atomic
def send_back(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Send back what another proposed; the first office gets a task to supply what is missing (退回补充).

    :raises NotPermitted: see ``send_recognition_back``, as for the other errors
    """
    returned = send_recognition_back(recognition=recognition, opinion=opinion, by=by, at=at)
    _close(returned, TaskKind.RECOGNISE_SECOND, Outcome.REFUSED, opinion, by, at)
    _open(returned, TaskKind.RECOGNISE_FIRST, _AGAIN, at)
    return returned


@transaction.atomic
def withdraw(*, recognition: UUID, opinion: str, by: Actor, at: datetime) -> Recognition:
    """
    Withdraw what was proposed and not decided (撤回认定).

    :raises NotPermitted: see ``withdraw_recognition``, as for the other errors
    """
    withdrawn = withdraw_recognition(recognition=recognition, opinion=opinion, by=by, at=at)
    for kind in (TaskKind.RECOGNISE_FIRST, TaskKind.RECOGNISE_SECOND):
        _close(withdrawn, kind, Outcome.REFUSED, opinion, SYSTEM, at)
    return withdrawn


def _assign(decided: Recognition, child: Child, by: Actor, at: datetime) -> None:
    if decided.from_on is None or decided.second_by_id is None:
        return
    decision = Decision(
        basis=decided.document,
        first_by=decided.first_by_id,
        second_by=decided.second_by_id,
        evidence=decided.evidence,
    )
    category = Category(decided.category)
    assign_category(child=child, category=category, from_on=decided.from_on, decision=decision, by=by, at=at)


def _end(decided: Recognition, child: Child, by: Actor, at: datetime) -> None:
    if decided.assignment_id is None or decided.happened_on is None:
        raise CategoryEnded("要终止的认定已经不在了，请不予终止")
    ending = CategoryEnding(decided.happened_on, EndKind(decided.end_kind), decided.first_opinion, decided.first_by_id)
    ended = end_category(child=child, assignment=decided.assignment_id, ending=ending, by=by, at=at)
    propose_ends_with(
        child=child,
        category=decided.category,
        assignment=ended.pk if ended else None,
        ending=ending,
        label=decided.first_by.display_name,
        by=by,
        at=at,
    )
    drop_review_tasks(child=child.pk, on=day_of(at), at=at)


def _hand_on(made: Recognition, by: Actor, at: datetime) -> None:
    _close(made, TaskKind.RECOGNISE_FIRST, Outcome.AGREED, made.first_opinion, by, at)
    _open(made, TaskKind.RECOGNISE_SECOND, _SECOND, at)


def _open(recognition: Recognition, kind: TaskKind, title: str, at: datetime) -> None:
    order = TaskOrder(
        kind=kind,
        title=(_ENDS if recognition.is_end else "") + title + str(open_category(recognition.category).label),
        division_code=recognition.division_code,
        child=recognition.child_id,
        category=recognition.category,
        source_kind="recognition",
        source_key=recognition.pk,
    )
    # That the next office has work follows from the step before it.
    open_tasks(orders=[order], by=SYSTEM, at=at)


def _close(recognition: Recognition, kind: TaskKind, outcome: Outcome, note: str, by: Actor, at: datetime) -> None:
    """Close the open tasks of an office about the recognition, or about the finding it rests on."""
    filters = TaskFilters(kind=kind, child=recognition.child_id)
    sources = [recognition.pk, *([recognition.finding_id] if recognition.finding_id else [])]
    for key in (
        tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_key__in=sources).values_list("pk", flat=True)
    ):
        close_task(task=key, outcome=outcome, note=note, by=by, at=at)
