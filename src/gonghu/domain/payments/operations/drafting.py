"""
Drafting the lines of a payroll (编制发放明细): part by part, so that it is quick and tells how far it has come.

What is written before the payroll is a draft counts for nothing; who takes a dead worker's job up begins anew.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from itertools import starmap
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.divisions.terms import Area
from gonghu.domain.payments.entitled import Given, Reckoner
from gonghu.domain.payments.models import Payroll, PayrollLine, Stop
from gonghu.domain.payments.operations.steps import held_payroll, step
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.stopping import mark_stops
from gonghu.domain.payments.sums import sum_up
from gonghu.domain.payments.terms import LIVING, IssueKind, PayrollState
from gonghu.engines.entitlement import OtherSpan, last_day, month_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows, key_writer
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
    """What of a grant is read for its lines; keys are as the database has them."""

    uuid: Any
    child: Any
    person: Any
    division_code: str
    line: str
    care: str
    from_month: Any
    to_month: Any
    amount_fen: int | None
    instalments: int | None
    had: str | None
    account: Any


# Read as the tables have it: a million keys need not become objects and texts again.
_READ: Final = """
    SELECT own.uuid, own.child_id, COALESCE(person.merged_into_id, own.person), own.division_code, own.line,
           own.care_form, own.from_month, own.to_month, own.amount_fen, own.instalments, accrual.runs,
           (SELECT account.uuid FROM payments_payaccount AS account
            WHERE account.child_id = own.child_id AND account.from_on <= %s
              AND (account.to_on IS NULL OR account.to_on >= %s) AND account.verified_by_id IS NOT NULL LIMIT 1)
    FROM benefits_grant AS own
    JOIN people_person AS person ON person.uuid = own.child_id
    LEFT JOIN ledger_accrual AS accrual ON accrual.grant_id = own.uuid
    WHERE own.paying_division = %s AND own.line IN ({lines}) AND own.from_month <= %s
      AND (own.to_month IS NULL OR own.to_month >= %s){after}
    ORDER BY own.uuid LIMIT {most}"""


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
    percent = rules_of(division_code=held.division_code).keep_back_percent
    reckoner = Reckoner(held.month, percent, only_earlier=held.issue == IssueKind.BACK_PAY)
    keys = ordered_keys(at)
    for county in list(grants.order_by("paying_division").values_list("paying_division", flat=True).distinct()):
        after = None
        while part := _part(held.month, lines, county, after):
            with transaction.atomic():
                held_payroll(payroll, PayrollState.DRAFTING)
                found = _others(grants.filter(paying_division=county), part)
                insert_rows(PayrollLine, _COLUMNS, _written(held, county, part, found, lines, reckoner, keys))
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
    return Grant.objects.everywhere(_WHY).filter(
        Area.of(payroll.division_code).filter("paying_division"),
        Q(to_month__isnull=True) | Q(to_month__gte=_a_year_before(payroll.month)),
        line__in=sorted(lines),
        from_month__lte=payroll.month,
    )


def _part(month: date, lines: dict[str, Line], county: str, after: Any) -> list[_Row]:
    """Read the next grants of a county, in the order of its index."""
    day, codes = last_day(month_of(month)).isoformat(), sorted(lines)
    if not codes:
        return []
    statement = _READ.format(
        lines=", ".join(["%s"] * len(codes)), after=" AND own.uuid > %s" if after else "", most=_AT_ONCE
    )
    since = _a_year_before(month).isoformat()
    values = [day, day, county, *codes, month.isoformat(), since, *([after] if after else [])]
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return list(starmap(_Row, cursor.fetchall()))


def _others(grants: QuerySet[Grant], part: Sequence[_Row]) -> dict[str, list[OtherSpan]]:
    """Give what else the children of a part draw."""
    first, last = UUID(str(part[0].uuid)), UUID(str(part[-1].uuid))
    children = grants.filter(uuid__gte=first, uuid__lte=last).values("child")
    rows = OtherBenefit.objects.everywhere(_WHY).filter(child__in=children)
    found: dict[str, list[OtherSpan]] = {}
    for child, kind, fen, since, until in rows.values_list("child", "kind", "monthly_fen", "from_on", "to_on"):
        found.setdefault(child.hex, []).append(OtherSpan(kind, fen, since, until))
    return found


def _written(
    payroll: Payroll,
    county: str,
    part: Sequence[_Row],
    others: dict[str, list[OtherSpan]],
    lines: dict[str, Line],
    reckoner: Reckoner,
    keys: Iterator[str],
) -> Iterator[tuple[Any, ...]]:
    """Give the lines of a part as the table takes them."""
    own = key_writer()(payroll.pk)
    groups = {code: LIVING if line.living else code for code, line in lines.items()}
    for row in part:
        given = Given(
            row.line, county, row.care, row.from_month, row.to_month, row.amount_fen, row.instalments or 1,
            row.had or "",
        )  # fmt: skip
        spans = others.get(UUID(str(row.child)).hex, ()) if others else ()
        for each in reckoner.lines(given, spans):
            yield (
                next(keys), own, row.uuid, row.child, row.person, row.division_code, row.line, groups[row.line],
                each.month, each.kind, each.amount_fen, each.standard_fen, each.deducted_fen, each.cause, each.why,
                row.account,
            )  # fmt: skip


def _a_year_before(month: date) -> date:
    return month.replace(year=month.year - 1)


def _clear(payroll: Payroll) -> None:
    """Forget what a draft held before it is drafted anew."""
    Stop.objects.everywhere(_WHY).filter(payroll=payroll).delete()
    PayrollLine.objects.everywhere(_WHY).filter(payroll=payroll).delete()
