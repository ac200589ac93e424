"""Two files turn out to be one child's: its money and its work go along, once, and come back when they are parted."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from pytest_django import Settings
from tests.benefits import acting
from tests.children import child
from tests.money import a_grant, set_standards
from tests.payrolls import NOVEMBER, Payers, account_of, drafted, paid, payers

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Application, Batch, BatchChild, Ending, Grant, OtherBenefit
from gonghu.domain.benefits.operations import Leave, decide_ending, propose_ending
from gonghu.domain.benefits.terms import ApplicationState, EndReason, OtherKind
from gonghu.domain.insurance.models import EnrolmentLine, EnrolmentRound, KeyingItem, Referral
from gonghu.domain.insurance.terms import KeyingKind, ReferralKind
from gonghu.domain.ledger.models import Entry, HelpReceived
from gonghu.domain.ledger.queries import help_of_child, money_of_child
from gonghu.domain.ledger.terms import HelpKind
from gonghu.domain.payments.models import MonthHeld, PayAccount, PayrollLine, Stop
from gonghu.domain.payments.operations import freeze_payroll
from gonghu.domain.payments.terms import StopKind
from gonghu.domain.people.models import Child, PersonMerge
from gonghu.domain.people.operations.merging import NotMergeable
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.merge_files import MoneyInTheWay, merge_files, split_files

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 10, tzinfo=timezone.get_default_timezone())
WHY = "a test looks"
VILLAGE, NEXT = "120112100201", "120112100202"
ALL = reached_by(SYSTEM)
DEFACTO, AID = "defacto_allowance", "temporary_aid"


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1360}, orphan_scattered_standard={"2020-01-01": 1500})
    return payers()


def joined(kept: Child, other: Child, minutes: int = 0) -> PersonMerge:
    at = AT + timedelta(minutes=minutes)
    return merge_files(kept=kept.pk, merged=other.pk, reason="同一人", by=SYSTEM, at=at)


def again(grant: Grant) -> Grant:
    return Grant.objects.everywhere(WHY).get(pk=grant.pk)


def test_what_a_child_is_given_goes_along_and_is_paid_from_the_file_that_is_kept(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名", village=NEXT)
    grant = a_grant(other, by.accounts, from_month=NOVEMBER)
    account = account_of(other, by)
    draft = drafted(by)
    merge = joined(kept, other)
    moved = again(grant)
    assert (moved.child_id, moved.person, moved.division_code) == (kept.pk, kept.pk, VILLAGE)
    assert Application.objects.everywhere(WHY).get().child_id == kept.pk
    assert PayAccount.objects.everywhere(WHY).get() == account
    line = PayrollLine.objects.everywhere(WHY).get(payroll=draft)
    assert (line.child_id, line.person, line.account_id) == (kept.pk, kept.pk, account.pk)
    freeze_payroll(payroll=draft.pk, by=by.finance, at=AT)
    assert MonthHeld.objects.get().person == kept.pk
    split_files(merge=merge, by=SYSTEM, at=AT)
    assert (again(grant).child_id, again(grant).person, again(grant).division_code) == (other.pk, other.pk, NEXT)
    # What was frozen stays as it was signed; the month is again the other's.
    assert PayrollLine.objects.everywhere(WHY).get(payroll=draft).child_id == kept.pk
    assert MonthHeld.objects.get().person == other.pk


def test_months_that_were_paid_are_seen_and_not_paid_again(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    old = a_grant(other, by.accounts, from_month=NOVEMBER)
    account_of(other, by)
    paid(by)
    books = list(Entry.objects.everywhere(WHY).order_by("pk").values_list())
    joined(kept, other)
    told = money_of_child(child=kept.pk, through=NOVEMBER, scope=ALL)
    assert [(each.grant.pk, each.paid_fen) for each in told] == [(old.pk, 136000)]
    # A benefit that the file which is kept gets later for the same month is stopped: the person has had it.
    a_grant(kept, by.accounts, line="orphan_allowance", from_month=NOVEMBER)
    drafted(by)
    assert set(Stop.objects.everywhere(WHY).values_list("kind", flat=True)) & {
        StopKind.ORPHAN_AND_DEFACTO, StopKind.PAID_ALREADY,
    }  # fmt: skip
    assert list(Entry.objects.everywhere(WHY).order_by("pk").values_list()) == books


def test_two_running_benefits_are_decided_on_first(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    for each, line in ((kept, "orphan_allowance"), (other, DEFACTO)):
        a_grant(each, by.accounts, line=line)
    with pytest.raises(MoneyInTheWay, match="只能领一项"):
        joined(kept, other)
    leave = Leave(
        Grant.objects.everywhere(WHY).get(child=other).pk, EndReason.OTHER_LINE, AT.date(), AT.date(), "改领孤儿待遇"
    )
    ending = propose_ending(leave=leave, by=by.checker, at=AT)
    with pytest.raises(MoneyInTheWay):
        joined(kept, other)
    decide_ending(
        ending=ending.pk,
        opinion="情况属实",
        articles="民发〔2019〕62号",
        by=acting("other", Role.CHILD_COMMISSIONER, at=AT),
        at=AT,
    )
    joined(kept, other)
    assert Ending.objects.everywhere(WHY).get().child_id == kept.pk


def test_an_account_whose_days_the_other_file_had_taken_goes_on_from_the_merge_and_comes_back(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    a_grant(other, by.accounts, from_month=NOVEMBER)
    past, running = account_of(kept, by, to_on=date(2026, 6, 30)), account_of(other, by, number="6222020200000000018")
    merge = joined(kept, other)
    now = PayAccount.objects.everywhere(WHY).get(pk=running.pk)
    assert (now.child_id, now.from_on, now.to_on) == (kept.pk, date(2026, 7, 1), None)
    assert not Stop.objects.everywhere(WHY).filter(payroll=drafted(by)).exists()
    assert split_files(merge=merge, by=SYSTEM, at=AT) == 0
    back = {each.pk: each for each in PayAccount.objects.everywhere(WHY)}
    assert (back[running.pk].child_id, back[running.pk].from_on) == (other.pk, date(2020, 1, 1))
    assert (back[past.pk].child_id, back[past.pk].to_on) == (kept.pk, date(2026, 6, 30))


@pytest.mark.parametrize("chosen", ["kept", "other"])
def test_of_two_accounts_the_one_that_is_chosen_goes_on_and_a_split_gives_both_back(by: Payers, chosen: str) -> None:
    kept, other = child("张小明"), child("张小名")
    a_grant(other, by.accounts, from_month=NOVEMBER)
    accounts = {"kept": account_of(kept, by), "other": account_of(other, by, number="6222020200000000018")}
    before = set(PayAccount.objects.everywhere(WHY).values_list("pk", "child", "from_on", "to_on"))
    officer = acting("chooses", Role.CHILD_COMMISSIONER, at=AT)
    merge = merge_files(kept=kept.pk, merged=other.pk, reason="同一人", account=accounts[chosen].pk, by=officer, at=AT)
    drafted(by, at=AT)
    assert {line.account_id for line in PayrollLine.objects.everywhere(WHY)} == {accounts[chosen].pk}
    if chosen == "other":
        ended = PayAccount.objects.everywhere(WHY).get(pk=accounts["kept"].pk)
        assert ended.to_on == AT.date() - timedelta(days=1)
    assert split_files(merge=merge, by=SYSTEM, at=AT) == 0
    assert set(PayAccount.objects.everywhere(WHY).values_list("pk", "child", "from_on", "to_on")) == before


def test_of_one_account_told_twice_the_verified_row_goes_on(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    a_grant(other, by.accounts, from_month=NOVEMBER)
    ours, theirs = (account_of(each, by, number="6222020200000000018") for each in (kept, other))
    PayAccount.objects.everywhere(WHY).filter(pk=ours.pk).update(verified_by=None, from_on=AT.date())
    joined(kept, other)
    drafted(by)
    assert PayrollLine.objects.everywhere(WHY).get().account_id == theirs.pk


def test_nobody_but_a_person_chooses_the_account_the_county_or_between_two_gifts(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    account_of(kept, by)
    account_of(other, by, number="6222020200000000018")
    with pytest.raises(MoneyInTheWay, match="收款账户不同"):
        joined(kept, other)
    PayAccount.objects.everywhere(WHY).filter(child=other).update(to_on=date(2026, 1, 1))
    a_grant(other, by.accounts, paying_division="120111000000")
    with pytest.raises(MoneyInTheWay, match="另一个区县"):
        joined(kept, other)
    Grant.objects.everywhere(WHY).filter(child=other).update(to_month=date(2026, 1, 1))
    batch = Batch.objects.create(
        division_code="120112000000", line=AID, name="春节慰问", month=NOVEMBER, amount_fen=60000, reasons="慰问",
        articles="津民发", first_by=by.accounts[0], first_at=AT,
    )  # fmt: skip
    for each in (kept, other):
        BatchChild.objects.create(batch=batch, child=each, division_code=VILLAGE)
    with pytest.raises(MoneyInTheWay, match="春节慰问"):
        joined(kept, other)
    BatchChild.objects.everywhere(WHY).filter(child=kept).delete()
    for each in (kept, other):
        Application.objects.create(
            child=each, division_code=VILLAGE, line=AID, handling_division=VILLAGE, state=ApplicationState.DRAFT,
            drafted_at=AT,
        )  # fmt: skip
    with pytest.raises(NotMergeable, match="同一项目的申请"):
        joined(kept, other)


def test_open_work_lies_where_the_file_lies_and_books_stay() -> None:
    kept, other = child("张小明"), child("张小名", village=NEXT)
    orders = [TaskOrder(TaskKind.FIRST_VISIT, "首次走访", NEXT, child=other.pk)]
    (task,) = open_tasks(orders=orders, by=SYSTEM, at=AT)
    gift = HelpReceived.objects.create(
        child=other, division_code=NEXT, kind=HelpKind.choices[0][0], giver="爱心企业", words="书包",
        given_on=AT.date(), label="测试", at=AT,
    )  # fmt: skip
    merge = joined(kept, other)
    found = Task.objects.everywhere(WHY).get(pk=task)
    assert (found.child_id, found.division_code) == (kept.pk, VILLAGE)
    assert HelpReceived.objects.everywhere(WHY).get().child_id == other.pk
    assert list(help_of_child(child=kept.pk, scope=ALL)) == [gift]
    split_files(merge=merge, by=SYSTEM, at=AT)
    found.refresh_from_db()
    assert (found.child_id, found.division_code) == (other.pk, NEXT)


@dataclass
class Plain:
    """The slow plain way: a row by its key, whose it is, and what a file has of it only once."""

    rows: dict[tuple[str, str], tuple[UUID, tuple[Any, ...] | None]] = field(default_factory=dict)
    moved: list[list[tuple[tuple[str, str], UUID]]] = field(default_factory=list)

    def merge(self, kept: UUID, other: UUID) -> None:
        step = []
        for key, (owner, once) in self.rows.items():
            taken = once is not None and any(
                mine == kept and same == once and table == key[0] for (table, _), (mine, same) in self.rows.items()
            )
            if owner == other and not taken:
                step.append((key, owner))
        for key, _ in step:
            self.rows[key] = (kept, self.rows[key][1])
        self.moved.append(step)

    def split(self) -> None:
        for key, owner in self.moved.pop():
            self.rows[key] = (owner, self.rows[key][1])


TABLES = (Grant, OtherBenefit, EnrolmentLine, Referral, KeyingItem, Visit, Task)


def whose() -> dict[tuple[str, str], UUID]:
    """Tell of every row of some tables whose it is."""
    return {
        (model.__name__, str(key)): owner
        for model in TABLES
        for key, owner in model._base_manager.values_list("pk", "child")
    }


def sown(rng: random.Random, children: list[Child], by: Payers) -> Iterator[tuple[Any, tuple[Any, ...] | None]]:
    """Hang rows of every table on children at random; with each, what a file has of it only once."""
    rounds = {
        year: EnrolmentRound.objects.create(
            division_code="120112000000", year=year, opens_on=AT.date(), closes_on=AT.date(), opened_at=AT
        )
        for year in (2025, 2026)
    }
    for each in children:
        place = {"child": each, "division_code": each.division_code}
        for year in rng.sample([2025, 2026], rng.randint(0, 2)):
            line = EnrolmentLine(enrolment=rounds[year], year=year, category="DEFACTO", person_class="A", **place)
            line.save()
            yield line, (year,)
        for kind in rng.sample(list(ReferralKind), rng.randint(0, 2)):
            yield Referral.objects.create(
                kind=kind, referred_to="区医院", reason="看病", due_on=AT.date(), referred_at=AT, **place
            ), (kind,)  # fmt: skip
        for month in rng.sample(range(1, 7), rng.randint(0, 2)):
            first = date(2026, month, 1)
            yield OtherBenefit.objects.create(
                kind=OtherKind.SUBSISTENCE, seat=f"{each.pk}:SUBSISTENCE", monthly_fen=month, source="名单",
                recorded_at=AT, from_on=first, to_on=first + timedelta(days=27), **place,
            ), (month,)  # fmt: skip
            yield a_grant(each, by.accounts, line=AID, from_month=first, to_month=first), None
        for _ in range(rng.randint(0, 2)):
            yield KeyingItem.objects.create(
                kind=rng.choice(list(KeyingKind)), source_kind="test", source_key=uuid4(), arose_on=AT.date(), **place
            ), None  # fmt: skip
            yield Visit.objects.create(
                kind=VisitKind.REGULAR, outcome=VisitOutcome.MET, visited_on=AT.date(), household=each.pk,
                accepted_at=AT, **place,
            ), None  # fmt: skip
            yield Task.objects.create(kind=TaskKind.OTHER, title="办", due_on=AT.date(), opened_at=AT, **place), None


@pytest.mark.parametrize("seed", range(3))
def test_after_any_merges_and_splits_every_row_is_whose_the_plain_way_says_it_is(seed: int, by: Payers) -> None:
    rng = random.Random(seed)
    children = [child(f"张{number}", village=rng.choice([VILLAGE, NEXT])) for number in range(5)]
    plain = Plain()
    for row, once in sown(rng, children, by):
        plain.rows[(type(row).__name__, str(row.pk))] = (row.child_id, once)
    before = {model: sorted(model._base_manager.values_list(), key=repr) for model in TABLES}
    done: list[PersonMerge] = []
    for step in range(14):
        if done and rng.random() < 0.35:
            assert split_files(merge=done.pop(), by=SYSTEM, at=AT) == 0
            plain.split()
        else:
            kept, other = rng.sample(children, 2)
            try:
                done.append(joined(kept, other, step))
            except NotMergeable:
                continue
            plain.merge(kept.pk, other.pk)
        assert whose() == {key: owner for key, (owner, _) in plain.rows.items()}
    assert PersonMerge.objects.everywhere(WHY).exists()
    while done:
        assert split_files(merge=done.pop(), by=SYSTEM, at=AT) == 0
    assert {model: sorted(model._base_manager.values_list(), key=repr) for model in TABLES} == before


def test_an_insurance_line_of_a_year_both_have_stays_and_is_shown(by: Payers) -> None:
    kept, other = child("张小明"), child("张小名")
    rows = [row for row, _ in sown(random.Random(1), [kept, other], by) if isinstance(row, EnrolmentLine)]
    joined(kept, other)
    keys = keys_of_child(child=kept.pk, scope=ALL)
    shown = EnrolmentLine.objects.visible_to(ALL).filter(child__in=keys)
    assert {each.pk for each in shown} == {each.pk for each in rows}
