"""
A visit is made at home and reaches the file (走访探视): visit, card, problems with owner and deadline, wish.

What cannot be taken as it is waits for a person (需处理) and is never lost; the same form again changes nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.card import Conflict
from gonghu.domain.people.queries import children_in, file_in_use, households_of
from gonghu.domain.people.writing import FileClosed
from gonghu.domain.questionnaires.choosing import answers_in, form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import accept_submission, leave_for_care, send_back_submission
from gonghu.domain.questionnaires.operations.settling import SubmissionSettled
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.visits.facts import ChildAtVisit, VisitFacts
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.operations import make_wish, note_needs, record_visit, replace_visit
from gonghu.domain.visits.queries import visit_by_key
from gonghu.domain.visits.terms import VisitKind, VisitOutcome, WishKind
from gonghu.engines.forms import (
    Answers,
    Form,
    FormPurpose,
    UnreadableInstance,
    money_answered,
    needs_told,
    problems_told,
    wishes_told,
)
from gonghu.foundation.acting import Actor
from gonghu.usecases.holiday_whereabouts import holiday_told
from gonghu.usecases.mend_problem import problems_found
from gonghu.usecases.money_told import hold_against_payments
from gonghu.usecases.visit_card import card_told, write_visit_card
from gonghu.usecases.visit_proposals import proposals_told
from gonghu.usecases.visit_tasks import close_first_visit, reopen_first_visit

KINDS: Final = {
    FormPurpose.FIRST: VisitKind.FIRST,
    FormPurpose.REGULAR: VisitKind.REGULAR,
    FormPurpose.HOLIDAY: VisitKind.HOLIDAY,
    FormPurpose.SAFETY: VisitKind.SAFETY,
    FormPurpose.ENTRUSTED: VisitKind.ENTRUSTED,
    FormPurpose.COLLECTION: VisitKind.COLLECTION,
    FormPurpose.PROBLEMS: VisitKind.PROBLEMS,
}
"""Which forms are visits, and of which kind."""
_UNKNOWN: Final = "系统里没有这份问卷，请先在问卷管理里导入"


class NothingToAccept(ValueError):
    """A form that is no visit, or of which nobody knows what was asked."""


class NotAsItIs(ValueError):
    """A visit cannot be taken as it is; the reasons are for whoever looks at it."""

    def __init__(self, *reasons: str) -> None:
        self.reasons = reasons
        super().__init__("；".join(reasons))


@dataclass(frozen=True, slots=True)
class Accepted:
    """What became of a filled form (采用结果); without a visit it waits for somebody to look at it."""

    submission: Submission
    visit: Visit | None = None
    conflicts: Sequence[Conflict] = ()


def accept_visit(
    *, submission: Submission, by: Actor, at: datetime, child: UUID | None = None, despite: bool = False
) -> Accepted:
    """
    Make a visit of a filled form (采用走访): into the file, its problems into tasks.

    What waits for somebody is taken only ``despite`` its reasons, by an officer; who also says which ``child`` it is
    about where the form does not.

    :raises NotPermitted: somebody who leads no work there takes a form despite its reasons
    :raises NothingToAccept: the form is no visit, or unknown
    """
    if despite:
        authorise(by, Permission.ASSIGN_TASKS, submission.division_code)
    elif submission.state != SubmissionState.RECEIVED:
        return Accepted(submission, visit_by_key(key=submission.pk, scope=reached_by(by)))
    form, said = _read(submission, at)
    try:
        with transaction.atomic():
            visit, conflicts = _taken(submission, form, said, child, by, at, despite=despite)
            return Accepted(accept_submission(submission=submission.pk, by=by, at=at), visit, conflicts)
    except NotAsItIs as refusal:
        reasons = refusal.reasons
    except (FileClosed, NotPermitted) as refusal:
        reasons = (str(refusal),)
    return Accepted(leave_for_care(submission=submission.pk, reasons=reasons, by=by, at=at))


@transaction.atomic
def send_back(*, submission: Submission, comment: str, by: Actor, at: datetime) -> Submission:
    """
    Send a filled form back to who filled it in, with what to mend (退回修改); the comment reaches the telephone.

    A visit that was made of it stays, and counts until the corrected form has come and takes its place; a task of a
    first visit that it had closed is open again.

    :raises NotPermitted: the actor leads no work there
    :raises SubmissionSettled: something else than a visit was made of it, or see ``send_back_submission``
    :raises CommentMissing: see ``send_back_submission``
    """
    authorise(by, Permission.ASSIGN_TASKS, submission.division_code)
    visit = visit_by_key(key=submission.pk, scope=reached_by(by))
    if submission.state == SubmissionState.ACCEPTED and visit is None:
        raise SubmissionSettled("只有走访采用后还能退回，这份填报已经办理")
    if visit is not None:
        reopen_first_visit(visit=visit, by=by, at=at)
    return send_back_submission(submission=submission.pk, comment=comment, by=by, at=at)


def _read(submission: Submission, at: datetime) -> tuple[Form, Answers]:
    if submission.known_version is None:
        raise NothingToAccept(_UNKNOWN)
    form = form_of(submission.known_version)
    if form.meaning.purpose not in KINDS:
        raise NothingToAccept("这份问卷不是走访")
    try:
        said = answers_in(submission, day_of(at))
    except UnreadableInstance as unreadable:
        raise NothingToAccept(str(unreadable)) from unreadable
    if said is None:
        raise NothingToAccept(_UNKNOWN)
    return form, said


def _taken(
    submission: Submission, form: Form, said: Answers, child: UUID | None, by: Actor, at: datetime, *, despite: bool
) -> tuple[Visit, Sequence[Conflict]]:
    whom = _child(submission, child, by, at)
    facts = _facts(submission, form, said, at)
    visit = record_visit(child=whom, facts=facts, by=by, at=at)
    told = card_told(form, said)
    if told.wrong and not despite:
        raise NotAsItIs(*told.wrong)
    conflicts = write_visit_card(submission=submission, visit=visit, told=told, by=by, at=at)
    wish = "；".join(wishes_told(form, said)).strip()
    replaced = submission.replaces_id
    if replaced:
        replace_visit(replaced=replaced, visit=visit, wish=wish, by=by, at=at)
    problems_found(
        child=whom, visit=visit.pk, told=problems_told(form, said), found_on=visit.visited_on, by=by, at=at,
        replaced=replaced,
    )  # fmt: skip
    if money := money_answered(form, said):
        hold_against_payments(child=whom, visit=visit, said=money, replaced=replaced, by=by, at=at)
    if wish:
        make_wish(child=whom, words=wish, made_on=visit.visited_on, visit=visit.pk, by=by, at=at)
    needs = _needs(form, said)
    if needs or (replaced and form.meaning.needs):
        note_needs(child=whom, needs=needs, visit=visit.pk, made_on=visit.visited_on, by=by, at=at, replaced=replaced)
    close_first_visit(visit=visit, by=by, at=at)
    holiday_told(child=whom, visit=visit, said=said, by=by, at=at)
    proposals_told(child=whom, visit=visit, form=form, said=said, replaced=replaced, by=by, at=at)
    return visit, conflicts


def _needs(form: Form, said: Answers) -> dict[WishKind, str]:
    """Give the needs by their kinds; what an office asks for beyond them stands together under one."""
    found: dict[WishKind, str] = {}
    for code, words in needs_told(form, said).items():
        kind = WishKind(code) if code in WishKind.values else WishKind.OTHER
        found[kind] = f"{found[kind]}、{words}" if kind in found else words
    return found


def _child(submission: Submission, named: UUID | None, by: Actor, at: datetime) -> ChildAtVisit:
    key = named or submission.child_id
    if key is None:
        raise NotAsItIs("没有对应的儿童：新发现的请先建档，再在这里选定儿童")
    # A telephone may not know yet that the file went into another.
    merged = file_in_use(child=key, scope=reached_by(by))
    key = merged.pk if merged else key
    file = children_in(scope=reached_by(by)).filter(pk=key).first()
    if file is None:
        raise NotAsItIs("该儿童的档案已结案，或不在您的工作范围内")
    household = households_of(children=[key], scope=None, on=day_of(at)).get(key)
    return ChildAtVisit(key, file.division_code, file.category, household)


def _facts(submission: Submission, form: Form, said: Answers, at: datetime) -> VisitFacts:
    meaning = form.meaning
    outcome = said.text(meaning.outcome) if meaning.outcome else ""
    if outcome and outcome not in VisitOutcome.values:
        raise NotAsItIs(f"走访结果“{outcome}”不在选项里")
    return VisitFacts(
        key=submission.pk,
        kind=KINDS[meaning.purpose],
        outcome=VisitOutcome(outcome or VisitOutcome.MET),
        visited_on=_visited_on(submission, said.text(meaning.visited_on) if meaning.visited_on else "", at),
        account=submission.account_id,
        post=submission.post_id,
    )


def _visited_on(submission: Submission, text: str, at: datetime) -> date:
    received_on = day_of(submission.received_at)
    try:
        day = date.fromisoformat(text[:10]) if text else day_of(submission.made_at or submission.received_at)
    except ValueError as unreadable:
        raise NotAsItIs(f"走访日期“{text}”看不懂") from unreadable
    if day > max(received_on, day_of(at)):
        raise NotAsItIs(f"走访日期 {day} 晚于今天，手机的日期可能不准")
    return day
