"""Reports of harm and complaints (侵害线索、投诉建议的查询)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.visits.models import Complaint, HarmReport
from gonghu.domain.visits.terms import ComplaintState, HarmState

_OWN: Final = "what somebody said is known to who said it"
_TAKEN_UP: Final = "已接办，由区县处置。孩子再有危险，请先打 110。"
_DISTRICT: Final = "区县"


@dataclass(frozen=True, slots=True)
class HarmTold:
    """A report of harm as it may be told (线索内容): who reported is a sealed fact."""

    report: HarmReport
    words: str
    reporter: str


@dataclass(frozen=True, slots=True)
class ReplyTold:
    """What was answered to somebody who complained, suggested or reported something (答复)."""

    key: UUID
    said: str
    said_at: datetime
    answer: str
    answered_by: str
    answered_at: datetime


def harm_reports_in(*, scope: Scope, state: HarmState | None = None) -> QuerySet[HarmReport]:
    """Give the reports of harm that somebody sees, by place."""
    found = HarmReport.objects.visible_to(scope).order_by("division_code", "uuid")
    return found.filter(state=state) if state else found


def harm_report(*, key: UUID, scope: Scope) -> HarmTold | None:
    """Give one report of harm that somebody sees."""
    found = HarmReport.objects.visible_to(scope).filter(pk=key).first()
    if found is None:
        return None
    reporter = told_to(scope=scope, kind=SealedKind.REPORTER, value=found.reporter, division_code=found.division_code)
    return HarmTold(found, found.words, reporter)


def complaints_in(*, scope: Scope, state: ComplaintState | None = None) -> QuerySet[Complaint]:
    """Give the complaints and suggestions that somebody sees, by place."""
    found = Complaint.objects.visible_to(scope).order_by("division_code", "uuid")
    return found.filter(state=state) if state else found


def complaint_by_key(*, key: UUID, scope: Scope) -> Complaint | None:
    """Give one complaint that somebody sees."""
    return Complaint.objects.visible_to(scope).filter(pk=key).first()


def replies_to(*, scope: Officer, since: date) -> list[ReplyTold]:
    """
    List what was answered from a day on to what an officer complained of, suggested or reported.

    Of a report of harm its reporter learns that it was taken up, and by no name by whom.
    """
    if scope.account is None:
        return []
    own = Complaint.objects.everywhere(_OWN).filter(account=scope.account, replied_at__date__gte=since)
    answered = [
        ReplyTold(
            each.pk, each.words, each.received_at, each.reply,
            each.replied_by.display_name if each.replied_by else "", each.replied_at,
        )
        for each in own.select_related("replied_by")
        if each.replied_at
    ]  # fmt: skip
    sent = Submission.objects.everywhere(_OWN).filter(account=scope.account).values("pk")
    reports = HarmReport.objects.everywhere(_OWN).filter(pk__in=sent, taken_at__date__gte=since)
    taken = [
        ReplyTold(each.pk, each.words, each.received_at, _TAKEN_UP, _DISTRICT, each.taken_at)
        for each in reports
        if each.taken_at
    ]
    return answered + taken
