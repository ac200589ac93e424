"""Grants end (停发): one officer says what happened and when, another decides; it ends from the next month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import NotPermitted, Officer, SamePerson, authorise, day_of
from gonghu.domain.access.terms import VERIFIED, Permission
from gonghu.domain.benefits.models import Decision, Ending, Grant
from gonghu.domain.benefits.terms import (
    FIELD_LABELS,
    LEAVE_FIELDS,
    REASON_SECRETS,
    DecisionKind,
    EndingState,
    EndReason,
)
from gonghu.domain.benefits.writing import month_before, month_of, next_number, person_of, reason_of, record_benefit
from gonghu.foundation.acting import Actor

NO_FACTS: Final[Mapping[str, str]] = MappingProxyType({})


class GrantEnded(ValueError):
    """The grant has ended, or its end is being decided."""


class LeaveFormIncomplete(ValueError):
    """The leave form asks for something that was not said."""


class NotHappenedYet(ValueError):
    """A grant ends by what has happened, not by what will."""


@dataclass(frozen=True, slots=True)
class Leave:
    """What happened (退出情形), as the leave form has it; ``facts`` are the fields that the reason asks for."""

    grant: UUID
    reason: EndReason
    happened_on: date
    left_on: date
    notice: str
    facts: Mapping[str, str] = field(default_factory=dict)
    papers: Sequence[str] = ()


@transaction.atomic
def propose_ending(*, leave: Leave, by: Actor, at: datetime) -> Ending:
    """
    Propose that a grant ends (提出停发); what was paid too much since is worked out by the ledger.

    :raises NotPermitted: the actor neither checks nor confirms there
    :raises GrantEnded: it has, or that is being decided
    :raises NotHappenedYet: the event lies ahead
    :raises LeaveFormIncomplete: the reason asks for more
    :raises ReasonMissing: what the family is told is missing
    """
    grant = _held_grant(leave.grant)
    _may_propose(by, grant.division_code)
    if leave.happened_on > day_of(at):
        raise NotHappenedYet("情形还没有发生，不能停发；到时系统会提醒")
    missing = [name for name in LEAVE_FIELDS.get(leave.reason, ()) if not leave.facts.get(name, "").strip()]
    if missing:
        raise LeaveFormIncomplete(f"请填写：{_named(missing)}")
    ending = Ending(
        grant=grant,
        child_id=grant.child_id,
        division_code=grant.division_code,
        category=grant.category,
        reason=leave.reason,
        happened_on=leave.happened_on,
        left_on=max(leave.left_on, leave.happened_on),
        last_month=last_paid_month(grant, leave.happened_on),
        facts={name: value.strip() for name, value in leave.facts.items() if value.strip()},
        papers=list(leave.papers),
        notice=reason_of(leave.notice),
        proposed_at=at,
        proposed_by_id=person_of(by),
        proposed_label=by.label,
    )
    try:
        with transaction.atomic():
            ending.save(force_insert=True)
    except IntegrityError as problem:
        raise GrantEnded("这项待遇的停发已在办理或已办结") from problem
    _record("propose_ending", ending, by, at)
    return ending


@transaction.atomic
def decide_ending(
    *, ending: UUID, opinion: str, articles: str, by: Actor, at: datetime, facts: Mapping[str, str] = NO_FACTS
) -> Decision:
    """
    Decide that a grant ends with the month of the event (确认停发); ``facts`` is what the leave form still lacks.

    :raises NotPermitted: the actor confirms nothing there
    :raises SamePerson: the actor proposed it
    :raises GrantEnded: it was decided
    :raises LeaveFormIncomplete: the reason asks for more
    :raises ReasonMissing: opinion or articles are missing
    """
    found = _held_ending(ending, by)
    said = reason_of(opinion)
    found.facts |= {name: value.strip() for name, value in facts.items() if value.strip()}
    if missing := found.fields_lacking:
        raise LeaveFormIncomplete(_asking(EndReason(found.reason), missing))
    grant = _held_grant(found.grant_id)
    decision = Decision.objects.create(
        application_id=grant.application_id,
        kind=DecisionKind.END,
        number=next_number(grant.division_code, day_of(at)),
        first_by_id=found.proposed_by_id,
        first_label=found.proposed_label,
        second_by_id=person_of(by),
        second_label=by.label,
        at=at,
        reasons=f"{_in_the_open(EndReason(found.reason))}（{found.happened_on:%Y-%m-%d}）。{said}",
        articles=reason_of(articles),
        from_month=found.last_month,
    )
    grant.to_month, grant.ended_by, grant.review_due_on = found.last_month, decision, None
    grant.save(update_fields=["to_month", "ended_by", "review_due_on"])
    found.state, found.decision, found.opinion = EndingState.DECIDED, decision, said
    found.save(update_fields=["state", "decision", "opinion", "facts"])
    _record("decide_ending", found, by, at)
    return decision


@transaction.atomic
def drop_ending(*, ending: UUID, opinion: str, by: Actor, at: datetime) -> Ending:
    """
    Decide that a grant goes on (不予停发).

    :raises NotPermitted: the actor confirms nothing there
    :raises SamePerson: the actor proposed it
    :raises GrantEnded: it was decided
    :raises ReasonMissing: why is not said
    """
    found = _held_ending(ending, by)
    found.state, found.opinion = EndingState.DROPPED, reason_of(opinion)
    found.save(update_fields=["state", "opinion"])
    _record("drop_ending", found, by, at)
    return found


def last_paid_month(grant: Grant, happened_on: date) -> date:
    """Give the last month that is paid: that of the event, or none at all if it came before the first (末领年月)."""
    return max(month_of(happened_on), month_before(grant.from_month))


def _asking(reason: EndReason, missing: Sequence[str]) -> str:
    """Ask for fields by name, unless their names give the reason away."""
    if reason in REASON_SECRETS:
        return "退出登记的内容还不完整，请由可以查看退出原因的工作人员补充并确认"
    return f"请填写：{_named(missing)}"


def _named(fields: Sequence[str]) -> str:
    return "、".join(FIELD_LABELS[name] for name in fields)


def _in_the_open(reason: EndReason) -> str:
    """Say a reason so that it gives nothing away: the decision is read by all who see the grant."""
    return VERIFIED if reason in REASON_SECRETS else str(reason.label)


def _held_grant(key: UUID) -> Grant:
    rows = Grant.objects.everywhere("a grant that ends").select_for_update(of=("self",))
    grant = rows.filter(pk=key).first()
    if grant is None or grant.to_month is not None:
        raise GrantEnded("没有这项在发的待遇，或已停发")
    return grant


def _held_ending(key: UUID, by: Actor) -> Ending:
    rows = Ending.objects.everywhere("an ending that is being decided").select_for_update(of=("self",))
    found = rows.filter(pk=key).first()
    if found is None or found.state != EndingState.PROPOSED:
        raise GrantEnded("这件停发已办结；请刷新页面")
    authorise(by, Permission.CONFIRM_APPLICATIONS, found.division_code)
    if by.account == found.proposed_by_id:
        raise SamePerson(f"{by.label} 提出的停发，须由另一人确认")
    return found


def _may_propose(by: Actor, division_code: str) -> None:
    if isinstance(by, Officer) and by.scope.allows(Permission.CONFIRM_APPLICATIONS, division_code):
        return
    authorise(by, Permission.CHECK_APPLICATIONS, division_code)


def _record(verb: str, ending: Ending, by: Actor, at: datetime) -> None:
    if by.account is None:
        raise NotPermitted("停发须由人办理")
    # Of the reason nothing: an adoption is a sealed fact.
    detail = {"grant": str(ending.grant_id), "child": str(ending.child_id)}
    record_benefit(verb, "ending", ending.pk, ending.district, detail, by, at)
