"""A release killed before every one of its statements: it is not released, or released once."""

import os
import signal
import sqlite3
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.db import connection, transaction
from pytest_django import Settings
from tests.children import child
from tests.money import a_grant, set_standards
from tests.payrolls import AT, NOVEMBER, account_of, approved, drafted, payers

from gonghu.domain.access.officer import Officer
from gonghu.domain.payments.operations import AlreadyPast
from gonghu.usecases.pay import release

pytestmark = pytest.mark.django_db(transaction=True)
STANDING = """
    SELECT (SELECT state FROM payments_payroll), (SELECT COUNT(*) FROM ledger_journal),
           (SELECT COALESCE(SUM(amount_fen), 0) FROM ledger_entry WHERE amount_fen > 0)"""
REFUSED = 3


def test_a_release_that_is_killed_leaves_nothing_or_all_of_it(settings: Settings, tmp_path: Path) -> None:
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1990})
    by = payers()
    for name in ("张一", "王二"):
        account_of(a_grant(child(name), by.accounts, from_month=NOVEMBER).child, by)
    payroll = approved(by, drafted(by))
    disk = tmp_path / "killed.sqlite3"
    ask = on_disk(disk)

    left, statement = [], 0
    while forked(disk, partial(release_until, statement, payroll.pk, by.finance)) == -signal.SIGKILL:
        left.append(ask())
        statement += 1
    assert statement > 10
    assert set(left) == {("APPROVED", 0, 0)}
    assert ask() == ("RELEASED", 1, 398_000)
    assert forked(disk, partial(release_until, -1, payroll.pk, by.finance)) == REFUSED
    assert ask() == ("RELEASED", 1, 398_000)


def on_disk(path: Path) -> Callable[[], tuple[Any, ...]]:
    """Put a database in memory where another process finds it; give what asks how the payroll stands."""
    if connection.vendor != "sqlite":

        def standing() -> tuple[Any, ...]:
            with connection.cursor() as cursor:
                cursor.execute(STANDING)
                return tuple(cursor.fetchone())

        return standing
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])

    def standing_on_disk() -> tuple[Any, ...]:
        with sqlite3.connect(path) as other:
            return tuple(other.execute(STANDING).fetchone())

    return standing_on_disk


def forked(disk: Path, body: Callable[[], None]) -> int:
    """Do something in a process of its own, on the database on disk where it lay in memory; give how it ended."""
    if connection.vendor != "sqlite":
        connection.close()
    pid = os.fork()
    if pid == 0:
        try:
            if connection.vendor == "sqlite":
                connection.connection = None
                connection.settings_dict["NAME"] = str(disk)
            body()
            os._exit(0)
        except AlreadyPast:
            os._exit(REFUSED)
        finally:
            os._exit(1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


def release_until(statement: int, payroll: UUID, by: Officer) -> None:
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
