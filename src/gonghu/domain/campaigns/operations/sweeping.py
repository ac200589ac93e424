"""Sweeps from door to door (入户摸排): the round, the lists of its villages, what came of each household."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q

from gonghu.domain.access.officer import NotPermitted, authorise, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.terms import DoorOutcome, HouseholdListed, TelephoneMark
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.foundation.encryption.blind_index import normal_text
from gonghu.standards.division_code import pad

_WHY: Final = "the list that a household is added to"


class SweepUnclear(ValueError):
    """A round, a household or an outcome says what cannot be."""


class MarkedOtherwise(SweepUnclear):
    """Somebody else said something else of a household meanwhile; both wait for a person."""


@dataclass(frozen=True, slots=True)
class HouseholdsAdded:
    """What became of households for a list (列入结果): listed, additions to a list that was fixed, there already."""

    listed: int = 0
    additions: int = 0
    known: int = 0


@transaction.atomic
def open_sweep(*, name: str, division_code: str, from_on: date, to_on: date, by: Actor, at: datetime) -> SweepRound:
    """
    Open a round of going from door to door (建立摸排轮次).

    :raises NotPermitted: the actor leads no work there
    :raises SweepUnclear: it has no name, or ends before it begins
    """
    authorise(by, Permission.ASSIGN_TASKS, division_code)
    if not name.strip():
        raise SweepUnclear("请写明这一轮的名称")
    if to_on < from_on:
        raise SweepUnclear("结束日期不能早于开始日期")
    made = SweepRound.objects.create(
        division_code=pad(division_code), name=name.strip(), from_on=from_on, to_on=to_on, made_by_id=by.account,
        made_at=at,
    )  # fmt: skip
    _record("open_sweep", made.pk, made.division_code, by, at, {"from_on": from_on.isoformat()})
    return made


@transaction.atomic
def list_households(*, sweep: UUID, households: Iterable[HouseholdListed], by: Actor, at: datetime) -> HouseholdsAdded:
    """
    Put households on the lists of their villages (列入户名单); the same one again changes nothing.

    A village's list is fixed by the first outcome in it: what comes later is counted apart as an addition.

    :raises NotPermitted: the actor leads no work in one of the villages, nor visits them
    :raises SweepUnclear: a village is not of the round, or a household has no label
    """
    held = SweepRound.objects.everywhere(_WHY).select_for_update().get(pk=sweep)
    by_village: dict[str, list[HouseholdListed]] = {}
    for each in households:
        by_village.setdefault(pad(each.division_code), []).append(each)
    for code in by_village:
        _refuse_stranger(by, code)
        if not Area.of(held.division_code).holds(code):
            raise SweepUnclear(f"{code} 不在这一轮的范围内")
    listed = additions = known = 0
    for code, wanted in sorted(by_village.items()):
        is_fixed = SweptHousehold.objects.everywhere(_WHY).filter(_of(held, code)).exclude(outcome="").exists()
        made = _added(held, code, wanted, is_fixed=is_fixed)
        known += len(wanted) - made
        listed, additions = listed + (0 if is_fixed else made), additions + (made if is_fixed else 0)
    detail: Detail = {"listed": listed, "additions": additions, "villages": len(by_village)}
    _record("list_households", held.pk, held.division_code, by, at, detail)
    return HouseholdsAdded(listed, additions, known)


@transaction.atomic
def mark_household(
    *,
    household: UUID,
    outcome: DoorOutcome,
    seen_on: date,
    by: Actor,
    at: datetime,
    telephone: TelephoneMark | None = None,
) -> SweptHousehold:
    """
    Say what came of a household (登记入户结果); a later outcome takes the place of the one before, both are audited.

    A record of a telephone takes the place of what it saw, or of what the same telephone said before. What the
    telephone itself said later stays, whatever arrives first.

    :raises NotPermitted: the actor sees no such household, or makes no visits there
    :raises SweepUnclear: the day lies outside the round or ahead
    :raises MarkedOtherwise: somebody else said something else meanwhile
    """
    rows = SweptHousehold.objects.visible_to(reached_by(by), Permission.RECORD_VISITS)
    found = rows.select_for_update(of=("self",)).filter(pk=household).first()
    if found is None:
        raise NotPermitted(f"{by.label} 不能登记这一户")
    sweep = SweepRound.objects.everywhere(_WHY).get(pk=found.sweep_id)
    refuse_day(sweep, seen_on, day_of(at))
    if telephone and not _takes_its_place(found, telephone, outcome, seen_on, by):
        return found
    before = found.outcome
    found.outcome, found.seen_on, found.marked_at, found.marked_by_id = outcome, seen_on, at, by.account
    found.device, found.sequence = (telephone.device, telephone.sequence) if telephone else ("", 0)
    found.save(update_fields=["outcome", "seen_on", "marked_at", "marked_by", "device", "sequence"])
    detail: Detail = {"outcome": outcome.value, "before": before, "on": seen_on.isoformat()}
    _record("mark_household", found.pk, found.division_code, by, at, detail)
    return found


def refuse_day(sweep: SweepRound, seen_on: date, today: date) -> None:
    """
    Refuse a day on which nobody can have gone to a door of the round.

    :raises SweepUnclear: it lies outside the round or ahead
    """
    if seen_on > today:
        raise SweepUnclear("入户日期不能晚于今天")
    if not sweep.from_on <= seen_on <= sweep.to_on:
        raise SweepUnclear(f"入户日期应在这一轮之内：{sweep.from_on} 至 {sweep.to_on}")


def _takes_its_place(
    found: SweptHousehold, telephone: TelephoneMark, outcome: DoorOutcome, seen_on: date, by: Actor
) -> bool:
    """
    Tell whether a record of a telephone takes the place of what stands there; nothing need be done if it says the same.

    :raises MarkedOtherwise: it was made without knowing of what somebody else said
    """
    if found.outcome and found.device == telephone.device and found.marked_by_id == by.account:
        return found.sequence < telephone.sequence
    if (found.outcome, found.seen_on) == (outcome, seen_on):
        return False
    if found.version not in ("", telephone.seen):
        who = found.marked_by.display_name if found.marked_by else ""
        stands = DoorOutcome(found.outcome).label
        raise MarkedOtherwise(
            f"这一户{found.seen_on}已由{who}登记为“{stands}”，这份写的是{seen_on}“{outcome.label}”：请核对后再定"
        )
    return True


def _added(held: SweepRound, code: str, wanted: list[HouseholdListed], *, is_fixed: bool) -> int:
    """Add those to a village's list that are not on it, and tell how many."""
    rows = SweptHousehold.objects.everywhere(_WHY).filter(_of(held, code))
    on_list = {row.household or normal_text(row.label) for row in rows}
    last = rows.aggregate(last=Max("number"))["last"] or 0
    made: list[SweptHousehold] = []
    for each in wanted:
        if not each.label.strip():
            raise SweepUnclear("请写明是哪一户：门牌，或村里的叫法")
        key = each.household or normal_text(each.label)
        if key not in on_list:
            on_list.add(key)
            made.append(
                SweptHousehold(
                    sweep=held,
                    division_code=code,
                    number=last + len(made) + 1,
                    label=each.label.strip(),
                    head=each.head.strip(),
                    household=each.household,
                    is_addition=is_fixed,
                )
            )
    SweptHousehold.objects.bulk_create(made, batch_size=500)
    return len(made)


def _of(held: SweepRound, code: str) -> Q:
    return Q(sweep=held, division_code=code)


def _refuse_stranger(by: Actor, code: str) -> None:
    """Let those go on who lead the work in a village or visit it."""
    try:
        authorise(by, Permission.ASSIGN_TASKS, code)
    except NotPermitted:
        authorise(by, Permission.SEE_CHILDREN, code)
        authorise(by, Permission.RECORD_VISITS, code)


def _record(verb: str, key: UUID, division_code: str, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by, at=at, verb=f"campaigns.{verb}", subject_kind="sweep", subject_key=str(key), detail=detail,
        district=division_code[:6],
    )  # fmt: skip
