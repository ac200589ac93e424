"""Journals balance, are posted once, and never change."""

from datetime import UTC, datetime
from itertools import chain
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from tests.children import child
from tests.money import COUNTY, JANUARY, a_grant
from tests.officers import employ

from gonghu.domain.access.officer import NotPermitted, officer, reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Grant
from gonghu.domain.ledger.models import Accrual, Entry, Fund, Journal
from gonghu.domain.ledger.operations import (
    BudgetOverdrawn,
    FundMissing,
    JournalNotBalanced,
    JournalPostedAlready,
    NothingToRecover,
    change_budget,
    note_recovery,
    note_repayment,
    post_journal,
)
from gonghu.domain.ledger.posting import EntryOf, Pair, came_back, paid_out, sent_again
from gonghu.domain.ledger.queries import (
    accruals_astray,
    budget_left,
    budgets_of,
    hash_of,
    month_report,
    runs_of_grants,
    trial_balance,
)
from gonghu.domain.ledger.terms import JournalKind, Ledger
from gonghu.engines.entitlement import month_of
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

AT = datetime(2026, 1, 20, 1, tzinfo=UTC)
ALL = reached_by(SYSTEM)
FEBRUARY = JANUARY.replace(month=2)
pytestmark = pytest.mark.django_db


@pytest.fixture
def grant() -> Grant:
    by = (employ("cha", at=AT), employ("queren", at=AT))
    return a_grant(child(), by)


def paid(grant: Grant, fen: int = 136000, *, fund: str = "DISTRICT") -> Pair:
    return paid_out(grant=grant.pk, month=JANUARY, line=grant.line, fen=fen, fund=fund)


def post(*pairs: Pair, kind: JournalKind = JournalKind.PAYROLL, key: str = "", at: datetime = AT) -> Journal:
    return post_journal(
        kind=kind, division_code=COUNTY, entries=chain.from_iterable(pairs), source_kind="payments.payroll",
        source_key=key or str(uuid4()), words="2026年1月发放", by=SYSTEM, at=at,
    )  # fmt: skip


def test_a_journal_is_posted_with_its_hash_and_one_audit_entry(grant: Grant) -> None:
    journal = post(paid(grant))
    assert (journal.count, journal.volume_fen) == (2, 136000)
    assert hash_of(journal=journal, scope=ALL) == journal.hash
    told = AuditEntry.objects.get(verb="ledger.post")
    assert (told.chain, told.detail["hash"]) == ("120112", journal.hash)
    assert runs_of_grants(grants=[grant.pk], scope=ALL) == {grant.pk: f"{month_of(JANUARY)}:136000"}


def test_what_is_out_of_balance_or_nothing_is_not_posted(grant: Grant) -> None:
    alone = (EntryOf(Ledger.ENTITLED, 100, grant.pk, JANUARY), EntryOf(Ledger.BANK, -99, grant.pk, JANUARY))
    pairs: list[list[Pair]] = [[alone], []]
    for entries in pairs:
        with pytest.raises(JournalNotBalanced), transaction.atomic():
            post(*entries)
    assert not Journal.objects.everywhere("nothing was posted").exists()
    assert not Entry.objects.everywhere("nothing was posted").exists()
    assert not Accrual.objects.exists()


def test_a_source_is_posted_once_of_a_kind(grant: Grant) -> None:
    post(paid(grant), key="one")
    with pytest.raises(JournalPostedAlready):
        post(paid(grant), key="one")
    back = came_back(grant=grant.pk, month=JANUARY, line=grant.line, fen=136000)
    post(back, kind=JournalKind.RETURN, key="one")


def test_the_database_refuses_to_change_what_is_posted(grant: Grant) -> None:
    journal = post(paid(grant))
    change_budget(
        fund="DISTRICT", division_code=COUNTY, year=2026, amount_fen=1, document="文", reason="", by=SYSTEM, at=AT
    )
    for table in ("ledger_journal", "ledger_entry", "ledger_budgetchange"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET amount_fen = 1"):
            words = statement.replace("amount_fen", "volume_fen") if table == "ledger_journal" else statement
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                run(words)
    assert hash_of(journal=journal, scope=ALL) == journal.hash


def run(statement: str) -> None:
    with transaction.get_connection().cursor() as cursor:
        cursor.execute(statement)


def test_only_who_pays_there_posts(grant: Grant) -> None:
    told: dict[str, Any] = {
        "kind": JournalKind.PAYROLL,
        "division_code": COUNTY,
        "source_kind": "x",
        "words": "发放",
        "at": AT,
    }
    finance = employ("caiwu", Role.FINANCE_OFFICER, at=AT)
    post_journal(**told, entries=paid(grant), source_key="a", by=officer(account=finance, at=AT))
    for name, role, division in (
        ("danyi", Role.TOWN_SUPERVISOR, "120112100000"),
        ("linqu", Role.FINANCE_OFFICER, "120113000000"),
    ):
        other = officer(account=employ(name, role, division, at=AT), at=AT)
        with pytest.raises(NotPermitted):
            post_journal(**told, entries=paid(grant), source_key="b", by=other)


def test_funds_of_the_usual_levels_are_opened_when_first_used_and_others_must_be_there(grant: Grant) -> None:
    post(paid(grant))
    assert Fund.objects.get().name == "区县级"
    with pytest.raises(FundMissing), transaction.atomic():
        post(paid(grant, fund="BAIYI"))


def test_a_budget_is_the_sum_of_its_changes_and_is_spent_by_what_leaves(grant: Grant) -> None:
    post(paid(grant))
    told: dict[str, Any] = {
        "fund": "DISTRICT",
        "division_code": COUNTY,
        "year": 2026,
        "document": "津财〔2026〕1号",
        "reason": "",
    }
    change_budget(**told, amount_fen=200000, by=SYSTEM, at=AT)
    change_budget(**told, amount_fen=-50000, by=SYSTEM, at=AT)
    (shown,) = budgets_of(year=2026, scope=ALL)
    assert (shown.budget_fen, shown.spent_fen, shown.left_fen) == (150000, 136000, 14000)
    assert budget_left(fund="DISTRICT", division_code=COUNTY, year=2026, scope=ALL) == 14000
    assert budget_left(fund="DISTRICT", division_code=COUNTY, year=2027, scope=ALL) is None
    with pytest.raises(BudgetOverdrawn):
        change_budget(**told, amount_fen=-150001, by=SYSTEM, at=AT)


def test_what_is_paid_comes_back_goes_again_and_is_recovered_stays_in_balance(grant: Grant) -> None:
    told: dict[str, Any] = {"grant": grant.pk, "month": JANUARY, "line": grant.line, "fen": 136000, "fund": "DISTRICT"}
    post(paid(grant))
    post(came_back(**told), kind=JournalKind.RETURN)
    assert [each.fen for each in trial_balance(scope=ALL) if each.account == Ledger.RETURNED] == [-136000]
    post(sent_again(**told), kind=JournalKind.REQUEUE)
    owing: dict[str, Any] = {"grant": grant.pk, "line": grant.line, "division_code": COUNTY, "by": SYSTEM, "at": AT}
    with pytest.raises(NothingToRecover):
        note_recovery(**owing, months={month_of(JANUARY): 136001}, reason="父亲已出狱")
    note_recovery(**owing, months={month_of(JANUARY): 36000}, reason="父亲已出狱")
    with pytest.raises(NothingToRecover):
        note_repayment(**owing, fen=36001, fund="DISTRICT", receipt="收据1")
    note_repayment(**owing, fen=16000, fund="DISTRICT", receipt="收据1")
    assert {balance.account: balance.fen for balance in trial_balance(scope=ALL)} == {
        Ledger.ENTITLED: 100000, Ledger.PAYABLE: 0, Ledger.BANK: -120000, Ledger.RETURNED: 0, Ledger.RECEIVABLE: 20000,
    }  # fmt: skip
    assert accruals_astray(scope=ALL) == []


def test_a_month_is_reported_by_line_and_fund(grant: Grant) -> None:
    line, at = grant.line, datetime(2026, 2, 20, 1, tzinfo=UTC)
    post(paid(grant))
    post(
        paid_out(grant=grant.pk, month=FEBRUARY, line=line, fen=150000, fund="DISTRICT"),
        paid_out(grant=grant.pk, month=JANUARY, line=line, fen=14000, fund="DISTRICT"),
        at=at,
    )
    post(
        came_back(grant=grant.pk, month=FEBRUARY, line=line, fen=150000, fund="DISTRICT"),
        kind=JournalKind.RETURN,
        at=at,
    )
    report = month_report(month=FEBRUARY, scope=ALL)
    (shown,) = report.lines
    assert (shown.grants, shown.regular_fen, shown.back_pay_fen, shown.taken_back_fen) == (1, 150000, 14000, 0)
    assert (shown.paid_fen, shown.returned_fen) == (164000, 150000)
    assert report.total.entitled_fen == 164000
    assert (report.by_fund, report.open_returned_fen) == ((("DISTRICT", 14000),), 150000)


def test_sums_by_month_that_are_astray_are_found(grant: Grant) -> None:
    post(paid(grant))
    Accrual.objects.update(runs="24312:1")
    assert accruals_astray(scope=ALL) == [grant.pk]
