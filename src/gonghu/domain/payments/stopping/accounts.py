"""Lines with nowhere to go, and accounts that take the money of too many (账户)."""

from collections.abc import Iterator
from typing import Final

from gonghu.domain.payments.models import Payroll
from gonghu.domain.payments.rules import rules_of
from gonghu.domain.payments.stopping.stopped import Stopped, rows_of
from gonghu.domain.payments.terms import AccountKind, StopKind

_NONE: Final = """
    SELECT line.uuid FROM payments_payrollline AS line
    WHERE line.payroll_id = %s AND line.account_id IS NULL AND line.amount_fen > 0"""
# Counted twice: of the few accounts that many rows name, how many children these are.
_IN_USE: Final = f"kind <> '{AccountKind.INSTITUTION}' AND to_on IS NULL"
_SHARED: Final = f"""
    SELECT line.uuid, shared.children, account.number_index
    FROM (SELECT uuid, account_id FROM payments_payrollline
          WHERE payroll_id = %s AND amount_fen > 0) AS line
    JOIN payments_payaccount AS account ON account.uuid = line.account_id
    JOIN (SELECT number_index, COUNT(DISTINCT child_id) AS children FROM payments_payaccount
          WHERE {_IN_USE} AND number_index IN (
            SELECT number_index FROM payments_payaccount WHERE {_IN_USE} GROUP BY number_index HAVING COUNT(*) > %s)
          GROUP BY number_index HAVING COUNT(DISTINCT child_id) > %s) AS shared
      ON shared.number_index = account.number_index"""


def without_account(payroll: Payroll) -> Iterator[Stopped]:
    """Find lines of children who have no account in force."""
    for (line,) in rows_of(_NONE, payroll):
        yield Stopped(line, StopKind.NO_ACCOUNT, "没有登记收款账户，请先登记；下月自动补发", "")


def shared_accounts(payroll: Payroll) -> Iterator[Stopped]:
    """Find lines that go to an account which serves more children than the rules allow without a look."""
    most = rules_of(division_code=payroll.division_code).children_to_an_account
    for line, children, index in rows_of(_SHARED, payroll, most, most):
        words = f"收款账户同时收 {children} 名儿童的钱（超过 {most} 名），请核对监护人和账户"
        yield Stopped(line, StopKind.SHARED_ACCOUNT, words, bytes(index).hex())
