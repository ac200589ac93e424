"""
Something is made of every form that comes (填报的去向): visits, contacts, second looks, doors, complaints, harm.

A report of harm never waits: what the form should have said otherwise is told to the district with it.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID

from django.db import OperationalError, transaction
from django.db.models import TextChoices

from gonghu.domain.access.officer import NotPermitted, Officer, authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.operations import add_at_the_door, mark_household
from gonghu.domain.campaigns.operations.sweeping import SweepUnclear
from gonghu.domain.campaigns.terms import DoorOutcome, HouseholdMet, TelephoneMark
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.questionnaires.choosing import answers_in, form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import accept_submission, leave_for_care
from gonghu.domain.questionnaires.terms import UNDECIDED, SubmissionState
from gonghu.domain.visits.facts import ChildAtVisit, ComplaintFacts, ContactFacts, HarmFacts
from gonghu.domain.visits.operations import log_contact, receive_complaint
from gonghu.domain.visits.operations.mending import NoSuchProblem
from gonghu.domain.visits.terms import ComplaintKind, Contact, ContactMeans
from gonghu.engines.forms import Answers, FormPurpose, UnreadableInstance, uuid_of
from gonghu.foundation.acting import Actor
from gonghu.usecases.home_visit import Accepted, NotAsItIs, accept_visit
from gonghu.usecases.look_again import LookedAtNothing, LookResult, look_again
from gonghu.usecases.report_harm import report_harm
from gonghu.usecases.weekly_contact import close_silent_weeks

_LOG: Final = logging.getLogger("gonghu.forms")
_UNPROCESSED: Final = "内容已收下，但系统没有处理成功；不用重填，督导员会查看"
_YES: Final = "YES"
_UNREAD: Final = "内容读不出，请联系报告人"
_LONGEST_SITUATION: Final = 100

Choice = TypeVar("Choice", bound=TextChoices)


def take_form(
    *, submission: Submission, by: Actor, at: datetime, child: UUID | None = None, despite: bool = False
) -> Accepted:
    """
    Make of a filled form what it is for (处理填报); the same form again changes nothing.

    What waits for somebody is taken only ``despite`` its reasons, by an officer; who also says which ``child`` it is
    about where the form does not.

    :raises NotPermitted: somebody who leads no work there takes a form despite its reasons
    :raises NothingToAccept: nobody knows such a form, or nothing can be made of it
    """
    version = submission.known_version
    purpose = form_of(version).meaning.purpose if version else FormPurpose.OTHER
    if purpose == FormPurpose.HARM and submission.state in UNDECIDED:
        return Accepted(_reported(submission, by, at))
    make = _MAKERS.get(purpose)
    if make is None or version is None or not (despite or submission.state == SubmissionState.RECEIVED):
        return accept_visit(submission=submission, by=by, at=at, child=child, despite=despite)
    if despite:
        authorise(by, Permission.ASSIGN_TASKS, submission.division_code)
    said = _read(submission, at)
    try:
        with transaction.atomic():
            make(_Filled(submission, said, child or submission.child_id, despite), by, at)
            return Accepted(accept_submission(submission=submission.pk, by=by, at=at))
    except NotAsItIs as refusal:
        return Accepted(leave_for_care(submission=submission.pk, reasons=refusal.reasons, by=by, at=at))
    except NotPermitted as refusal:
        return Accepted(leave_for_care(submission=submission.pk, reasons=(str(refusal),), by=by, at=at))


def take_or_leave(*, submission: Submission, by: Actor, at: datetime) -> Accepted:
    """
    Make of a filled form what it is for; if that breaks, it stays and waits for somebody (处理填报，失败则留待处理).

    :raises OperationalError: the database is busy or gone: the form has to come again
    """
    if submission.state not in UNDECIDED:
        return Accepted(submission)
    try:
        with transaction.atomic():
            return take_form(submission=submission, by=by, at=at)
    except OperationalError:
        raise
    except Exception as problem:
        # Where it broke, never what stood in it.
        places = "; ".join(f"{each.filename}:{each.lineno}" for each in traceback.extract_tb(problem.__traceback__))
        _LOG.error("form %s was kept, but not understood: %s at %s", submission.pk, type(problem).__name__, places)
        return Accepted(leave_for_care(submission=submission.pk, reasons=(_UNPROCESSED,), by=by, at=at))


@transaction.atomic
def _reported(submission: Submission, by: Actor, at: datetime) -> Submission:
    said = _read(submission, at)
    facts = HarmFacts(
        key=submission.pk,
        place_code=_place_of(submission, by),
        words="\n".join(_told(submission, said)),
        reporter=_sender(submission, by),
        situation=said.words("situation")[:_LONGEST_SITUATION] if said else "",
        in_danger=said.text("in_danger") == _YES if said else True,
        told_police=said.text("told_police") == _YES if said else False,
        child=_child(said, by),
    )
    report_harm(facts=facts, by=by, at=at)
    return accept_submission(submission=submission.pk, by=by, at=at)


def _read(submission: Submission, at: datetime) -> Answers | None:
    try:
        return answers_in(submission, day_of(at))
    except UnreadableInstance:
        return None


def _told(submission: Submission, said: Answers | None) -> list[str]:
    words = [said.text("words"), said.text("where")] if said else [_UNREAD]
    return [text for text in (*words, *submission.reasons) if text]


def _child(said: Answers | None, by: Actor) -> UUID | None:
    key = uuid_of(said.text("child")) if said else None
    file = file_in_use(child=key, scope=reached_by(by)) if key else None
    return file.pk if file else None


def _sender(submission: Submission, by: Actor) -> str:
    sent_by = submission.account
    return by.label if sent_by is None or by.account == sent_by.pk else sent_by.display_name


def _place_of(submission: Submission, by: Actor) -> str:
    """Give the village of the post on which somebody reports, else the district."""
    posts = by.posts if isinstance(by, Officer) and by.account == submission.account_id else ()
    return next((post.division_code for post in posts if post.uuid == by.post), submission.division_code)


@dataclass(frozen=True, slots=True)
class _Filled:
    """A filled form with its answers, none where it cannot be read, and the child that it is about."""

    submission: Submission
    said: Answers | None
    child: UUID | None
    despite: bool = False

    def text(self, name: str) -> str:
        """Give the answer to a question as it was written."""
        if self.said is None:
            raise NotAsItIs("内容读不出，请退回修改")
        return self.said.text(name)

    def day(self, name: str) -> date:
        """Give an answer that is a day."""
        text = self.text(name)
        try:
            return date.fromisoformat(text[:10])
        except ValueError as unreadable:
            raise NotAsItIs(f"日期“{text}”看不懂，请退回修改") from unreadable

    def choice(self, name: str, choices: type[Choice], asked: str) -> Choice:
        """Give an answer that is one of some choices."""
        text = self.text(name)
        if text not in choices.values:
            raise NotAsItIs(f"没有写明{asked}，请退回修改")
        return choices(text)


def _contact(filled: _Filled, by: Actor, at: datetime) -> None:
    file = file_in_use(child=filled.child, scope=reached_by(by)) if filled.child else None
    if file is None:
        raise NotAsItIs("没有说明是哪名儿童，或该儿童不在您的工作范围内")
    facts = ContactFacts(
        key=filled.submission.pk,
        contact_on=filled.day("contact_on"),
        contact=filled.choice("contact", Contact, "联系对象"),
        reached=filled.text("reached") == _YES,
        means=filled.choice("means", ContactMeans, "联系方式") if filled.text("means") else None,
        note=filled.text("note"),
        account=filled.submission.account_id,
    )
    log_contact(child=ChildAtVisit(file.pk, file.division_code, file.category), facts=facts, by=by, at=at)
    close_silent_weeks(child=file.pk, facts=facts, by=by, at=at)


def _complaint(filled: _Filled, by: Actor, at: datetime) -> None:
    words = filled.text("words").strip()
    if not words:
        raise NotAsItIs("没有写明内容，请退回修改")
    facts = ComplaintFacts(
        key=filled.submission.pk,
        kind=filled.choice("kind", ComplaintKind, "种类") if filled.text("kind") else ComplaintKind.OTHER,
        words=words,
        account=filled.submission.account_id,
    )
    receive_complaint(facts=facts, place_code=_place_of(filled.submission, by), by=by, at=at)


def _looked_again(filled: _Filled, by: Actor, at: datetime) -> None:
    file = file_in_use(child=filled.child, scope=reached_by(by)) if filled.child else None
    result = filled.choice("result", LookResult, "改好了没有")
    try:
        look_again(
            task=filled.submission.task_id, child=file.pk if file else None, result=result,
            words=filled.text("left_over") or filled.text("words"), seen_on=filled.day("visited_on"),
            submission=filled.submission.pk, by=by, at=at,
        )  # fmt: skip
    except (LookedAtNothing, NoSuchProblem) as refusal:
        raise NotAsItIs(str(refusal)) from refusal


def _door(filled: _Filled, by: Actor, at: datetime) -> None:
    household, sent = uuid_of(filled.text("household")), filled.submission
    telephone = TelephoneMark(sent.device, sent.sequence, sent.base.get("outcome", ""))
    if sweep := uuid_of(filled.text("sweep")):
        return _addition(filled, sweep, telephone, by, at)
    if household is None:
        raise NotAsItIs("没有说明是哪一户，请从户名单上点进来填")
    try:
        mark_household(
            household=household, outcome=filled.choice("outcome", DoorOutcome, "入户结果"),
            seen_on=filled.day("seen_on"), by=by, at=at, telephone=None if filled.despite else telephone,
        )  # fmt: skip
    except SweepUnclear as refusal:
        raise NotAsItIs(str(refusal)) from refusal


def _addition(filled: _Filled, sweep: UUID, telephone: TelephoneMark, by: Actor, at: datetime) -> None:
    """Put a household on the list that was met at the door; its key is that of the form."""
    met = HouseholdMet(
        key=filled.submission.pk,
        sweep=sweep,
        division_code=filled.text("village"),
        label=filled.text("label"),
        outcome=filled.choice("outcome", DoorOutcome, "入户结果"),
        seen_on=filled.day("seen_on"),
        head=filled.text("head"),
        answered_by=filled.text("answered_by"),
    )
    try:
        add_at_the_door(household=met, by=by, at=at, telephone=telephone, same=filled.despite)
    except SweepUnclear as refusal:
        raise NotAsItIs(str(refusal)) from refusal


def _nothing_more(_filled: _Filled, _by: Actor, _at: datetime) -> None:
    """A form of an office's own is kept with its answers, and that is all."""


_MAKERS: Final[Mapping[FormPurpose, Callable[[_Filled, Actor, datetime], None]]] = {
    FormPurpose.OTHER: _nothing_more,
    FormPurpose.CONTACT: _contact,
    FormPurpose.COMPLAINT: _complaint,
    FormPurpose.RECHECK: _looked_again,
    FormPurpose.SWEEP: _door,
}
