"""A child moves (儿童迁居), and what is open about it along with it: another village finds its work there."""

from datetime import date, datetime

from django.db import transaction

from gonghu.domain.access.operations import consents_follow_child
from gonghu.domain.benefits.operations import benefits_follow_child
from gonghu.domain.insurance.operations import insurance_follows_child
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import move_child
from gonghu.domain.policies.operations import findings_follow_child
from gonghu.domain.slips.operations import slips_follow_child
from gonghu.domain.tasks.operations import follow_child
from gonghu.foundation.acting import SYSTEM, Actor


@transaction.atomic
def move_with_what_is_open(
    *, child: Child, division_code: str, on: date, reason: str, by: Actor, at: datetime
) -> Child:
    """
    Let another village answer for a child, with its open findings, tasks, benefits and consents (迁移).

    :raises NotPermitted: see ``move_child``, as for the other errors
    """
    moved = move_child(child=child, division_code=division_code, on=on, reason=reason, by=by, at=at)
    # Whoever lets a child go need not reach where it goes: that its work follows is no decision of theirs.
    findings_follow_child(child=moved.pk, division_code=moved.division_code, by=SYSTEM, at=at)
    follow_child(child=moved.pk, division_code=moved.division_code, by=SYSTEM, at=at)
    benefits_follow_child(child=moved.pk, division_code=moved.division_code, on=on, by=SYSTEM, at=at)
    insurance_follows_child(child=moved.pk, division_code=moved.division_code, by=SYSTEM, at=at)
    slips_follow_child(child=moved.pk, division_code=moved.division_code, by=SYSTEM, at=at)
    consents_follow_child(child_key=moved.pk, division_code=moved.division_code, by=SYSTEM, at=at)
    return moved
