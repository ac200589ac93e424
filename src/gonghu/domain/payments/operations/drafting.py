"""
Drafting the lines of a payroll (编制发放明细): part by part, so that it is quick and tells how far it has come.

What is written before the payroll is a draft counts for nothing; who takes a dead worker's job up begins anew.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import connection, transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.benefits.lines import Line
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.paying import paid_by
from gonghu.domain.payments.entitled import Reckoner
from gonghu.domain.payments.lines_paid import paid_lines
from gonghu.domain.payments.models import Payroll, PayrollLine, Stop
from gonghu.domain.payments.operations.laying import lay_lines, parts_of
from gonghu.domain.payments.operations.steps import held_payroll, step
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.stopping import mark_stops
from gonghu.domain.payments.sums import sum_up
from gonghu.domain.payments.terms import IssueKind, PayrollState
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import allow_large_joins, key_writer
from gonghu.foundation.ordered_keys import ordered_keys
from gonghu.foundation.table_statistics import refresh_statistics_of

_WHY: Final = "grants that a payroll is drafted for"
_SHARE: Final = 0.8
_MANY: Final = 10_000
"""Lines after which the planner of the stops must know how large the table has become."""
Tell = Callable[[str, float], None]


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
    grants = Grant.objects.everywhere(_WHY).filter(paid_by(division_code=held.division_code, on=day_of(at)))
    whole, done, laid = grants.count() or 1, 0, 0
    percent = rules_of(division_code=held.division_code).keep_back_percent
    reckoner = Reckoner(held.month, percent, only_earlier=held.issue == IssueKind.BACK_PAY)
    keys = ordered_keys(at)
    for county in list(grants.order_by("paying_division").values_list("paying_division", flat=True).distinct()):
        for part in parts_of(county) if lines else ():
            with transaction.atomic():
                held_payroll(payroll, PayrollState.DRAFTING)
                allow_large_joins()
                laid += lay_lines(held, part, lines, reckoner, keys)
            done += part.size
            tell("计算应发", _SHARE * min(1.0, done / whole))
    tell("核对重复领取", _SHARE)
    if laid > _MANY:
        refresh_statistics_of(PayrollLine)
    return _drafted(payroll, lines, by, at)


@transaction.atomic
def _drafted(payroll: UUID, lines: dict[str, Line], by: Actor, at: datetime) -> Payroll:
    held = held_payroll(payroll, PayrollState.DRAFTING)
    allow_large_joins()
    mark_stops(held, lines)
    held.state, held.trouble = PayrollState.DRAFT, ""
    sum_up(held)
    step(held, "DRAFT", "", by, at)
    return held


def _clear(payroll: Payroll) -> None:
    """Forget what a draft held before it is drafted anew; a million lines need not become objects to be forgotten."""
    with connection.cursor() as cursor:
        for model in (Stop, PayrollLine):
            cursor.execute(f"DELETE FROM {model._meta.db_table} WHERE payroll_id = %s", [key_writer()(payroll.pk)])
