"""
Drafting the lines of a payroll (编制发放明细): part by part, so that it is quick and tells how far it has come.

What is written before the payroll is a draft counts for nothing; who takes a dead worker's job up begins anew.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.models import Accrual
from gonghu.domain.payments.entitled import Given, Reckoner
from gonghu.domain.payments.models import PayAccount, Payroll, PayrollLine, Stop
from gonghu.domain.payments.operations.steps import held_payroll, step
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.stopping import mark_stops
from gonghu.domain.payments.sums import sum_up
from gonghu.domain.payments.terms import LIVING, PayrollState
from gonghu.engines.entitlement import OtherSpan, last_day, month_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows, key_writer
from gonghu.foundation.intervals import holding_on
from gonghu.foundation.ordered_keys import ordered_keys

_WHY: Final = "grants that a payroll is drafted for"
_AT_ONCE: Final = 20_000
_SHARE: Final = 0.8
_COLUMNS: Final = (
    "uuid", "payroll_id", "grant_id", "child_id", "person", "division_code", "line", "group", "month", "kind",
    "amount_fen", "standard_fen", "deducted_fen", "cause", "why", "account_id",
)  # fmt: skip
Tell = Callable[[str, float], None]


class _Row(NamedTuple):
    """What of a grant is read for its lines."""

    uuid: UUID
    child: UUID
    person: UUID
    division_code: str
    line: str
    paying_division: str
    care: str
    from_month: date
    to_month: date | None
    amount_fen: int | None
    instalments: int | None
    had: str | None
    account: UUID | None


def draft_lines(*, payroll: UUID, by: Actor, at: datetime, tell: Tell) -> Payroll:
    """
    Write the lines of a payroll and stop those that must not be paid (编制明细并拦截).

    Every part is a transaction of its own, so that others write meanwhile; only the last makes it a draft.

    :raises AlreadyPast: somebody else has drafted or cancelled it
    :raises StandardMissing: a county has not set the standard of a line
    :raises LineUnknown: no policy of the county pays such a line
    """
    with transaction.atomic():
        held = held_payroll(payroll, PayrollState.DRAFTING)
        _clear(held)
    lines = paid_lines(held)
    grants = grants_of_payroll(held, lines)
    whole, done = grants.count() or 1, 0
    reckoner = Reckoner(held.month, rules_of(division_code=held.division_code).keep_back_percent)
    keys = ordered_keys(at)
    after = None
    while part := _part(grants, held.month, after):
        with transaction.atomic():
            held_payroll(payroll, PayrollState.DRAFTING)
            found = _others(grants, part, after)
            insert_rows(PayrollLine, _COLUMNS, _written(held, part, found, lines, reckoner, keys))
        after, done = part[-1].uuid, done + len(part)
        tell("计算应发", _SHARE * done / whole)
    tell("核对重复领取", _SHARE)
    return _drafted(payroll, lines, by, at)


@transaction.atomic
def _drafted(payroll: UUID, lines: dict[str, Line], by: Actor, at: datetime) -> Payroll:
    held = held_payroll(payroll, PayrollState.DRAFTING)
    mark_stops(held, lines)
    held.state, held.trouble = PayrollState.DRAFT, ""
    sum_up(held)
    step(held, "DRAFT", "", by, at)
    return held


def paid_lines(payroll: Payroll) -> dict[str, Line]:
    """Give the lines that a payroll pays, by code."""
    found = lines_of(division_code=payroll.division_code, on=payroll.month)
    if payroll.line == LIVING:
        return {code: line for code, line in found.items() if line.living}
    return {payroll.line: found[payroll.line]} if payroll.line in found else {}


def grants_of_payroll(payroll: Payroll, lines: dict[str, Line]) -> QuerySet[Grant]:
    """Give the grants whose lines a payroll may hold: those that began, until a year after they ended."""
    recently = payroll.month.replace(year=payroll.month.year - 1)
    return (
        Grant.objects.everywhere(_WHY)
        .filter(
            Area.of(payroll.division_code).filter("paying_division"),
            Q(to_month__isnull=True) | Q(to_month__gte=recently),
            line__in=sorted(lines),
            from_month__lte=payroll.month,
        )
        .order_by("uuid")
    )


def _part(grants: QuerySet[Grant], month: date, after: UUID | None) -> list[_Row]:
    account = (
        PayAccount.objects.everywhere(_WHY)
        .filter(holding_on(_last_day(month)), child=OuterRef("child"), verified_by__isnull=False)
        .values("pk")[:1]
    )
    rows = grants.annotate(
        had=Subquery(Accrual.objects.filter(pk=OuterRef("pk")).values("runs")),
        account=Subquery(account),
        human=Coalesce(F("child__person__merged_into"), F("person")),
    )
    return [
        _Row(*values)
        for values in (rows.filter(uuid__gt=after) if after else rows).values_list(
            "uuid", "child", "human", "division_code", "line", "paying_division", "care_form", "from_month",
            "to_month", "amount_fen", "instalments", "had", "account",
        )[:_AT_ONCE]
    ]  # fmt: skip


def _others(grants: QuerySet[Grant], part: Sequence[_Row], after: UUID | None) -> dict[UUID, list[OtherSpan]]:
    """Give what else the children of a part draw."""
    within = grants.filter(uuid__lte=part[-1].uuid)
    children = (within.filter(uuid__gt=after) if after else within).order_by().values("child")
    rows = OtherBenefit.objects.everywhere(_WHY).filter(child__in=children)
    found: dict[UUID, list[OtherSpan]] = {}
    for child, kind, fen, since, until in rows.values_list("child", "kind", "monthly_fen", "from_on", "to_on"):
        found.setdefault(child, []).append(OtherSpan(kind, fen, since, until))
    return found


def _written(
    payroll: Payroll,
    part: Sequence[_Row],
    others: dict[UUID, list[OtherSpan]],
    lines: dict[str, Line],
    reckoner: Reckoner,
    keys: Iterator[str],
) -> Iterator[tuple[Any, ...]]:
    """Give the lines of a part as the table takes them."""
    key, own = key_writer(), key_writer()(payroll.pk)
    groups = {code: LIVING if line.living else code for code, line in lines.items()}
    for row in part:
        given = Given(
            row.line, row.paying_division, row.care, row.from_month, row.to_month,
            row.amount_fen, row.instalments or 1, row.had or "",
        )  # fmt: skip
        for each in reckoner.lines(given, others.get(row.child, ())):
            yield (
                next(keys), own, key(row.uuid), key(row.child), key(row.person), row.division_code, row.line,
                groups[row.line], each.month, each.kind, each.amount_fen, each.standard_fen, each.deducted_fen,
                each.cause, each.why, key(row.account) if row.account else None,
            )  # fmt: skip


def _last_day(month: date) -> date:
    return last_day(month_of(month))


def _clear(payroll: Payroll) -> None:
    """Forget what a draft held before it is drafted anew."""
    Stop.objects.everywhere(_WHY).filter(payroll=payroll).delete()
    PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll).delete()
