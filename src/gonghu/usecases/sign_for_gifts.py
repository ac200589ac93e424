"""
A gift reaches every child on its list, and somebody signs for it (慰问金签收): by the bank's answer, or by hand.

What is handed over leaves its fund as what the bank pays does: it is booked in the same transaction, so that no payroll
pays it once more, and the budget and the child's own page show it. What the bank has, or had, is not handed over too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Final
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import NotPermitted, Officer, day_of, reached_by
from gonghu.domain.access.operations import record_export
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import line_of
from gonghu.domain.benefits.models import Batch, BatchChild, Grant, Receipt
from gonghu.domain.benefits.operations import ReceiptWrong, SignedFor, record_receipts, withdraw_receipt
from gonghu.domain.benefits.queries import batch_by_key, children_of_batch, grants_of_batch, receipts_of_batch
from gonghu.domain.benefits.terms import HANDED_OVER, Handover
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.reconciling import Amount
from gonghu.domain.ledger.operations import post_journal
from gonghu.domain.ledger.posting import Pair, paid_out
from gonghu.domain.ledger.queries import BudgetShown, budget_left, budgets_of, funds
from gonghu.domain.ledger.terms import JournalKind
from gonghu.domain.payments.queries import children_at_bank
from gonghu.domain.people.queries import Identity, identities_of
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.money import format_yuan

SOURCE: Final = "benefits.receipt"
_MOST_ON_PAPER: Final = 2_000


class PaidThroughBank(ValueError):
    """The bank pays one of them, or has: nobody is given it twice."""


class BudgetTooSmall(ValueError):
    """A registered budget has less left than is handed over."""


class SheetTooLong(ValueError):
    """More children than one signing sheet takes."""


@dataclass(frozen=True, slots=True)
class Handing:
    """How far a batch has come to those on its list whom somebody sees (签收进度), beside the budgets of its funds."""

    states: dict[Handover, Amount]
    listed: Amount
    budgets: tuple[BudgetShown, ...]

    @property
    def signed(self) -> Amount:
        """Give those who have it."""
        return self._sum(HANDED_OVER)

    @property
    def unsigned(self) -> Amount:
        """Give those who have it not."""
        return self._sum(frozenset(Handover) - HANDED_OVER)

    def _sum(self, states: Collection[Handover]) -> Amount:
        return sum((self.states[state] for state in states), Amount())


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row of a signing sheet, with the whole name (签收表的一行)."""

    person: Identity
    division_code: str


@transaction.atomic
def hand_over(*, batch: UUID, children: Collection[UUID], said: SignedFor, by: Officer, at: datetime) -> list[Receipt]:
    """
    Write down that the sum of a batch was handed over to some children, and book it (登记签收并记账).

    :raises PaidThroughBank: the bank pays one of them, has paid, or the money came back and nobody gave it up
    :raises BudgetTooSmall: a registered budget has less left
    :raises NotPermitted: see ``record_receipts``, as for the other errors
    """
    lot, whole = uuid4(), reached_by(SYSTEM)
    found = batch_by_key(key=batch, scope=whole)
    fund = _fund(found, len(set(children)), at) if found else ""
    receipts = record_receipts(batch=batch, children=children, said=said, lot=lot, fund=fund, by=by, at=at)
    signed = {each.child_id for each in receipts}
    going = children_at_bank(batch=batch, scope=whole).filter(child__in=list(signed))
    if twice := len({each["child"] for each in going}):
        raise PaidThroughBank(f"其中 {twice} 人已列入银行发放（含退回未处理的），不能再当面发；请先在“发放”里处理")
    grants = [each for each in _grants(batch, signed, whole) if each.to_month and each.to_month >= each.from_month]
    if len(grants) < len(receipts):
        raise ReceiptWrong(f"其中 {len(receipts) - len(grants)} 人的这一项已停发，不能再当面发")
    pairs = [_handed(each, each.amount_fen or 0, fund) for each in grants]
    words = f"当面发放 {len(receipts)} 人：{receipts[0].batch.name}（登记人 {by.label}）"
    _book(JournalKind.GIFT, receipts[0].batch, pairs, lot, words, at)
    return receipts


@transaction.atomic
def take_receipt_back(*, receipt: UUID, reason: str, by: Officer, at: datetime) -> Receipt:
    """
    Withdraw a receipt that was wrong, and book it back (撤回签收并冲回): the child has it not, and may be paid.

    :raises NoSuchReceipt: see ``withdraw_receipt``, as for the other errors
    """
    found = withdraw_receipt(receipt=receipt, reason=reason, by=by, at=at)
    grants = _grants(found.batch_id, {found.child_id}, reached_by(SYSTEM))
    pairs = [_handed(each, -found.amount_fen, found.fund) for each in grants]
    _book(JournalKind.CORRECTION, found.batch, pairs, found.pk, f"撤回签收：{reason.strip()}", at)
    return found


def handing_of(*, batch: Batch, scope: Scope) -> Handing:
    """Count who on the list of a batch, of those whom somebody sees, has it, and how, with exact sums."""
    amount = batch.amount_fen
    listed = children_of_batch(batch=batch.pk, scope=scope).count()
    counts: dict[Handover, int] = {
        state: listed_in(batch=batch, scope=scope, state=state).count()
        for state in Handover
        if state is not Handover.UNSIGNED
    }
    counts[Handover.UNSIGNED] = listed - sum(counts.values())
    names = _line_funds(batch)
    county = [each for each in budgets_of(year=batch.month.year, scope=scope) if each.fund.code in names]
    return Handing(
        {state: Amount(n, n * amount) for state, n in counts.items()},
        Amount(listed, listed * amount),
        tuple(each for each in county if each.division_code == batch.division_code),
    )


def listed_in(
    *, batch: Batch, scope: Scope, state: Handover | None = None, area: Area | None = None
) -> QuerySet[BatchChild]:
    """Give those on the list of a batch whom somebody sees, by place; only of a state or an area on demand."""
    found = children_of_batch(batch=batch.pk, scope=scope)
    if area and area.prefix:
        found = found.filter(area.filter())
    if state is None:
        return found
    by_hand = receipts_of_batch(batch=batch.pk, scope=scope).order_by().values("child")
    if state is Handover.BY_HAND:
        return found.filter(child__in=by_hand)
    if state is Handover.UNSIGNED:
        return found.exclude(child__in=by_hand).exclude(child__in=children_at_bank(batch=batch.pk, scope=scope))
    return found.filter(child__in=children_at_bank(batch=batch.pk, scope=scope, states=[state]))


@transaction.atomic
def signing_sheet(*, batch: Batch, area: Area | None, reason: str, by: Officer, at: datetime) -> list[SheetRow]:
    """
    Give those who have still to sign, with whole names, for a sheet of paper (打印签收表); it is recorded as an export.

    :raises NotPermitted: the officer may not export, or not see names unmasked
    :raises SheetTooLong: there are more than a sheet takes
    """
    for permission in (Permission.EXPORT, Permission.UNMASK):
        if not by.scope.has(permission):
            raise NotPermitted(f"签收表含完整姓名，需要“{permission.label}”权限")
    scope = by.scope.holding(Permission.EXPORT)
    rows = list(listed_in(batch=batch, scope=scope, state=Handover.UNSIGNED, area=area)[: _MOST_ON_PAPER + 1])
    if len(rows) > _MOST_ON_PAPER:
        raise SheetTooLong(f"超过 {_MOST_ON_PAPER} 人，请按乡镇分别打印")
    people = identities_of(children=[row.child_id for row in rows], scope=scope)
    found = [SheetRow(people[row.child_id], row.division_code) for row in rows if row.child_id in people]
    record_export(
        kind="signing_sheet", rows=len(found), columns=["姓名", "村（居）", "金额", f"事由：{reason}"], by=by, at=at
    )
    return found


def _grants(batch: UUID, children: Collection[UUID], scope: Scope) -> list[Grant]:
    return list(grants_of_batch(batch=batch, children=children, scope=scope))


def _handed(grant: Grant, fen: int, fund: str) -> Pair:
    return paid_out(grant=grant.pk, month=grant.from_month, line=grant.line, fen=fen, fund=fund or None)


def _book(kind: JournalKind, batch: Batch, pairs: list[Pair], key: UUID, words: str, at: datetime) -> None:
    post_journal(
        kind=kind, division_code=batch.division_code, entries=chain.from_iterable(pairs), source_kind=SOURCE,
        source_key=str(key), words=words, by=SYSTEM, at=at,
    )  # fmt: skip


def _line_funds(batch: Batch) -> tuple[str, ...]:
    return line_of(code=batch.line, division_code=batch.division_code, on=batch.month).funds


def _fund(batch: Batch, children: int, at: datetime) -> str:
    """
    Give the fund that pays: the first with enough left this year; one without any budget just pays.

    :raises BudgetTooSmall: there are budgets, and none has enough left
    """
    whole, needed = reached_by(SYSTEM), batch.amount_fen * children
    known = {fund.code for fund in funds(scope=whole)}
    named = [code for code in _line_funds(batch) if code in known]
    year = day_of(at).year
    left = {code: budget_left(fund=code, division_code=batch.division_code, year=year, scope=whole) for code in named}
    if enough := next((code for code, fen in left.items() if fen is not None and fen >= needed), None):
        return enough
    if budgeted := [fen for fen in left.values() if fen is not None]:
        most = format_yuan(max(budgeted))
        raise BudgetTooSmall(f"登记的预算只剩 {most} 元，本次要用 {format_yuan(needed)} 元；请先追加预算")
    return named[0] if named else ""
