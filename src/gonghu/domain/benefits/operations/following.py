"""Benefits follow a child or a place (待遇随迁), and grants come up for review (定期复核)."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Substr

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Application, BatchChild, Ending, Grant, OtherBenefit, Receipt, SchoolStudent
from gonghu.domain.benefits.starting import next_review
from gonghu.domain.benefits.terms import EndingState
from gonghu.domain.benefits.writing import month_after, month_of, record_benefit
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.foundation.acting import NATION, Actor
from gonghu.standards import division_code as division_codes
from gonghu.standards.division_code import Level, county

_FOLLOWED: Final = "what is given to a child that moves"
_DISPLACED: Final = "grants whose county is another since a change of divisions"


@transaction.atomic
def benefits_follow_child(*, child: UUID, division_code: str, on: date, by: Actor, at: datetime) -> int:
    """
    Let the benefits of a child lie where it lives now, and say how many grants go on elsewhere (待遇随迁).

    Within a county nothing changes but the village. In another county the old one pays the month of the move, the new
    one from the next: the grant ends there and goes on here, by the same decision.

    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    paying = county(code)
    moved = 0
    for grant in Grant.objects.everywhere(_FOLLOWED).select_for_update(of=("self",)).filter(child=child):
        if grant.paying_division == paying:
            # Also one that has ended: a child is paid once a payroll, under one place.
            grant.division_code = code
            grant.save(update_fields=["division_code"])
        elif grant.to_month is None:
            moved += _go_on_elsewhere(grant, code, paying, on)
    for model in (Application, OtherBenefit, BatchChild, Receipt, SchoolStudent):
        model._base_manager.filter(child=child).exclude(division_code=code).update(division_code=code)
    waiting = Ending.objects.everywhere(_FOLLOWED).filter(child=child, state=EndingState.PROPOSED)
    waiting.update(division_code=code)
    record_benefit("follow_child", "child", child, code[:6], {"to": code, "grants": moved}, by, at)
    return moved


@transaction.atomic
def grants_follow_places(*, on: date, by: Actor, at: datetime) -> int:
    """
    Let the county pay in which a child's village lies since a change of divisions, and say how many grants changed.

    As when a child moves, the old county's standards hold through the month of the change, the new one's from the next:
    a grant that goes on ends there and goes on here, by the same decision. One with an end stays with the county that
    pays it; of one that is no more the heir pays what is left (``paid_by``).

    :raises NotPermitted: somebody but the system asks for it
    """
    if not is_system(by):
        raise NotPermitted("待遇随区划调整由系统办理")
    own, payer = Substr("division_code", 1, Level.COUNTY), Substr("paying_division", 1, Level.COUNTY)
    rows = Grant.objects.everywhere(_DISPLACED).annotate(own=own, payer=payer).exclude(own=F("payer"))
    moved = 0
    for grant in list(rows.select_for_update(of=("self",)).order_by("pk")):
        moved += _follow_place(grant, on)
    # Where a change was taken back, what had stayed with the county lies with the child again.
    home = Grant.objects.everywhere(_DISPLACED).annotate(
        own=Substr("child__division_code", 1, Level.COUNTY), payer=payer
    )
    for grant in home.filter(own=F("payer"), division_code=F("paying_division")).select_related("child"):
        grant.division_code = grant.child.division_code
        grant.save(update_fields=["division_code"])
    record_benefit("follow_places", "grant", UUID(int=0), NATION, {"grants": moved, "on": on.isoformat()}, by, at)
    return moved


@transaction.atomic
def take_up_for_review(*, grants: Sequence[UUID], on: date, by: Actor, at: datetime) -> int:
    """
    Write down that grants were taken up for review, and when they are next (列入复核); the clock's work.

    :raises NotPermitted: somebody but the system asks for it
    """
    if not is_system(by):
        raise NotPermitted("定期复核由系统安排")
    rows = Grant.objects.everywhere("grants whose review is due").select_related("child").filter(pk__in=grants)
    found = list(rows.order_by("pk"))
    for grant in found:
        grant.review_due_on = _next(grant, on)
    Grant.objects.everywhere("grants whose review is due").bulk_update(found, ["review_due_on"], batch_size=500)
    if found:
        record_benefit("take_up_for_review", "grant", found[0].pk, "000000", {"grants": len(found)}, by, at)
    return len(found)


def _follow_place(grant: Grant, on: date) -> int:
    code, paid_by = grant.division_code, grant.paying_division
    moved = int(grant.is_open)
    if grant.is_open:
        _go_on_elsewhere(grant, code, county(code), on)
    if grant.paying_division == paid_by and divisions_as_of(codes=[paid_by], on=on):
        # The county goes on without the village: it keeps what it paid, where its officers look.
        grant.division_code = paid_by
        grant.save(update_fields=["division_code"])
    return moved


def _go_on_elsewhere(grant: Grant, code: str, paying: str, on: date) -> int:
    begins = month_after(on)
    if grant.from_month >= begins:
        grant.division_code, grant.paying_division = code, paying
        grant.save(update_fields=["division_code", "paying_division"])
        return 0
    review, grant.to_month, grant.review_due_on = grant.review_due_on, month_of(on), None
    grant.save(update_fields=["to_month", "review_due_on"])
    Grant.objects.create(
        application_id=grant.application_id,
        decision_id=grant.decision_id,
        child_id=grant.child_id,
        person=grant.person,
        division_code=code,
        category=grant.category,
        line=grant.line,
        care_form=grant.care_form,
        paying_division=paying,
        from_month=begins,
        amount_fen=grant.amount_fen,
        instalments=grant.instalments,
        review_due_on=review,
    )
    return 1


def _next(grant: Grant, on: date) -> date | None:
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=on)
    except LineUnknown:
        return None
    return next_review(line, on, grant.child.born_on)
