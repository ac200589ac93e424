"""A household that no list of a sweep has, met at the door (上门时新增)."""

from contextlib import suppress
from datetime import datetime
from typing import Final

from django.db import transaction
from django.db.models import Max

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.operations.sweeping import SweepUnclear, mark_household, refuse_day
from gonghu.domain.campaigns.terms import HouseholdMet, TelephoneMark
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.encryption.blind_index import normal_text
from gonghu.standards.division_code import Level, NotADivisionCode

_WHY: Final = "the list that a household is added to at the door"


class HouseholdListedAlready(SweepUnclear):
    """The list has a household that is called so; whether it is the same one is for a person to say."""


@transaction.atomic
def add_at_the_door(
    *, household: HouseholdMet, by: Actor, at: datetime, telephone: TelephoneMark | None = None, same: bool = False
) -> SweptHousehold:
    """
    Put a household that was met at the door on the list of its village, with what came of it (上门时新增一户).

    It is an addition, counted apart, whether the list is fixed yet or not. Its key is made by whoever met it: the same
    one again changes nothing. Of one that is called as a household of the list nothing is written, unless somebody says
    that it is the ``same``: then that one is marked.

    :raises NotPermitted: the actor makes no visits there
    :raises SweepUnclear: there is no such round there, it has no label, or the day lies outside the round or ahead
    :raises HouseholdListedAlready: see the class
    """
    _refuse_no_village(household.division_code)
    authorise(by, Permission.RECORD_VISITS, household.division_code)
    sweep = SweepRound.objects.everywhere(_WHY).select_for_update().filter(pk=household.sweep).first()
    if sweep is None or not Area.of(sweep.division_code).holds(household.division_code):
        raise SweepUnclear("没有这一轮摸排，或这个村（居）不在它的范围内")
    label = household.label.strip()
    if not label:
        raise SweepUnclear("请写明是哪一户：门牌，或村里的叫法")
    refuse_day(sweep, household.seen_on, day_of(at))
    rows = SweptHousehold.objects.everywhere(_WHY).filter(sweep=sweep, division_code=household.division_code)
    known = rows.filter(pk=household.key).first()
    if known is not None:
        return known
    alike = next((row for row in rows.order_by("number") if normal_text(row.label) == normal_text(label)), None)
    if alike is not None and same:
        return mark_household(household=alike.pk, outcome=household.outcome, seen_on=household.seen_on, by=by, at=at)
    if alike is not None:
        raise HouseholdListedAlready(
            f"名单上已有叫“{alike.label}”的一户（第 {alike.number} 户）：是同一户就采用；不是就退回，请写得分得清"
        )
    made = SweptHousehold(
        uuid=household.key, sweep=sweep, division_code=household.division_code, label=label,
        number=(rows.aggregate(last=Max("number"))["last"] or 0) + 1, head=household.head.strip(),
        answered_by=household.answered_by.strip(), is_addition=True, is_from_door=True, outcome=household.outcome,
        seen_on=household.seen_on, marked_at=at, marked_by_id=by.account,
        device=telephone.device if telephone else "", sequence=telephone.sequence if telephone else 0,
    )  # fmt: skip
    made.save(force_insert=True)
    record(
        by=by, at=at, verb="campaigns.add_at_the_door", subject_kind="sweep", subject_key=str(made.pk),
        detail={"outcome": household.outcome.value, "on": household.seen_on.isoformat()}, district=made.district,
    )  # fmt: skip
    return made


def _refuse_no_village(code: str) -> None:
    with suppress(NotADivisionCode):
        if Area.of(code).level == Level.VILLAGE:
            return
    raise SweepUnclear("没有说明是哪个村（居），请从户名单上点进来填")
