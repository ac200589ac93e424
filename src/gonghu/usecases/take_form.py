"""
Something is made of every form that comes (填报的去向): visits, weekly contacts, complaints, reports of harm.

A report of harm never waits: what the form should have said otherwise is told to the district with it.
"""

import logging
import traceback
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import OperationalError, transaction

from gonghu.domain.access.officer import NotPermitted, Officer, day_of, reached_by
from gonghu.domain.people.queries import file_in_use
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import accept_submission, leave_for_care
from gonghu.domain.questionnaires.terms import UNDECIDED, SubmissionState
from gonghu.domain.visits.facts import ChildAtVisit, ComplaintFacts, ContactFacts, HarmFacts
from gonghu.domain.visits.operations import log_contact, receive_complaint
from gonghu.domain.visits.terms import ComplaintKind, Contact, ContactMeans
from gonghu.engines.forms import Answers, FormPurpose, UnreadableInstance, answers, uuid_of
from gonghu.foundation.acting import Actor
from gonghu.usecases.home_visit import Accepted, accept_visit
from gonghu.usecases.report_harm import report_harm

_LOG: Final = logging.getLogger("gonghu.forms")
_UNPROCESSED: Final = "内容已收下，但系统没有处理成功；不用重填，督导员会查看"
_YES: Final = "YES"
_UNREAD: Final = "内容读不出，请联系报告人"
_LONGEST_SITUATION: Final = 40


def take_form(*, submission: Submission, by: Actor, at: datetime) -> Accepted:
    """
    Make of a filled form what it is for (处理填报); the same form again changes nothing.

    :raises NothingToAccept: nobody knows such a form, or nothing can be made of it
    """
    version = submission.known_version
    purpose = form_of(version).meaning.purpose if version else FormPurpose.OTHER
    if purpose == FormPurpose.HARM and submission.state in UNDECIDED:
        return Accepted(_reported(submission, by, at))
    make = _MAKERS.get(purpose)
    if make is None or submission.state != SubmissionState.RECEIVED or version is None:
        return accept_visit(submission=submission, by=by, at=at)
    said = answers(form_of(version), submission.xml, today=day_of(at))
    try:
        with transaction.atomic():
            make(submission, said, by, at)
            return Accepted(accept_submission(submission=submission.pk, by=by, at=at))
    except (NotPermitted, ValueError) as refusal:
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
        reporter=by.label,
        situation=said.text("situation")[:_LONGEST_SITUATION] if said else "",
        in_danger=said.text("in_danger") == _YES if said else True,
        told_police=said.text("told_police") == _YES if said else False,
        child=_child(said, by),
    )
    report_harm(facts=facts, by=by, at=at)
    return accept_submission(submission=submission.pk, by=by, at=at)


def _read(submission: Submission, at: datetime) -> Answers | None:
    if submission.known_version is None:
        return None
    try:
        return answers(form_of(submission.known_version), submission.xml, today=day_of(at))
    except UnreadableInstance:
        return None


def _told(submission: Submission, said: Answers | None) -> list[str]:
    words = [said.text("words"), said.text("where")] if said else [_UNREAD]
    return [text for text in (*words, *submission.reasons) if text]


def _child(said: Answers | None, by: Actor) -> UUID | None:
    key = uuid_of(said.text("child")) if said else None
    file = file_in_use(child=key, scope=reached_by(by)) if key else None
    return file.pk if file else None


def _place_of(submission: Submission, by: Actor) -> str:
    """Give the village of the post on which somebody reports, else the district."""
    posts = by.posts if isinstance(by, Officer) else ()
    return next((post.division_code for post in posts if post.uuid == by.post), submission.division_code)


def _contact(submission: Submission, said: Answers, by: Actor, at: datetime) -> None:
    file = submission.child
    if file is None:
        raise NotPermitted("没有说明是哪名儿童")
    facts = ContactFacts(
        key=submission.pk,
        contact_on=date.fromisoformat(said.text("contact_on")),
        contact=Contact(said.text("contact")),
        reached=said.text("reached") == _YES,
        means=ContactMeans(said.text("means")) if said.text("means") else None,
        note=said.text("note"),
    )
    log_contact(child=ChildAtVisit(file.pk, file.division_code, file.category), facts=facts, by=by, at=at)


def _complaint(submission: Submission, said: Answers, by: Actor, at: datetime) -> None:
    facts = ComplaintFacts(
        key=submission.pk,
        kind=ComplaintKind(said.text("kind")),
        words=said.text("words"),
        account=by.account,
    )
    receive_complaint(facts=facts, place_code=_place_of(submission, by), by=by, at=at)


def _nothing_more(_submission: Submission, _said: Answers, _by: Actor, _at: datetime) -> None:
    """A form of an office's own is kept with its answers, and that is all."""


_MAKERS: Final[Mapping[FormPurpose, Callable[[Submission, Answers, Actor, datetime], None]]] = {
    FormPurpose.OTHER: _nothing_more,
    FormPurpose.CONTACT: _contact,
    FormPurpose.COMPLAINT: _complaint,
}
