"""Calls for help (求助): written down, rung back, closed, or made a report of harm; what was said is sealed."""

import re
import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, authorise, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.visits.call_scoping import calls_led, calls_own
from gonghu.domain.visits.call_terms import (
    UNANSWERED,
    CallAct,
    CallChannel,
    CallerKind,
    CallOutcome,
    CallState,
    CallUrgency,
)
from gonghu.domain.visits.models import CallStep, HelpCall
from gonghu.domain.visits.operations.reporting import district_of
from gonghu.domain.visits.writing import record_about
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import LENGTH, Level, pad

_WHY: Final = "a call for help that somebody answers"
_WRITTEN_LIKE: Final = re.compile(r"[\s\-—()（）]")
_PHONE: Final = re.compile(r"\d{5,15}")
SHORTEST: Final = 3
_WHAT_FOR: Final = "请写明为什么事求助（至少 3 个字）"
_SAID: Final = "请写明这次说了什么（至少 3 个字）"
_AGREED: Final = "请写明说好了什么（至少 3 个字）"
_TRIED: Final = "请写明打给谁、怎样没联系上（至少 3 个字）"
_WHY_AGAIN: Final = "请写明为什么重新办理（至少 3 个字）"
_RESULT: Final = "请写明结果和依据（至少 3 个字）"


class CallUnclear(ValueError):
    """What is written down of a call does not say what it must."""


class NoSuchCall(LookupError):
    """There is no such call for help, or none that the actor sees."""


class CallClosed(ValueError):
    """The call was closed already."""


@dataclass(frozen=True, slots=True)
class CallFacts:
    """A call for help as it is written down (求助内容); the same key is written once."""

    place_code: str
    called_at: datetime
    channel: CallChannel
    caller: CallerKind
    words: str
    urgency: CallUrgency
    caller_name: str = ""
    phone: str = ""
    child: UUID | None = None
    key: UUID | None = None
    account: UUID | None = None


@transaction.atomic
def write_call_down(*, facts: CallFacts, by: Actor, at: datetime) -> HelpCall:
    """
    Write a call for help down (登记求助); the same again changes nothing.

    :raises NotPermitted: the actor neither leads the work in the place nor visits there
    :raises CallUnclear: what it is about is not said, the telephone is none, or the day has not come
    """
    known = HelpCall.objects.everywhere(_WHY).filter(pk=facts.key).first() if facts.key else None
    if known is not None:
        return known
    require_there(facts.place_code, by)
    _require(facts.words, _WHAT_FOR)
    if facts.called_at > at:
        raise CallUnclear("求助时间还没有到，请核对")
    made = HelpCall.objects.create(
        uuid=facts.key or uuid.uuid4(), division_code=town_of(facts.place_code),
        place_division_code=pad(facts.place_code), child_id=facts.child, called_at=facts.called_at,
        channel=facts.channel, caller=facts.caller, caller_name=facts.caller_name.strip(),
        phone=telephone_of(facts.phone) or None, words=facts.words.strip(), urgency=facts.urgency,
        ring_back_by=clocks().ring_back_by(facts.urgency, facts.called_at),
        taken_by_id=facts.account or by.account, written_at=at,
    )  # fmt: skip
    _write(made, CallAct.WRITTEN, "", by, at, facts.called_at)
    detail = {"channel": made.channel, "urgency": made.urgency}
    record_about("write_call_down", "help_call", made.pk, made.division_code, by, at, detail)
    return made


@transaction.atomic
def give_call_task(*, call: UUID, task: UUID, by: Actor, at: datetime) -> HelpCall:
    """Name the task that a call became (求助转任务)."""
    found = HelpCall.objects.everywhere(_WHY).get(pk=call)
    found.task_id = task
    found.save(update_fields=["task"])
    record_about("give_call_task", "help_call", found.pk, found.division_code, by, at, {"task": str(task)})
    return found


@transaction.atomic
def note_second_call(*, call: UUID, words: str, called_at: datetime, by: Actor, at: datetime) -> HelpCall:
    """
    Add to a call that its caller rang again (再次来电).

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it was closed
    :raises CallUnclear: what was said is not said
    """
    found = _held(call, by)
    _require(words, _SAID)
    _write(found, CallAct.RANG_AGAIN, words, by, at, called_at)
    record_about("note_second_call", "help_call", found.pk, found.division_code, by, at)
    return found


@transaction.atomic
def note_ring_back(
    *, call: UUID, reached: bool, note: str, rang_at: datetime, next_by: datetime | None, by: Actor, at: datetime
) -> HelpCall:
    """
    Write down that somebody rang back (登记回拨), what was agreed, and until when they ring again.

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it was closed
    :raises CallUnclear: what was agreed is not said, or of one not reached when to try again; or a time is wrong
    """
    found = _held(call, by)
    _require(note, _AGREED if reached else _TRIED)
    if rang_at > at or rang_at < found.called_at:
        raise CallUnclear("回拨时间应在求助之后、现在之前，请核对")
    if next_by is None and not reached:
        raise CallUnclear("没联系上的，请写明下次什么时候前再打")
    if next_by is not None and next_by <= at:
        raise CallUnclear("下次回拨的时间已经过去，请写以后的时间")
    found.ring_back_by = next_by
    found.state = CallState.SPOKEN if reached else found.state
    found.save(update_fields=["ring_back_by", "state"])
    _write(found, CallAct.REACHED if reached else CallAct.NOT_REACHED, note, by, at, rang_at, next_by)
    record_about("note_ring_back", "help_call", found.pk, found.division_code, by, at, {"reached": reached})
    return found


@transaction.atomic
def close_call(*, call: UUID, outcome: CallOutcome, note: str, by: Actor, at: datetime) -> HelpCall:
    """
    Say how a call ended (办结求助).

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it was closed
    :raises CallUnclear: how is not said, or nobody has tried to ring back somebody who is not to be reached
    """
    found = _held(call, by)
    _require(note, _RESULT)
    tried = CallStep.objects.filter(call=found, act=CallAct.NOT_REACHED).exists()
    if outcome == CallOutcome.UNREACHABLE and not tried:
        raise CallUnclear("还没有回拨记录。请先登记打过几次、什么时候打的，再按“联系不上”办结")
    _close(found, outcome, note, by, at)
    return found


@transaction.atomic
def close_as_harm(*, call: UUID, harm_report: UUID, by: Actor, at: datetime) -> HelpCall:
    """
    Close a call of which a report of harm was made (转侵害线索): it lies with the district alone from now on.

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it was closed
    """
    found = _held(call, by)
    found.harm_report_id, found.division_code = harm_report, district_of(found.place_division_code)
    _close(found, CallOutcome.HARM, "", by, at)
    return found


@transaction.atomic
def reopen_call(*, call: UUID, reason: str, by: Actor, at: datetime) -> HelpCall:
    """
    Open a closed call again (重新办理求助), to be rung back by its urgency from now on; never a report of harm.

    :raises NoSuchCall: the actor sees none such
    :raises CallClosed: it is not closed, or is a report of harm
    :raises CallUnclear: why is not said
    """
    found = _held(call, by, frozenset({CallState.CLOSED}))
    if found.outcome == CallOutcome.HARM:
        raise CallClosed("已转侵害线索，请在侵害线索里办理")
    _require(reason, _WHY_AGAIN)
    found.state, found.outcome, found.closed_at, found.closed_by_id = CallState.SPOKEN, "", None, None
    found.ring_back_by = clocks().ring_back_by(found.urgency, at)
    found.save(update_fields=["state", "outcome", "closed_at", "closed_by", "ring_back_by"])
    _write(found, CallAct.REOPENED, reason, by, at, at, found.ring_back_by)
    record_about("reopen_call", "help_call", found.pk, found.division_code, by, at)
    return found


@transaction.atomic
def note_look_at_call(*, call: HelpCall, by: Actor, at: datetime) -> None:
    """Write down that somebody looked at a call for help (查看求助)."""
    record_about("look_at_call", "help_call", call.pk, call.division_code, by, at)


def require_there(code: str, by: Actor) -> None:
    """
    Let only those write a call down who lead the work in its place, protect children or visit there.

    :raises NotPermitted: the actor does not
    """
    if isinstance(by, Officer) and by.scope.allows(Permission.RECORD_VISITS, pad(code)):
        return
    authorise(by, Permission.ASSIGN_TASKS, pad(code))


def town_of(code: str) -> str:
    """Give the town of a village; of anything wider the place itself."""
    return pad(code)[: Level.TOWNSHIP].ljust(LENGTH, "0")


def telephone_of(text: str) -> str:
    """
    Give a telephone as its digits alone, so that it is the same however it was written.

    :raises CallUnclear: it is none
    """
    digits = _WRITTEN_LIKE.sub("", text)
    if digits and not _PHONE.fullmatch(digits):
        raise CallUnclear("电话只写数字，座机带区号，如 022-28390001")
    return digits


def _held(key: UUID, by: Actor, states: frozenset[CallState] = UNANSWERED) -> HelpCall:
    if not is_system(by) and not _sees(key, by):
        raise NoSuchCall(f"没有编号为 {key} 的求助，或不归您办理")
    found = HelpCall.objects.everywhere(_WHY).select_for_update(of=("self",)).get(pk=key)
    if CallState(found.state) not in states:
        raise CallClosed("这件求助已经办结" if states == UNANSWERED else "这件求助没有办结")
    return found


def _sees(key: UUID, by: Actor) -> bool:
    if not isinstance(by, Officer):
        return False
    return any(rows.filter(pk=key).exists() for rows in (calls_led(by.scope), calls_own(by)))


def _close(call: HelpCall, outcome: CallOutcome, note: str, by: Actor, at: datetime) -> None:
    call.state, call.outcome, call.ring_back_by = CallState.CLOSED, outcome, None
    call.closed_at, call.closed_by_id = at, by.account
    call.save(
        update_fields=["state", "outcome", "ring_back_by", "closed_at", "closed_by", "harm_report", "division_code"]
    )
    _write(call, CallAct.CLOSED, f"{outcome.label}。{note}" if note else outcome.label, by, at, at)
    record_about("close_call", "help_call", call.pk, call.division_code, by, at, {"outcome": outcome.value})


def _require(words: str, asked: str) -> None:
    if len(words.strip()) < SHORTEST:
        raise CallUnclear(asked)


def _write(
    call: HelpCall, act: CallAct, note: str, by: Actor, at: datetime, on: datetime, next_by: datetime | None = None
) -> None:
    CallStep.objects.create(
        call=call, act=act, at=on, written_at=at, actor=by.label[:120], account=by.account, note=note.strip(),
        next_by=next_by,
    )  # fmt: skip
