"""Wishes and needs (心愿与需要): written down, taken up by somebody outside, handed over or given back."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import is_system, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.models import Wish, WishStep
from gonghu.domain.visits.terms import UNSETTLED, WishAct, WishKind, WishState
from gonghu.domain.visits.writing import record_about, require_reach
from gonghu.foundation.acting import Actor

_WHY: Final = "what a visit that is written down meets"
_NUMBERS: Final = re.compile(r"\d{5,}")
SHORTEST: Final = 3


class WishEmpty(ValueError):
    """A wish says nothing."""


class WishSettled(ValueError):
    """The wish came true or was withdrawn already, or is not where the act begins."""


class NoSuchWish(LookupError):
    """There is no such wish, or none that the actor works on."""


class WordsTellTooMuch(ValueError):
    """The words for donors name the child or its place, or hold a number."""


@dataclass(frozen=True, slots=True)
class TakerFacts:
    """Who takes a wish up until when (认领内容)."""

    name: str
    due_on: date
    organisation: UUID | None = None


@transaction.atomic
def make_wish(
    *, child: ChildAtVisit, words: str, made_on: date, by: Actor, at: datetime, visit: UUID | None = None
) -> Wish:
    """
    Write down a small wish of a child (登记微心愿); a visit brings one.

    :raises NotPermitted: the actor records no visits to that child
    :raises WishEmpty: it says nothing
    """
    require_reach(child, by)
    if not words.strip():
        raise WishEmpty("请写明孩子的心愿")
    said = {"words": words.strip(), "made_on": made_on}
    wish, _made = Wish.objects.everywhere(_WHY).get_or_create(
        kind=WishKind.WISH,
        **({"visit_id": visit} if visit else {"child_id": child.key, **said}),
        defaults={"child_id": child.key, "division_code": child.division_code, "category": child.category, **said},
    )
    record_about("make_wish", "wish", wish.pk, child.division_code, by, at)
    return wish


@transaction.atomic
def note_needs(
    *, child: ChildAtVisit, needs: dict[WishKind, str], visit: UUID, made_on: date, by: Actor, at: datetime,
    replaced: UUID | None = None,
) -> list[Wish]:  # fmt: skip
    """
    Write down what a family needs (登记实际需求); what is waiting already is not written twice.

    What the visit that is ``replaced`` by this one had told and this one does not is withdrawn while nobody took it up.

    :raises NotPermitted: the actor records no visits to that child
    """
    require_reach(child, by)
    rows = Wish.objects.everywhere(_WHY).filter(child=child.key).exclude(kind=WishKind.WISH)
    if replaced:
        waiting = rows.filter(visit=replaced, state=WishState.OPEN)
        waiting.exclude(kind__in=list(needs)).update(state=WishState.WITHDRAWN, settled_on=made_on)
        waiting.filter(kind__in=list(needs)).update(visit=visit)
    known = set(rows.filter(state__in=UNSETTLED).values_list("kind", flat=True))
    known |= set(rows.filter(visit=visit).values_list("kind", flat=True))
    made = [
        Wish(
            visit_id=visit, child_id=child.key, division_code=child.division_code, category=child.category, kind=kind,
            words=words[:500], made_on=made_on,
        )
        for kind, words in needs.items()
        if kind not in known
    ]  # fmt: skip
    Wish.objects.bulk_create(made)
    told: list[str] = sorted(each.kind for each in made)
    record_about("note_needs", "child", child.key, child.division_code, by, at, {"needs": told})
    return made


@transaction.atomic
def take_wish(*, wish: UUID, taker: TakerFacts, on: date, by: Actor, at: datetime) -> Wish:
    """
    Let somebody outside take a wish up until a day (认领).

    :raises NoSuchWish: the actor works on none such
    :raises WishSettled: it is taken up or settled already
    :raises WishEmpty: who takes it is not said
    """
    held = _held(wish, by, {WishState.OPEN}, "认领")
    if not taker.name.strip():
        raise WishEmpty("请写明由谁认领")
    held.state, held.taker, held.organisation_id = WishState.TAKEN, taker.name.strip(), taker.organisation
    held.taken_on, held.due_on = on, taker.due_on
    held.save(update_fields=["state", "taker", "organisation", "taken_on", "due_on"])
    _write(held, WishAct.TAKEN, f"{held.taker}，约定 {held.due_on}", by, at)
    return held


@transaction.atomic
def give_back_wish(*, wish: UUID, reason: str, by: Actor, at: datetime) -> Wish:
    """
    Let a wish wait again that was taken up (退回待认领), with the reason.

    :raises NoSuchWish: the actor works on none such
    :raises WishSettled: nobody took it up
    :raises WishEmpty: why is not said
    """
    held = _held(wish, by, {WishState.TAKEN}, "退回")
    if len(reason.strip()) < SHORTEST:
        raise WishEmpty(f"请写明为什么退回（至少 {SHORTEST} 个字）")
    held.state, held.taker, held.organisation_id, held.taken_on, held.due_on = WishState.OPEN, "", None, None, None
    held.save(update_fields=["state", "taker", "organisation", "taken_on", "due_on"])
    _write(held, WishAct.GIVEN_BACK, reason, by, at)
    return held


@transaction.atomic
def fulfil_wish(*, wish: UUID, given_on: date, evidence: str, help_given: UUID | None, by: Actor, at: datetime) -> Wish:
    """
    Say that what was wished for was handed over (交付), with what shows it and the record of help.

    :raises NoSuchWish: the actor works on none such
    :raises WishSettled: nobody took it up, or it is settled
    :raises WishEmpty: what shows it is not said
    """
    held = _held(wish, by, {WishState.TAKEN}, "交付")
    if len(evidence.strip()) < SHORTEST:
        raise WishEmpty(f"请写明依据：签收单、照片或在场的人（至少 {SHORTEST} 个字）")
    held.state, held.settled_on, held.note = WishState.FULFILLED, given_on, evidence.strip()
    held.help_given_id = help_given
    held.save(update_fields=["state", "settled_on", "note", "help_given"])
    _write(held, WishAct.FULFILLED, evidence, by, at)
    return held


@transaction.atomic
def settle_wish(*, wish: Wish, state: WishState, note: str, on: date, by: Actor, at: datetime) -> Wish:
    """
    Say that a wish came true by itself or is none any more (办结微心愿).

    :raises NotPermitted: the actor records no visits to that child
    :raises WishSettled: it is settled already
    """
    held = Wish.objects.everywhere(_WHY).select_for_update().get(pk=wish.pk)
    require_reach(ChildAtVisit(held.child_id, held.division_code), by)
    if held.state not in UNSETTLED:
        raise WishSettled("这个心愿已经办结")
    held.state, held.note, held.settled_on = state, note.strip(), on
    held.save(update_fields=["state", "note", "settled_on"])
    act = WishAct.FULFILLED if state == WishState.FULFILLED else WishAct.WITHDRAWN
    _step(held, act, note, by, at)
    record_about("settle_wish", "wish", held.pk, held.division_code, by, at, {"state": state.value})
    return held


@transaction.atomic
def release_wish(*, wish: UUID, words: str, untold: Iterable[str], by: Actor, at: datetime) -> Wish:
    """
    Let a wish stand on the list for donors, in words that a person looked at (放入捐助清单).

    ``untold`` are names that must not be among them.

    :raises NoSuchWish: the actor works on none such
    :raises WishSettled: it does not wait for anybody
    :raises WishEmpty: the words say nothing
    :raises WordsTellTooMuch: see the class
    """
    held = _held(wish, by, {WishState.OPEN}, "放入捐助清单", Permission.ASSIGN_TASKS)
    said = words.strip()
    if not said:
        raise WishEmpty("请写明给捐助人看的内容")
    named = next((name for name in untold if name and name in said), "")
    if named:
        raise WordsTellTooMuch(f"内容里有“{named}”，会认出孩子，请改写")
    if _NUMBERS.search(said):
        raise WordsTellTooMuch("内容里有一长串数字，请删去")
    held.told = said
    held.save(update_fields=["told"])
    _write(held, WishAct.RELEASED, said, by, at)
    return held


@transaction.atomic
def keep_back_wish(*, wish: UUID, by: Actor, at: datetime) -> Wish:
    """
    Take a wish off the list for donors (移出捐助清单).

    :raises NoSuchWish: the actor works on none such
    :raises WishSettled: it is settled
    """
    held = _held(wish, by, UNSETTLED, "移出捐助清单", Permission.ASSIGN_TASKS)
    held.told = ""
    held.save(update_fields=["told"])
    _write(held, WishAct.KEPT_BACK, "", by, at)
    return held


def _held(
    key: UUID, by: Actor, states: Iterable[WishState], act: str, permission: Permission = Permission.EDIT_CHILDREN
) -> Wish:
    rows = Wish.objects.everywhere("work of the system")
    if not is_system(by):
        rows = Wish.objects.visible_to(reached_by(by), permission)
    found = rows.select_for_update(of=("self",)).filter(pk=key).first()
    if found is None:
        raise NoSuchWish(f"没有编号为 {key} 的心愿，或不归您办理")
    if WishState(found.state) not in states:
        raise WishSettled(f"这个心愿{found.get_state_display()}，现在不能“{act}”")
    return found


def _write(wish: Wish, act: WishAct, note: str, by: Actor, at: datetime) -> None:
    _step(wish, act, note, by, at)
    record_about(f"{act.value.lower()}_wish", "wish", wish.pk, wish.division_code, by, at, {"state": wish.state})


def _step(wish: Wish, act: WishAct, note: str, by: Actor, at: datetime) -> None:
    WishStep.objects.create(
        wish=wish, act=act, at=at, actor=by.label[:120], account=by.account, note=note.strip()[:500]
    )
