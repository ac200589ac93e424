"""Payrolls begin, and begin anew (新建和重新编制批次)."""

from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.operations.steps import held_payroll, person_of, step
from gonghu.domain.payments.terms import LIVING, IssueKind, PayrollState
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import pad


class DraftOpen(ValueError):
    """The same line of the same month is being drafted already."""


class LineNotThere(LookupError):
    """The county has no such line."""


@transaction.atomic
def open_payroll(
    *, division_code: str, line: str, month: date, issue: IssueKind, job: UUID | None, by: Actor, at: datetime,
    key: UUID | None = None,
) -> Payroll:  # fmt: skip
    """
    Begin a payroll of a line, or of all living lines, for a month (新建发放批次).

    :raises NotPermitted: the actor prepares no payments there
    :raises LineNotThere: the county has no such line
    :raises DraftOpen: a draft of the same is open
    """
    code, first = pad(division_code), month.replace(day=1)
    authorise(by, Permission.PREPARE_PAYMENT, code)
    if line != LIVING and line not in lines_of(division_code=code, on=first):
        raise LineNotThere(f"{code} 没有“{line}”这个项目")
    payroll = Payroll(
        uuid=key or uuid4(), division_code=code, line=line, month=first, issue=issue, job=job, opened_at=at,
        prepared_by_id=person_of(by),
    )  # fmt: skip
    try:
        with transaction.atomic():
            payroll.save(force_insert=True)
    except IntegrityError as problem:
        raise DraftOpen("这个项目这个月已有草稿批次，请打开那一批，或先作废") from problem
    step(payroll, "OPEN", "", by, at)
    return payroll


@transaction.atomic
def draft_again(*, payroll: UUID, job: UUID | None, by: Actor, at: datetime) -> Payroll:
    """
    Draft a payroll anew from what is known now (重新编制).

    :raises NotPermitted: the actor prepares no payments there
    :raises AlreadyPast: it is no draft
    """
    held = held_payroll(payroll, PayrollState.DRAFT, PayrollState.DRAFTING)
    authorise(by, Permission.PREPARE_PAYMENT, held.division_code)
    held.state, held.job, held.trouble, held.prepared_by_id = PayrollState.DRAFTING, job, "", person_of(by)
    step(held, "REDRAFT", "", by, at)
    return held


@transaction.atomic
def fail_draft(*, payroll: UUID, trouble: str, by: Actor, at: datetime) -> Payroll:
    """Write down why a payroll could not be drafted, for people (编制失败)."""
    held = held_payroll(payroll, PayrollState.DRAFTING)
    held.trouble = trouble
    step(held, "FAIL", "", by, at)
    return held
