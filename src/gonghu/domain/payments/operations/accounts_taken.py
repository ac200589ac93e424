"""Accounts that come with a roll (接收的收款账户), and what goes with it when it is taken back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import SamePerson, authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models import PayAccount, PayrollLine, Stop
from gonghu.domain.payments.operations.steps import person_of
from gonghu.domain.payments.terms import AccountKind, PayrollState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards.bank_card import clean

_WHY: Final = "accounts that came with a roll"
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class AccountTold:
    """An account as a roll tells it (名册上的账户), with the village of its child."""

    child: UUID
    division_code: str
    kind: AccountKind
    bank: str
    holder: str
    number: str
    relation: str
    from_on: date


@dataclass(frozen=True, slots=True)
class RollRead:
    """The roll that accounts came with (账户来源): its key and county, who read it and when."""

    key: UUID
    division_code: str
    by: UUID
    at: datetime


@transaction.atomic
def take_over_accounts(*, accounts: Sequence[AccountTold], roll: RollRead, by: Actor, at: datetime) -> dict[UUID, UUID]:
    """
    Enter the accounts of children who have none, and give the account of each (接收收款账户).

    Last month's money went to them, which is what the second officer signs.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises SamePerson: the actor read the roll
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, roll.division_code)
    if by.account == roll.by:
        raise SamePerson(f"{by.label} 上传的名册，账户须由另一人核对")
    verified_by = person_of(by)
    rows = [
        PayAccount(
            child_id=each.child, division_code=each.division_code, kind=each.kind, bank=each.bank.strip(),
            holder=each.holder, number=clean(each.number), relation=each.relation, from_on=each.from_on,
            entered_by_id=roll.by, entered_at=roll.at, verified_by_id=verified_by, verified_at=at,
        )
        for each in accounts
    ]  # fmt: skip
    PayAccount.objects.bulk_create(rows, batch_size=_AT_ONCE)
    _record("take_over_accounts", roll.key, roll.division_code, len(rows), by, at)
    return {row.child_id: row.pk for row in rows}


@transaction.atomic
def forget_accounts(*, accounts: Iterable[UUID], takeover: UUID, division_code: str, by: Actor, at: datetime) -> int:
    """
    Forget accounts that came with a roll (撤回收款账户), and give how many.

    :raises NotPermitted: the actor confirms nothing in the county
    :raises ProtectedError: one of them was paid to
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, division_code)
    count, _ = PayAccount.objects.everywhere(_WHY).filter(pk__in=list(accounts)).delete()
    _record("forget_accounts", takeover, division_code, count, by, at)
    return count


@transaction.atomic
def forget_lines_given_up(
    *, grants: Iterable[UUID], takeover: UUID, division_code: str, by: Actor, at: datetime
) -> int:
    """
    Forget what cancelled payrolls say of grants that are taken back (清除作废批次的明细); nothing was paid.

    :raises NotPermitted: the actor confirms nothing in the county
    """
    authorise(by, Permission.CONFIRM_APPLICATIONS, division_code)
    given_up = {"grant__in": list(grants), "payroll__state": PayrollState.CANCELLED}
    Stop.objects.everywhere(_WHY).filter(**given_up).delete()
    count, _ = PayrollLine.objects.everywhere(_WHY).filter(**given_up).delete()
    _record("forget_lines", takeover, division_code, count, by, at)
    return count


def _record(verb: str, takeover: UUID, division_code: str, count: int, by: Actor, at: datetime) -> None:
    record(
        by=by, at=at, verb=f"payments.{verb}", subject_kind="takeover", subject_key=str(takeover),
        detail={"rows": count}, district=division_code[:6],
    )  # fmt: skip
