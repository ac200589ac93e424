"""Referring children to whoever has to help, and what came of it (转介)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import NotPermitted, Officer, is_system
from gonghu.domain.insurance.models import Referral
from gonghu.domain.insurance.terms import NEXT_REFERRAL_STATES, REFERS, ReferralKind, ReferralState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

_SHORTEST: Final = 4
_NEEDS_WORDS: Final = frozenset(ReferralState) - {ReferralState.OPEN, ReferralState.ACCEPTED}


class AlreadyReferred(ValueError):
    """A referral of that kind is under way for the child."""


class ReferralCannotGoThere(ValueError):
    """The referral is not where that could follow."""


class OutcomeUnsaid(ValueError):
    """To whom, why or with what outcome is not said."""


@dataclass(frozen=True, slots=True)
class ReferralWanted:
    """Whom to send where, why and by when an answer is due (拟转介)."""

    child: UUID
    division_code: str
    category: str
    kind: ReferralKind
    referred_to: str
    reason: str
    due_on: date
    finding: UUID | None = None


@transaction.atomic
def refer_child(*, wanted: ReferralWanted, by: Actor, at: datetime) -> Referral:
    """
    Send a child to whoever has to help (转介).

    :raises NotPermitted: the actor refers nobody there
    :raises OutcomeUnsaid: to whom or why is not said
    :raises AlreadyReferred: one of the kind is under way
    """
    _authorise(by, wanted.division_code)
    if not wanted.referred_to.strip() or len(wanted.reason.strip()) < _SHORTEST:
        raise OutcomeUnsaid("请写明转介给哪个单位、为什么转介")
    made = Referral(
        child_id=wanted.child,
        finding_id=wanted.finding,
        division_code=wanted.division_code,
        category=wanted.category,
        kind=wanted.kind,
        referred_to=wanted.referred_to.strip(),
        reason=wanted.reason.strip(),
        due_on=wanted.due_on,
        referred_by_id=by.account,
        referred_at=at,
    )
    try:
        with transaction.atomic():
            made.save(force_insert=True)
    except IntegrityError as problem:
        raise AlreadyReferred(f"这名儿童的“{wanted.kind.label}”转介还在等待结果，请在那一件上登记") from problem
    _record("insurance.refer_child", made, by, at)
    return made


@transaction.atomic
def answer_referral(
    *, referral: UUID, state: ReferralState, outcome: str, cost_fen: int | None = None, by: Actor, at: datetime
) -> Referral:
    """
    Write down what came of a referral (登记转介结果), or open it again.

    :raises NotPermitted: the actor refers nobody there
    :raises ReferralCannotGoThere: it is not where that could follow
    :raises OutcomeUnsaid: an end is not explained
    :raises AlreadyReferred: it is opened again while another of its kind is under way
    """
    found = Referral.objects.everywhere("a referral that is answered").select_for_update().get(pk=referral)
    _authorise(by, found.division_code)
    if state not in NEXT_REFERRAL_STATES[ReferralState(found.state)]:
        raise ReferralCannotGoThere(f"这件转介“{found.get_state_display()}”，不能改为“{ReferralState(state).label}”")
    if state in _NEEDS_WORDS and len(outcome.strip()) < _SHORTEST:
        raise OutcomeUnsaid(f"请写明结果（至少 {_SHORTEST} 个字）：落实了什么，或者为什么没有落实")
    found.state, found.outcome, found.answered_at = state, outcome.strip(), at
    found.cost_fen = cost_fen if state == ReferralState.HELPED else None
    try:
        with transaction.atomic():
            found.save(update_fields=["state", "outcome", "answered_at", "cost_fen"])
    except IntegrityError as problem:
        raise AlreadyReferred("同一种类已有另一件转介在办理，请在那一件上登记") from problem
    _record("insurance.answer_referral", found, by, at)
    return found


def _authorise(by: Actor, division_code: str) -> None:
    if is_system(by):
        return
    if not (isinstance(by, Officer) and any(by.scope.allows(each, division_code) for each in REFERS)):
        raise NotPermitted(f"{by.label} 在区划 {division_code} 没有“{REFERS[0].label}”权限")


def _record(verb: str, referral: Referral, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=verb, subject_kind="referral", subject_key=str(referral.pk),
        detail={"child": str(referral.child_id), "kind": referral.kind, "state": referral.state},
        district=referral.division_code[:6],
    )  # fmt: skip
