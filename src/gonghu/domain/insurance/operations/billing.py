"""Medical bills are entered, one or all of a sheet, and withdrawn with why (医疗费用的登记)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, MedicalBill
from gonghu.domain.insurance.operations.rounds import MANAGE, record_round
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards.money import format_yuan

_WHY: Final = "lines of a round whose bills are entered"
_SHORTEST: Final = 2
_AT_ONCE: Final = 500


class BillWrong(ValueError):
    """The sums of a bill cannot be, or where they were read is not said."""


class BillThere(ValueError):
    """Of a child the year's bill is entered already."""


class NoSuchBill(LookupError):
    """There is no such bill, or it was withdrawn, or the child is not on the list of the round."""


@dataclass(frozen=True, slots=True)
class BillSaid:
    """What a year's treatment cost, who paid how much, and where that was read (医疗费用内容)."""

    line: UUID
    charged_fen: int
    basic_fen: int
    illness_fen: int
    aid_fen: int
    other_fen: int
    source: str

    @property
    def problem(self) -> str:
        """Say what cannot be about it; nothing where all can."""
        paid = self.basic_fen + self.illness_fen + self.aid_fen + self.other_fen
        if min(self.basic_fen, self.illness_fen, self.aid_fen, self.other_fen) < 0 or self.charged_fen <= 0:
            return "金额不能小于零，总费用须大于零"
        if paid > self.charged_fen:
            return f"各项支付合计 {format_yuan(paid)} 元，超过总费用 {format_yuan(self.charged_fen)} 元"
        return "" if len(self.source.strip()) >= _SHORTEST else "请写明来源（哪一份结算单或名单）"


@transaction.atomic
def record_bills(
    *, enrolment: UUID, bills: Sequence[BillSaid], instead: bool = False, by: Actor, at: datetime
) -> list[MedicalBill]:
    """
    Enter the bills of a round's year, all or none (登记医疗费用); with ``instead`` newer figures take their place.

    Figures that are the same as those on file are left as they are.

    :raises NotPermitted: the actor manages no insurance there
    :raises NoSuchBill: one of the children is not on the list of the round
    :raises BillWrong: the sums of one cannot be
    :raises BillThere: one is entered already, with other figures
    """
    found = EnrolmentRound.objects.everywhere(_WHY).get(pk=enrolment)
    authorise(by, MANAGE, found.division_code)
    rows = EnrolmentLine.objects.everywhere(_WHY).filter(enrolment=found, pk__in=[each.line for each in bills])
    lines = {line.pk: line for line in rows}
    known = _known(list(lines))
    made = []
    for said in bills:
        if said.line not in lines:
            raise NoSuchBill("这名儿童不在这一年度的参保名单里，请先更新名单")
        if said.problem:
            raise BillWrong(said.problem)
        before = known.get(said.line)
        if before is not None and _sums(before) == _sums(said):
            continue
        if before is not None and not instead:
            raise BillThere("这一年度的医疗费用已登记；要更正的，先撤回再登记")
        if before is not None:
            _withdraw(before, "以后一份结算数据为准", by, at)
        made.append(_bill(said, lines[said.line], by, at))
    try:
        with transaction.atomic():
            MedicalBill.objects.bulk_create(made, batch_size=_AT_ONCE)
    except IntegrityError as problem:
        raise BillThere("同一名儿童的费用刚由别人登记，请刷新页面再试") from problem
    record_round("insurance.record_bills", found, by, at, {"bills": len(made)})
    return made


@transaction.atomic
def withdraw_bill(*, bill: UUID, reason: str, by: Actor, at: datetime) -> MedicalBill:
    """
    Withdraw a bill that was wrong (撤回医疗费用).

    :raises NoSuchBill: there is none, or it was withdrawn
    :raises NotPermitted: the actor manages no insurance there
    :raises BillWrong: why is not said
    """
    rows = MedicalBill.objects.everywhere("a bill that is withdrawn").select_for_update(of=("self",))
    found = rows.select_related("line__enrolment").filter(pk=bill, withdrawn_at__isnull=True).first()
    if found is None:
        raise NoSuchBill("没有这份医疗费用，或已经撤回；请刷新页面")
    authorise(by, MANAGE, found.line.enrolment.division_code)
    if len(reason.strip()) < _SHORTEST:
        raise BillWrong("请写明撤回原因")
    _withdraw(found, reason, by, at)
    record(
        by=by, at=at, verb="insurance.withdraw_bill", subject_kind="medical_bill", subject_key=str(found.pk),
        detail={"child": str(found.child_id)}, district=found.division_code[:6],
    )  # fmt: skip
    return found


@transaction.atomic
def remember_bill_tasks(*, enrolment: UUID, tasks: Mapping[UUID, UUID], by: Actor, at: datetime) -> int:
    """
    Keep which task is about which bill, by key (报销缺口任务).

    :raises NotPermitted: the actor manages no insurance there
    """
    found = EnrolmentRound.objects.everywhere(_WHY).get(pk=enrolment)
    authorise(by, MANAGE, found.division_code)
    rows = MedicalBill.objects.everywhere("bills that got tasks")
    bills = list(rows.filter(pk__in=list(tasks), line__enrolment=found))
    for bill in bills:
        bill.task_key = tasks[bill.pk]
    rows.bulk_update(bills, ["task_key"], batch_size=_AT_ONCE)
    record_round("insurance.open_bill_tasks", found, by, at, {"tasks": len(bills)})
    return len(bills)


def _known(lines: list[UUID]) -> dict[UUID, MedicalBill]:
    found: dict[UUID, MedicalBill] = {}
    for start in range(0, len(lines), _AT_ONCE):
        rows = MedicalBill.objects.everywhere(_WHY).filter(withdrawn_at__isnull=True)
        found |= {bill.line_id: bill for bill in rows.filter(line__in=lines[start : start + _AT_ONCE])}
    return found


def _sums(of: MedicalBill | BillSaid) -> tuple[int, ...]:
    return of.charged_fen, of.basic_fen, of.illness_fen, of.aid_fen, of.other_fen


def _bill(said: BillSaid, line: EnrolmentLine, by: Actor, at: datetime) -> MedicalBill:
    return MedicalBill(
        line=line, child_id=line.child_id, division_code=line.division_code, category=line.category,
        charged_fen=said.charged_fen, basic_fen=said.basic_fen, illness_fen=said.illness_fen, aid_fen=said.aid_fen,
        other_fen=said.other_fen, source=said.source.strip()[:300], entered_at=at, entered_by_id=by.account,
    )  # fmt: skip


def _withdraw(bill: MedicalBill, reason: str, by: Actor, at: datetime) -> None:
    bill.withdrawn_reason, bill.withdrawn_at, bill.withdrawn_by_id = reason.strip()[:200], at, by.account
    bill.save(update_fields=["withdrawn_reason", "withdrawn_at", "withdrawn_by"])
