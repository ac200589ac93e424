"""What is written about the workforce (队伍的写入): charges given and ended, the register kept."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.colleagues import colleagues
from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.workforce.models import Charge, HandOver, Worker
from gonghu.domain.workforce.terms import Background, ChargeKind, Employment
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.foundation.intervals import holding_since
from gonghu.standards import citizen_number
from gonghu.standards import division_code as division_codes


class SeatTaken(ValueError):
    """Another post answers for that division from that day on, or later."""


class PostUnfit(ValueError):
    """The post has another role than the charge asks for, or does not exist that day."""


class WrongLevel(ValueError):
    """The division is not of the level that owes somebody of that kind."""


class ChargeOver(ValueError):
    """The charge ends before that day, or begins after it."""


class WorkerKnown(ValueError):
    """A person of that number is in the register already."""


class NumberWrong(ValueError):
    """The text is no citizen number."""


class DaysOutOfOrder(ValueError):
    """A day is later than the one it must not follow: left before coming, checked in the future."""


@dataclass(frozen=True, slots=True)
class WorkerEntry:
    """What the register says of one person (台账内容)."""

    name: str
    division_code: str
    employment: Employment
    background: Background
    entered_on: date
    number: str | None = None
    phone: str | None = None
    account: UUID | None = None
    trained_on: date | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True)
class HandOverFacts:
    """Who gave a post to whom, and what hung on it (交接内容)."""

    post: UUID
    division_code: str
    giver: UUID
    taker: UUID | None
    on: date
    children: int
    tasks: int
    overdue: int
    charges: int


@transaction.atomic
def take_charge(*, post: UUID, kind: ChargeKind, division_code: str, from_on: date, by: Actor, at: datetime) -> Charge:
    """
    Let a post answer for a division from a day on (确定责任人); it may be another than the post's own.

    :raises NotPermitted: the actor manages no accounts there
    :raises NotADivisionCode: the code is of no place
    :raises WrongLevel: a director answers for a village, a supervisor for a town, a commissioner for a district
    :raises PostUnfit: the post has another role, or does not exist that day
    :raises SeatTaken: another post answers there from that day on, or later
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.MANAGE_ACCOUNTS, code)
    if division_codes.level(code) != kind.level:
        raise WrongLevel(f"“{kind.label}”负责的区划层级不对，请选择相应的村（居）、乡镇（街道）或区县")
    taker = colleagues(posts=[post], on=from_on).get(post)
    if taker is None or taker.role != kind.role:
        raise PostUnfit(f"该岗位在 {from_on} 不是“{kind.label}”岗位")
    seat = f"{kind.value}:{code}"
    if Charge.objects.everywhere("one seat").filter(holding_since(from_on), seat=seat).exists():
        raise SeatTaken(f"该区划自 {from_on} 起已有{kind.label}负责，请先结束原责任区")
    charge = Charge.objects.create(post_id=post, division_code=code, kind=kind, seat=seat, from_on=from_on)
    _record_charge("workforce.take_charge", charge, by, at, {"kind": kind.value, "from_on": from_on.isoformat()})
    return charge


@transaction.atomic
def end_charge(*, charge: Charge, on: date, by: Actor, at: datetime) -> None:
    """
    End a charge (结束责任区); the day is its last.

    :raises NotPermitted: the actor manages no accounts there
    :raises ChargeOver: it does not hold on that day
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, charge.division_code)
    if not charge.holds_on(on):
        raise ChargeOver(f"该责任区在 {on} 不在有效期内")
    charge.to_on = on
    charge.save(update_fields=["to_on"])
    _record_charge("workforce.end_charge", charge, by, at, {"on": on.isoformat()})


@transaction.atomic
def move_charge(*, charge: Charge, to: UUID, on: date, by: Actor, at: datetime) -> Charge:
    """
    Let another post answer for a division from a day on (调整责任人); the last one ends the day before.

    :raises NotPermitted: the actor manages no accounts there
    :raises ChargeOver: it does not hold on the day before
    :raises PostUnfit: see ``take_charge``
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, charge.division_code)
    last = on - timedelta(days=1)
    if not charge.holds_on(last):
        raise ChargeOver(f"该责任区在 {last} 不在有效期内")
    taker = colleagues(posts=[to], on=on).get(to)
    if taker is None or taker.role != ChargeKind(charge.kind).role:
        raise PostUnfit(f"该岗位在 {on} 不是“{charge.get_kind_display()}”岗位")
    later, charge.to_on = charge.to_on, last
    charge.save(update_fields=["to_on"])
    moved = Charge.objects.create(
        post_id=to,
        division_code=charge.division_code,
        kind=charge.kind,
        seat=charge.seat,
        from_on=on,
        to_on=later,
    )
    _record_charge("workforce.move_charge", moved, by, at, {"from": str(charge.post_id), "on": on.isoformat()})
    return moved


@transaction.atomic
def note_hand_over(*, facts: HandOverFacts, by: Actor, at: datetime) -> HandOver:
    """
    Keep that a post passed on, with what hung on it (登记岗位交接).

    :raises NotPermitted: the actor manages no accounts there
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, facts.division_code)
    kept = HandOver.objects.create(
        post_id=facts.post, division_code=facts.division_code, giver_id=facts.giver, taker_id=facts.taker, on=facts.on,
        children=facts.children, tasks=facts.tasks, overdue=facts.overdue, charges=facts.charges, at=at,
    )  # fmt: skip
    told = {"children": kept.children, "tasks": kept.tasks, "on": kept.on.isoformat()}
    record(
        by=by, at=at, verb="workforce.note_hand_over", subject_kind="post", subject_key=str(kept.post_id), detail=told,
        district=kept.district,
    )  # fmt: skip
    return kept


@transaction.atomic
def register_worker(*, entry: WorkerEntry, by: Actor, at: datetime) -> Worker:
    """
    Enter somebody in the register under the real name (登记实名人员).

    :raises NotPermitted: the actor assigns no tasks there
    :raises NotADivisionCode: the code is of no place
    :raises NumberWrong: the number is no citizen number
    :raises WorkerKnown: somebody of that number, or with that account, is there already
    :raises DaysOutOfOrder: see the class
    """
    worker = Worker()
    _fill(worker, entry, by, at)
    worker.save(force_insert=True)
    _record_worker("workforce.register_worker", worker, by, at, {"employment": entry.employment.value})
    return worker


@transaction.atomic
def change_worker(*, worker: Worker, entry: WorkerEntry, by: Actor, at: datetime) -> Worker:
    """
    Put what the register says of somebody right (变更实名人员): another place, a new training, a new check.

    :raises NotPermitted: the actor assigns no tasks where the person works or will work
    :raises ValueError: see ``register_worker``
    """
    authorise(by, Permission.ASSIGN_TASKS, worker.division_code)
    _fill(worker, entry, by, at)
    worker.save()
    days = {"trained_on": entry.trained_on, "checked_on": entry.checked_on}
    told = {name: day.isoformat() for name, day in days.items() if day}
    _record_worker("workforce.change_worker", worker, by, at, told)
    return worker


@transaction.atomic
def release_worker(*, worker: Worker, on: date, by: Actor, at: datetime) -> None:
    """
    Let somebody leave the register (离岗); the entry is kept.

    :raises NotPermitted: the actor assigns no tasks there
    :raises DaysOutOfOrder: the person came later than that
    """
    authorise(by, Permission.ASSIGN_TASKS, worker.division_code)
    if on < worker.entered_on:
        raise DaysOutOfOrder("离岗日期不能早于到岗日期")
    worker.left_on = on
    worker.save(update_fields=["left_on"])
    _record_worker("workforce.release_worker", worker, by, at, {"on": on.isoformat()})


def _fill(worker: Worker, entry: WorkerEntry, by: Actor, at: datetime) -> None:
    code = division_codes.pad(entry.division_code)
    authorise(by, Permission.ASSIGN_TASKS, code)
    today = at.date() + timedelta(days=1)
    if any(day and day > today for day in (entry.trained_on, entry.checked_on)):
        raise DaysOutOfOrder("培训和查询日期不能晚于今天")
    _refuse_twice(worker, entry)
    worker.name, worker.division_code = entry.name.strip(), code
    worker.employment, worker.background = entry.employment, entry.background
    worker.entered_on, worker.account_id = entry.entered_on, entry.account
    worker.trained_on, worker.checked_on = entry.trained_on, entry.checked_on
    if entry.number:
        worker.number = entry.number
    if entry.phone:
        worker.phone = entry.phone


def _refuse_twice(worker: Worker, entry: WorkerEntry) -> None:
    others = Worker.objects.everywhere("one entry for each person").exclude(pk=worker.pk)
    if entry.number:
        if citizen_number.key(entry.number) is None:
            raise NumberWrong("身份证号不对，请对照证件核对（末位是校验码）")
        if others.filter(number_index=entry.number, left_on__isnull=True).exists():
            raise WorkerKnown("台账里已有这个身份证号的人员，请先查找，在原记录上变更")
    if entry.account and others.filter(account=entry.account).exists():
        raise WorkerKnown("这个账号已对应台账里的另一个人")


def _record_charge(verb: str, charge: Charge, by: Actor, at: datetime, detail: Detail) -> None:
    key = str(charge.uuid)
    told = {**detail, "division": charge.division_code, "post": str(charge.post_id)}
    record(by=by, at=at, verb=verb, subject_kind="charge", subject_key=key, detail=told, district=charge.district)


def _record_worker(verb: str, worker: Worker, by: Actor, at: datetime, detail: Detail) -> None:
    key = str(worker.uuid)
    record(by=by, at=at, verb=verb, subject_kind="worker", subject_key=key, detail=detail, district=worker.district)
