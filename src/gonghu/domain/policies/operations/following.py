"""What is open about a child follows it to another village (问题随迁)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.policies.models import Recognition
from gonghu.domain.policies.operations.standing import held_findings
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies, place_of
from gonghu.domain.policies.terms import FINDING_LIVE, RECOGNITION_PENDING
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes


@transaction.atomic
def findings_follow_child(*, child: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Let the live findings of a child, and what is proposed about it, lie where it lives now (问题随迁); say how many.

    What is over stays where it was decided.

    :raises NotADivisionCode: the code is of no place
    """
    code, delta = division_codes.pad(division_code), Delta()
    found = list(held_findings(by).filter(child=child, state__in=sorted(FINDING_LIVE)).exclude(division_code=code))
    for finding in found:
        delta.count(place_of(finding), finding.stake_fen, times=-1)
        finding.division_code = code
        finding.save(update_fields=["division_code"])
        delta.count(place_of(finding), finding.stake_fen)
    add_to_tallies(delta)
    pending = Recognition.objects.everywhere("what is proposed about a child that moves")
    pending.filter(child=child, state__in=sorted(RECOGNITION_PENDING)).update(division_code=code)
    record(
        by=by, at=at, verb="policies.follow_child", subject_kind="child", subject_key=str(child),
        detail={"to": code, "findings": len(found)}, district=code[:6],
    )  # fmt: skip
    return len(found)
