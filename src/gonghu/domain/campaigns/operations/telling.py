"""Writing down where a child is in a holiday (登记假期去向)."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import Whereabouts
from gonghu.domain.campaigns.terms import WhereaboutsFacts
from gonghu.domain.people.queries import children_in
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_WHY: Final = "what was told with the same visit"


class WhereaboutsUnclear(ValueError):
    """What is told of a child's holiday contradicts itself."""


@transaction.atomic
def tell_whereabouts(*, child: ChildAtVisit, facts: WhereaboutsFacts, by: Actor, at: datetime) -> Whereabouts:
    """
    Write down where a child spends a holiday (登记假期去向); the last word counts, and a visit tells it once.

    :raises NotPermitted: the actor records no visits to that child
    :raises WhereaboutsUnclear: the child is back before it leaves, or it was told on a day to come
    """
    reached = children_in(scope=reached_by(by).holding(Permission.RECORD_VISITS)).filter(pk=child.key)
    if not reached.exists():
        raise NotPermitted(f"{by.label} 对该儿童没有“{Permission.RECORD_VISITS.label}”权限")
    if facts.visit:
        known = Whereabouts.objects.everywhere(_WHY).filter(visit=facts.visit).first()
        if known is not None:
            return known
    if facts.from_on and facts.back_on and facts.back_on < facts.from_on:
        raise WhereaboutsUnclear("回来的日期不能早于出门的日期")
    if facts.told_on > day_of(at):
        raise WhereaboutsUnclear("问明的日期不能晚于今天")
    made = Whereabouts(
        child_id=child.key, division_code=child.division_code, category=child.category, holiday=facts.holiday,
        stay=facts.stay, looked_after=facts.looked_after or "", parents=facts.parents or "",
        place=facts.place.strip(), from_on=facts.from_on, back_on=facts.back_on, told_on=facts.told_on, told_at=at,
        told_by_id=by.account, visit_id=facts.visit,
    )  # fmt: skip
    made.save(force_insert=True)
    detail = {"holiday": facts.holiday, "child": str(child.key)}
    record(
        by=by, at=at, verb="campaigns.tell_whereabouts", subject_kind="whereabouts", subject_key=str(made.pk),
        detail=detail, district=made.district,
    )  # fmt: skip
    return made
