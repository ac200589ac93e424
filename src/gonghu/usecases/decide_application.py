"""
One officer checks an application, another decides it (查验、确认): the child is given it from the month after.

Confirming also recognises the child, where nobody has yet, and settles what was proposed: the two signatures are those
of both. Everything is one transaction. Nothing is posted anywhere: children's lines have no public notice.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import Line, line_of
from gonghu.domain.benefits.models import Application, Decision
from gonghu.domain.benefits.models import Decision as BenefitDecision
from gonghu.domain.benefits.operations import (
    Granted,
    Subject,
    check_application,
    confirm_application,
    refuse_application,
    send_back,
)
from gonghu.domain.benefits.papers import Fact
from gonghu.domain.benefits.queries import application_by_key
from gonghu.domain.benefits.terms import Procedure
from gonghu.domain.people.facts import Decision as CategoryDecision
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import assign_category
from gonghu.domain.people.queries import categories_held, file_in_use, keys_of_child
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.operations import recognise_finding, settle_recognitions
from gonghu.domain.policies.queries import recognitions_in
from gonghu.domain.policies.terms import RECOGNITION_PENDING, RecognitionKind
from gonghu.domain.tasks.operations import close_task
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.apply_for_benefit import ask_for, settle


class OutOfReach(LookupError):
    """There is no such application or child in the officer's area."""


@transaction.atomic
def check(*, application: UUID, facts: Sequence[Fact], opinion: str, by: Actor, at: datetime) -> Application:
    """
    Hand an application on with what the check found (查验), and chase the papers that may come later.

    :raises NotPermitted: see ``check_application``, as for the other errors
    """
    found = check_application(application=application, facts=facts, opinion=opinion, by=by, at=at)
    settle(found, TaskKind.CHECK_APPLICATION, Outcome.AGREED, opinion, SYSTEM, at)
    ask_for(found, TaskKind.CONFIRM_APPLICATION, at)
    if found.papers_due_on:
        ask_for(found, TaskKind.SUPPLY_PAPERS, at, due_on=found.papers_due_on)
    return found


@transaction.atomic
def confirm(*, application: UUID, reasons: str, articles: str, by: Actor, at: datetime) -> Granted:
    """
    Confirm what another checked (确认); a child nobody recognised yet is recognised by the same two.

    :raises OutOfReach: the application or the child is out of reach
    :raises NotPermitted: see ``confirm_application`` and ``assign_category``, as for the other errors
    """
    whole = reached_by(SYSTEM)
    found = application_by_key(key=application, scope=reached_by(by))
    child = file_in_use(child=found.child_id, scope=whole) if found else None
    if found is None or child is None:
        raise OutOfReach("没有这件申请，或儿童的档案不在您的工作范围内")
    subject = Subject(
        child=child.pk,
        person=child.pk,
        division_code=child.division_code,
        born_on=child.born_on,
        people=tuple(keys_of_child(child=child.pk, scope=whole)),
    )
    granted = confirm_application(
        application=application, subject=subject, reasons=reasons, articles=articles, by=by, at=at
    )
    line = line_of(code=granted.grant.line, division_code=child.division_code, on=day_of(at))
    _recognise(child, line, found.category, granted.decision, by, at)
    _settle_what_was_proposed(child, subject.people, found.category, granted.decision, by, at)
    if found.finding_id:
        recognise_finding(finding=found.finding_id, by=SYSTEM, at=at)
    _decided(found, Outcome.AGREED, reasons, at)
    return granted


@transaction.atomic
def refuse(*, application: UUID, reasons: str, articles: str, by: Actor, at: datetime) -> Decision:
    """
    Refuse what another checked, in writing with reasons and articles (不予确认).

    :raises OutOfReach: the application is out of reach
    :raises NotPermitted: see ``refuse_application``, as for the other errors
    """
    found = application_by_key(key=application, scope=reached_by(by))
    if found is None:
        raise OutOfReach("没有这件申请，或不在您的工作范围内")
    decision = refuse_application(application=application, reasons=reasons, articles=articles, by=by, at=at)
    _decided(found, Outcome.REFUSED, reasons, at)
    return decision


@transaction.atomic
def return_to_town(*, application: UUID, words: str, by: Actor, at: datetime) -> Application:
    """
    Send an application back to the town with what is missing (退回补充).

    :raises NotPermitted: see ``send_back``, as for the other errors
    """
    found = send_back(application=application, words=words, by=by, at=at)
    settle(found, TaskKind.CONFIRM_APPLICATION, Outcome.REFUSED, words, SYSTEM, at)
    ask_for(found, TaskKind.CHECK_APPLICATION, at)
    return found


def _recognise(child: Child, line: Line, category: str, decision: BenefitDecision, by: Actor, at: datetime) -> None:
    """Write into the file what the child is recognised as, unless it is one of what the line presupposes."""
    if not category or category not in line.categories or line.of_age or decision.from_month is None:
        return
    if categories_held(child=child.pk, scope=reached_by(SYSTEM), on=decision.from_month) & set(line.categories):
        return
    signed = CategoryDecision(
        basis=f"{decision.articles}（{decision.number}）"[:300],
        first_by=decision.first_by_id,
        second_by=decision.second_by_id,
        evidence=decision.reasons,
    )
    may = isinstance(by, Officer) and by.scope.allows(Permission.RECOGNISE_SECOND, child.division_code)
    assign_category(
        child=child,
        category=Category(category),
        from_on=decision.from_month,
        decision=signed,
        # Whoever may confirm the money decides what it presupposes; the file names both.
        by=by if may else SYSTEM,
        at=at,
    )


def _settle_what_was_proposed(
    child: Child, keys: Sequence[UUID], category: str, decision: BenefitDecision, by: Actor, at: datetime
) -> None:
    """Settle a recognition that waits for a decision which has just been made, with the tasks of the offices."""
    whole = reached_by(SYSTEM)
    waits = recognitions_in(scope=whole, states=sorted(RECOGNITION_PENDING), category=category)
    if not category or not waits.filter(child__in=keys, kind=RecognitionKind.ASSIGN).exists():
        return
    if category not in categories_held(child=child.pk, scope=whole, on=decision.from_month or day_of(at)):
        return
    words = f"待遇确认时已一并认定（{decision.number}），不再单独办理"
    settled = settle_recognitions(children=keys, category=category, opinion=words, by=by, at=at)
    for kind in (TaskKind.RECOGNISE_FIRST, TaskKind.RECOGNISE_SECOND):
        waiting = tasks_in(scope=whole, filters=TaskFilters(kind=kind)).filter(source_key__in=settled)
        for task in waiting.values_list("pk", flat=True):
            close_task(task=task, outcome=Outcome.AGREED, note=words, by=SYSTEM, at=at)


def _decided(found: Application, outcome: Outcome, words: str, at: datetime) -> None:
    settle(found, TaskKind.CONFIRM_APPLICATION, outcome, words, SYSTEM, at)
    line = line_of(code=found.line, division_code=found.division_code, on=day_of(at))
    ask_for(found, TaskKind.TELL_APPLICANT, at, due_on=line.due_on("tell", Procedure(found.procedure), day_of(at)))
