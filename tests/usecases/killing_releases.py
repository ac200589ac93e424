"""
A release that is killed at every step, and what is left of it.

Django is started once and the victims are forked from it; each dies right before one of the statements of a release.
"""

import json
import os
import signal
from datetime import date
from typing import Any
from uuid import UUID

from django.db import connection, transaction
from tests.children import child
from tests.money import a_grant, set_standards
from tests.payrolls import AT, NOVEMBER, account_of, approved, drafted, payers
from tests.quick_states import draw_only_what_changes

from gonghu.domain.access.officer import Officer
from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.operations import AlreadyPast
from gonghu.foundation.audit.verification import verify
from gonghu.interfaces.cli.init import make_ready
from gonghu.usecases.pay import release

_WHY = "a test looks at everything"
_AT_MOST_SECONDS = 120


def main() -> None:
    """Make the database, kill a release before each of its statements, and print what is left each time."""
    signal.alarm(_AT_MOST_SECONDS)
    draw_only_what_changes()
    make_ready()
    set_standards(defacto_standard={"2020-01-01": 1990})
    by = payers()
    for name in ("张一", "王二"):
        account_of(a_grant(child(name, born_on=date(2016, 1, 1)), by.accounts, from_month=NOVEMBER).child, by)
    payroll = approved(by, drafted(by))
    steps, left = 0, []
    while True:
        connection.close()
        pid = os.fork()
        if pid == 0:
            _released_until(steps, payroll.pk, by.finance)
            os._exit(0)
        killed = os.WIFSIGNALED(os.waitpid(pid, 0)[1])
        left.append(_left())
        steps += 1
        if not killed:
            break
    try:
        release(payroll=payroll.pk, by=by.finance, at=AT)
        again = "released again"
    except AlreadyPast:
        again = "refused"
    print(
        json.dumps(
            {"steps": steps, "left": left[:-1], "last": left[-1], "again": again, "broken": len(verify().broken)}
        )
    )


def _left() -> list[Any]:
    """Tell the state of the payroll, how many journals there are, and what their entries add up to."""
    (state,) = Payroll.objects.everywhere(_WHY).values_list("state", flat=True)
    fens = Entry.objects.everywhere(_WHY).filter(amount_fen__gt=0).values_list("amount_fen", flat=True)
    return [state, Journal.objects.everywhere(_WHY).count(), sum(fens)]


def _released_until(statement: int, payroll: UUID, by: Officer) -> None:
    """Release, and die right before the statement of that number, or before the commit when it is one further."""
    count = 0

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal count
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)
        count += 1
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute), transaction.atomic():
        release(payroll=payroll, by=by, at=AT)
        if count == statement:
            os.kill(os.getpid(), signal.SIGKILL)
