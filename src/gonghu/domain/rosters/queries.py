"""Reading of rosters (名册的查询): deliveries, agreements and when they are due, questions about links."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Max, Q, QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.rosters.models import (
    Delivery,
    DeliveryFile,
    LinkAnswer,
    LinkQuestion,
    RememberedMapping,
    SharingAgreement,
    SheetRead,
)
from gonghu.domain.rosters.terms import READABLE, DeliveryState, SheetState, person_of
from gonghu.engines.reporting import Answer
from gonghu.foundation.intervals import holding_on


@dataclass(frozen=True, slots=True)
class Due:
    """When an agreement's next delivery is due (应提供日期), and the last that came."""

    agreement: SharingAgreement
    last_on: date | None
    due_on: date
    overdue_days: int


@dataclass(frozen=True, slots=True)
class ReviewProgress:
    """How many questions there are, and how many are answered (核对进度)."""

    answered: int
    total: int


def deliveries_in(*, scope: Scope, state: DeliveryState | None = None, area: Area | None = None) -> QuerySet[Delivery]:
    """Give the deliveries somebody reaches, the newest first."""
    found = Delivery.objects.visible_to(scope).select_related("organisation", "uploaded_by").order_by("-uploaded_at")
    if area is not None:
        found = found.filter(area.filter())
    return found.filter(state=state) if state else found


def delivery_by_key(*, key: UUID, scope: Scope) -> Delivery | None:
    """Give a delivery, if it is reached."""
    rows = Delivery.objects.visible_to(scope)
    return (
        rows.select_related("organisation", "agreement", "uploaded_by", "confirmed_by", "undone_by")
        .filter(pk=key)
        .first()
    )


def newest_delivery(*, scope: Scope, division_code: str) -> Delivery | None:
    """Give the newest delivery of a place that may be screened."""
    rows = Delivery.objects.visible_to(scope).filter(division_code=division_code, state__in=sorted(READABLE))
    return rows.order_by("-confirmed_at").first()


def files_of(*, delivery: UUID, scope: Scope) -> QuerySet[DeliveryFile]:
    """Give the files of a delivery that is reached, in the order they came."""
    reached = Delivery.objects.visible_to(scope).filter(pk=delivery)
    return DeliveryFile.objects.filter(delivery__in=reached).select_related("same_as__delivery").order_by("turn")


def sheets_of(*, delivery: UUID, scope: Scope) -> QuerySet[SheetRead]:
    """Give the sheets of a delivery that is reached, by file."""
    reached = Delivery.objects.visible_to(scope).filter(pk=delivery)
    rows = SheetRead.objects.filter(file__delivery__in=reached).select_related("file__delivery")
    return rows.order_by("file__turn", "turn")


def sheets_to_read(*, delivery: UUID, scope: Scope) -> int:
    """Count the sheets of a delivery that is reached which a reading goes through."""
    return sheets_of(delivery=delivery, scope=scope).filter(state=SheetState.READ).count()


def sheet_by_key(*, key: UUID, scope: Scope) -> SheetRead | None:
    """Give a sheet of a delivery that is reached."""
    reached = Delivery.objects.visible_to(scope)
    return SheetRead.objects.filter(pk=key, file__delivery__in=reached).select_related("file__delivery").first()


def sample_of(*, sheet: SheetRead, scope: Scope) -> Sequence[Sequence[str]]:
    """Give the masked sample rows of a sheet; none if it is not reached."""
    if not sheet.sample or sheet_by_key(key=sheet.uuid, scope=scope) is None:
        return ()
    try:
        rows: list[list[str]] = json.loads(sheet.sample)
    except ValueError:
        return ()
    return rows


def remembered_mappings(*, delivery: Delivery, scope: Scope) -> dict[tuple[str, str], RememberedMapping]:
    """Give what was said of sheets of the same department, by header digest and first kind; else of the same place."""
    rows = RememberedMapping.objects.visible_to(scope).filter(division_code=delivery.division_code)
    found = {(row.header_digest, row.found_kind): row for row in rows.filter(organisation__isnull=True)}
    if delivery.organisation_id:
        own = rows.filter(organisation=delivery.organisation_id)
        found |= {(row.header_digest, row.found_kind): row for row in own}
    return found


def agreements_in(*, scope: Scope, on: date | None = None) -> QuerySet[SharingAgreement]:
    """Give the agreements somebody reaches, by place; only those in force on a day if one is named."""
    found = SharingAgreement.objects.visible_to(scope).select_related("organisation")
    found = found.order_by("division_code", "organisation__name", "document")
    return found.filter(holding_on(on)) if on else found


def agreement_by_key(*, key: UUID, scope: Scope) -> SharingAgreement | None:
    """Give an agreement, if it is reached."""
    return SharingAgreement.objects.visible_to(scope).select_related("organisation").filter(pk=key).first()


def agreements_due(*, scope: Scope, on: date) -> list[Due]:
    """
    List when the next delivery of every agreement in force is due, the longest overdue first (提供日历).

    The first is due the day the agreement begins, each next so many days after the last that was confirmed.
    """
    agreements = list(agreements_in(scope=scope, on=on))
    confirmed = Delivery.objects.visible_to(scope).filter(agreement__in=agreements, state__in=sorted(READABLE))
    last = dict(confirmed.values_list("agreement").annotate(Max("confirmed_at")).order_by())
    found = []
    for agreement in agreements:
        came = last.get(agreement.pk)
        last_on = came.date() if came else None
        due_on = last_on + timedelta(days=agreement.every_days) if last_on else agreement.from_on
        found.append(Due(agreement, last_on, due_on, max(0, (on - due_on).days)))
    return sorted(found, key=lambda due: due.due_on)


def questions_in(*, scope: Scope, kind: str = "") -> QuerySet[LinkQuestion]:
    """Give the open questions somebody may answer, the weightiest first."""
    found = LinkQuestion.objects.visible_to(scope).filter(answer__isnull=True, closed_at__isnull=True)
    found = found.order_by("turn", "uuid")
    return found.filter(kind=kind) if kind else found


def question_after(*, after: LinkQuestion | None, scope: Scope) -> LinkQuestion | None:
    """Give the first open question somebody may answer that comes after another."""
    found = questions_in(scope=scope)
    if after is not None:
        found = found.filter(Q(turn__gt=after.turn) | Q(turn=after.turn, uuid__gt=after.uuid))
    return found.first()


def question_by_key(*, key: UUID, scope: Scope) -> LinkQuestion | None:
    """Give a question, open or answered, if somebody may answer it."""
    return LinkQuestion.objects.visible_to(scope).select_related("answer").filter(pk=key).first()


def answered_by(*, account: UUID, scope: Scope) -> QuerySet[LinkQuestion]:
    """Give the questions that somebody has answered, the last first."""
    found = LinkQuestion.objects.visible_to(scope).filter(answer__answered_by=account, closed_at__isnull=True)
    return found.select_related("answer").order_by("-answer__answered_at")


def review_progress(*, scope: Scope) -> ReviewProgress:
    """Tell how far the review has come."""
    asked = LinkQuestion.objects.visible_to(scope).filter(closed_at__isnull=True)
    return ReviewProgress(asked.filter(answer__isnull=False).count(), asked.count())


def kept_answers(*, scope: Area) -> list[Answer]:
    """Give the answers that hold in an area, as linkage applies them before it compares anything (沿用的核对结论)."""
    held = LinkAnswer.objects.everywhere("answers that the next run goes by").filter(
        scope.filter(), withdrawn_at__isnull=True
    )
    return [
        Answer(answer.row_digest, person_of(answer.pair), answer.same)
        for answer in held.order_by("answered_at").iterator()
    ]
