"""Reports of harm and complaints (侵害线索、投诉建议的查询)."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.visits.models import Complaint, HarmReport
from gonghu.domain.visits.terms import ComplaintState, HarmState


@dataclass(frozen=True, slots=True)
class HarmTold:
    """A report of harm as it may be told (线索内容): who reported is a sealed fact."""

    report: HarmReport
    words: str
    reporter: str


def harm_reports_in(*, scope: Scope, state: HarmState | None = None) -> QuerySet[HarmReport]:
    """Give the reports of harm that somebody sees, by place."""
    found = HarmReport.objects.visible_to(scope).order_by("division_code", "uuid")
    return found.filter(state=state) if state else found


def harm_report(*, key: UUID, scope: Scope) -> HarmTold | None:
    """Give one report of harm that somebody sees."""
    found = HarmReport.objects.visible_to(scope).filter(pk=key).first()
    if found is None:
        return None
    code = found.place_division_code or found.division_code
    reporter = told_to(scope=scope, kind=SealedKind.REPORTER, value=found.reporter, division_code=code)
    return HarmTold(found, found.words, reporter)


def complaints_in(*, scope: Scope, state: ComplaintState | None = None) -> QuerySet[Complaint]:
    """Give the complaints and suggestions that somebody sees, by place."""
    found = Complaint.objects.visible_to(scope).order_by("division_code", "uuid")
    return found.filter(state=state) if state else found


def complaint_by_key(*, key: UUID, scope: Scope) -> Complaint | None:
    """Give one complaint that somebody sees."""
    return Complaint.objects.visible_to(scope).filter(pk=key).first()


def complaints_of_account(*, scope: Officer) -> QuerySet[Complaint]:
    """Give what an officer complained of or suggested, with the replies, the last first."""
    rows = Complaint.objects.everywhere("one's own complaints").filter(account=scope.account)
    return rows.order_by("-received_at")
