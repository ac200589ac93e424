"""
Random histories of many children, paid month by month: the books, the bank and a pencil come to the same, to the fen.

Standards are raised in hindsight, other benefits found late, ends too, children move, banks return money that is paid
again or given up. GONGHU_HISTORIES says how many children and GONGHU_MONTHS how long; a thousand take some minutes.
"""

import os
import random
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import pytest
from django.db.models import Sum
from django.utils import timezone
from pytest_django import Settings
from tests.children import child
from tests.engines.entitlement.plain_calculator import Life, defacto_month
from tests.money import a_grant, set_standards
from tests.payrolls import Payers, account_of, answer_to, approved, drafted, payers

from gonghu.domain.access.officer import reached_by
from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.benefits.terms import OtherKind
from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.ledger.operations import note_recovery, note_repayment
from gonghu.domain.ledger.queries import accruals_astray, hash_of, runs_of_grants, trial_balance
from gonghu.domain.ledger.terms import Ledger
from gonghu.domain.payments.models import Payment
from gonghu.domain.payments.operations import NothingToPay, close_payroll, make_bank_file
from gonghu.domain.payments.terms import PaymentState
from gonghu.engines.entitlement import month_of, months_in
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.pay import pay_again, pay_no_more, release, take_return

pytestmark = pytest.mark.django_db

HISTORIES: Final = int(os.environ.get("GONGHU_HISTORIES", "16"))
SEED: Final = int(os.environ.get("GONGHU_SEED", "20261122"))
MONTHS: Final = int(os.environ.get("GONGHU_MONTHS", "4"))
COUNTIES: Final = {"120112": "120112100201", "120111": "120111001001"}
ALL: Final = reached_by(SYSTEM)
WHY: Final = "the whole of the books"


def moment(number: int) -> datetime:
    return datetime(2026, number, 12, 10, tzinfo=timezone.get_default_timezone())


def first_of(number: int) -> date:
    return date(2026 + (number - 1) // 12, (number - 1) % 12 + 1, 1)


@dataclass
class History:
    """One child as a clerk knows it: grants with their months, and what else is drawn."""

    grants: list[Grant]
    others: list[tuple[str, int, date, date | None]] = field(default_factory=list)


@dataclass
class World:
    """Two counties with their officers, children and standards, and a bank that remembers what arrived."""

    luck: random.Random
    officers: dict[str, Payers]
    figures: dict[str, dict[str, int]]
    histories: list[History] = field(default_factory=list)
    arrived: Counter[str] = field(default_factory=Counter)

    def write_figures(self) -> None:
        for county, dated in self.figures.items():
            set_standards(county, defacto_standard=dated)

    def one_in(self, number: int) -> bool:
        return self.luck.randrange(number) == 0


@pytest.fixture
def world(settings: Settings, tmp_path: Path) -> World:
    settings.GONGHU_HOME = tmp_path
    (tmp_path / "payments").mkdir()
    rules = "second_approval_above_fen: 900000000000\nkeep_back_percent: 50\n"
    (tmp_path / "payments" / "CN.yaml").write_text(rules, encoding="utf-8")
    officers = {county: payers(moment(1), county.ljust(12, "0")) for county in COUNTIES}
    made = World(random.Random(SEED), officers, {county: {"2019-12-01": 1360} for county in COUNTIES})
    made.write_figures()
    for number in range(HISTORIES):
        county = made.luck.choice(sorted(COUNTIES))
        by, born_on = officers[county], date(2015, 1, 1) + timedelta(days=number)
        of = child(f"张{chr(0x4E00 + number)}", village=COUNTIES[county], born_on=born_on)
        account_of(of, by, number=f"6222{number:012d}")
        start = first_of(made.luck.randint(1, 3))
        grant = a_grant(of, by.accounts, from_month=start, paying_division=county.ljust(12, "0"))
        made.histories.append(History([grant]))
    return made


def something_happens(world: World, number: int) -> None:
    """Let things come to light before the payroll of a month; most of them lie in the past."""
    luck = world.luck
    if world.one_in(3):
        since = first_of(luck.randint(max(1, number - 3), number))
        world.figures[luck.choice(sorted(COUNTIES))][since.isoformat()] = luck.randint(1200, 1900)
        world.write_figures()
    for history in world.histories:
        grant = history.grants[-1]
        if grant.to_month is not None:
            continue
        if not history.others and world.one_in(6):
            draw(history, luck, number)
        elif world.one_in(10):
            end = max(first_of(luck.randint(max(1, number - 2), number)), grant.from_month)
            Grant.objects.everywhere(WHY).filter(pk=grant.pk).update(to_month=end)
            grant.to_month = end
        elif world.one_in(8) and grant.from_month < first_of(number):
            move(world, history, number)


def draw(history: History, luck: random.Random, number: int) -> None:
    since, of = first_of(luck.randint(max(1, number - 3), number)), history.grants[0].child
    to_on = first_of(number + 1) - timedelta(days=1) if luck.random() < 0.4 else None
    fen = luck.choice([100, 42_000, 99_999, 136_000, 250_000])
    OtherBenefit.objects.create(
        child=of, division_code=of.division_code, kind=OtherKind.SUBSISTENCE, seat=str(of.pk), monthly_fen=fen,
        source="低保名册", from_on=since, to_on=to_on, recorded_at=moment(number),
    )  # fmt: skip
    history.others.append(("SUBSISTENCE", fen, since, to_on))


def move(world: World, history: History, number: int) -> None:
    """The old county pays this month, the new one from the next."""
    old = history.grants[-1]
    county = next(code for code in COUNTIES if code != old.paying_division[:6])
    Grant.objects.everywhere(WHY).filter(pk=old.pk).update(to_month=first_of(number))
    old.to_month = first_of(number)
    terms: dict[str, Any] = {"from_month": first_of(number + 1), "paying_division": county.ljust(12, "0")}
    history.grants.append(a_grant(old.child, world.officers[county].accounts, division_code=COUNTIES[county], **terms))


def pay(world: World, county: str, number: int) -> None:
    """Pay a county's month: what comes back is paid again or given up, until every fen came to an end."""
    by, at = world.officers[county], moment(number)
    try:
        payroll = approved(by, drafted(by, first_of(number), division=county.ljust(12, "0"), at=at), at)
    except NothingToPay:
        return
    release(payroll=payroll.pk, by=by.finance, at=at)
    for turn in range(9):
        made = make_bank_file(payroll=payroll.pk, layout="bank_fixed", by=by.finance, at=at)
        told = list(rows_in(made.content))
        assert sum(fen for _, fen in told) == made.file.total_fen
        sent = Payment.objects.everywhere(WHY).filter(bank_file=made.file)
        accounts = {each.pk: each.account.number for each in sent.select_related("account")}
        back = [
            key
            for key in sorted(accounts, key=accounts.__getitem__)
            if turn < 3 and number <= MONTHS and world.one_in(8)
        ]
        bounced = {accounts[key] for key in back}
        world.arrived.update({account: fen for account, fen in told if account not in bounced})
        take_return(bank_file=made.file.pk, name="回盘", content=answer_to(made.file.pk, back), by=by.finance, at=at)
        for key in back:
            (pay_no_more if world.one_in(3) else pay_again)(payment=key, reason="户名不符", by=by.finance, at=at)
        if not Payment.objects.everywhere(WHY).filter(payroll=payroll, state=PaymentState.WAITING).exists():
            break
    close_payroll(payroll=payroll.pk, by=by.finance, at=at)


def rows_in(content: bytes) -> Iterator[tuple[str, int]]:
    """Read a file as the bank does: account and fen, from the bytes."""
    for line in content.split(b"\r\n"):
        if line.startswith(b"D"):
            yield line[9:41].decode().strip(), int(line[101:117])


def by_pencil(world: World, history: History, through: int) -> dict[UUID, dict[int, int]]:
    """What each grant of a child is owed, by calendar and pencil."""
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    standards = {
        code: sorted((date.fromisoformat(day), yuan * 100) for day, yuan in dated.items())
        for code, dated in world.figures.items()
    }
    for grant in history.grants:
        county = grant.paying_division[:6]
        life = Life(standards=standards, others=history.others, county=county)
        for number in range(1, through + 1):
            month = first_of(number)
            if grant.from_month <= month and (grant.to_month is None or month <= grant.to_month):
                fen = defacto_month(life, month.year, month.month)[2]
                if fen:
                    found[grant.pk][month_of(month)] = fen
    return found


def settle_what_is_left(history: History, owed: dict[UUID, dict[int, int]], at: datetime, by: Payers) -> None:
    """Take back by hand what no later payment made up for, and let the family pay it back."""
    for grant in history.grants:
        had = months_in(runs_of_grants(grants=[grant.pk], scope=ALL).get(grant.pk, ""))
        due = owed.get(grant.pk, {})
        assert all(had.get(month, 0) >= fen for month, fen in due.items())
        over = {month: fen - due.get(month, 0) for month, fen in had.items() if fen > due.get(month, 0)}
        if not over:
            continue
        told: dict[str, Any] = {"grant": grant.pk, "line": grant.line, "division_code": grant.paying_division, "at": at}
        note_recovery(**told, months=over, reason="多发追回", by=by.finance)
        note_repayment(**told, fen=sum(over.values()), fund="DISTRICT", receipt="收据", by=by.finance)


def test_books_bank_and_pencil_come_to_the_same_to_the_fen(world: World) -> None:
    for number in range(1, MONTHS + 1):
        something_happens(world, number)
        for county in COUNTIES:
            pay(world, county, number)
    # In the month after, nothing new comes to light and nothing comes back: all that is missing is paid.
    for county in COUNTIES:
        pay(world, county, MONTHS + 1)
    left_in_bank = {account.account: account.fen for account in trial_balance(scope=ALL)}
    assert -left_in_bank[Ledger.BANK] == sum(world.arrived.values())
    assert left_in_bank[Ledger.RETURNED] == 0
    assert sum(left_in_bank.values()) == 0
    for history in world.histories:
        money_of_one(world, history)
    assert accruals_astray(scope=ALL) == []
    for journal in Journal.objects.everywhere(WHY):
        assert hash_of(journal=journal, scope=ALL) == journal.hash
    # Something was taken back, one way or another: else nothing was tried.
    assert Entry.objects.everywhere(WHY).filter(account=Ledger.ENTITLED, amount_fen__lt=0).exists()


def money_of_one(world: World, history: History) -> None:
    """What arrived is what the books say left; what was had is what a pencil gives once the rest is taken back."""
    keys = [grant.pk for grant in history.grants]
    bank = Entry.objects.everywhere(WHY).filter(grant__in=keys, account=Ledger.BANK)
    account = Payment.objects.everywhere(WHY).filter(child=history.grants[0].child).first()
    left = -(bank.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    assert left == (world.arrived[account.account.number] if account else 0)
    owed = by_pencil(world, history, MONTHS + 1)
    for grant in history.grants:
        settle_what_is_left(History([grant]), owed, moment(MONTHS + 1), world.officers[grant.paying_division[:6]])
    given = runs_of_grants(grants=keys, scope=ALL)
    had = {grant: months for grant, runs in given.items() if (months := months_in(runs))}
    assert had == owed
    repaid = -(bank.aggregate(fen=Sum("amount_fen"))["fen"] or 0)
    assert repaid == sum(sum(months.values()) for months in owed.values())
