"""What is open about a child follows it to another village (参保、转介、录入随迁)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.models import EnrolmentLine, KeyingItem, MedicalBill, Referral
from gonghu.domain.insurance.terms import UNDER_WAY, RoundState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes
from gonghu.standards.division_code import Level

_WHY = "what is open about a child that moves"


@transaction.atomic
def insurance_follows_child(*, child: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Let open referrals, rows to key in and lines of open rounds lie where a child lives now, and say how many.

    A line stays with the county that owes its premium: it follows within that county only.

    :raises NotPermitted: the actor manages no insurance there
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.MANAGE_INSURANCE, code)
    moved = (
        Referral.objects.everywhere(_WHY).filter(child=child, state__in=sorted(UNDER_WAY)).update(division_code=code)
    )
    moved += KeyingItem.objects.everywhere(_WHY).filter(child=child, keyed_on__isnull=True).update(division_code=code)
    lines = EnrolmentLine.objects.everywhere(_WHY).filter(child=child).exclude(enrolment__state=RoundState.SETTLED)
    within = lines.filter(enrolment__division_code__startswith=code[: Level.COUNTY])
    moved += within.update(division_code=code)
    MedicalBill.objects.everywhere(_WHY).filter(line__in=within).update(division_code=code)
    record(
        by=by, at=at, verb="insurance.follow_child", subject_kind="child", subject_key=str(child),
        detail={"to": code, "rows": moved}, district=code[:6],
    )  # fmt: skip
    return moved
