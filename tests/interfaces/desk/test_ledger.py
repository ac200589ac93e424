"""Pages of the ledger: a child's money by month, gaps, journals, budgets, the month, and help from others."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import chain
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import children
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, Employ, SignedIn
from tests.money import COUNTY, a_grant, set_standards

from gonghu.domain.access.terms import Role
from gonghu.domain.benefits.models import Grant, OtherBenefit
from gonghu.domain.benefits.terms import OtherKind
from gonghu.domain.ledger.models import HelpReceived, Journal
from gonghu.domain.ledger.operations import post_journal
from gonghu.domain.ledger.posting import came_back, paid_out
from gonghu.domain.ledger.terms import JournalKind
from gonghu.domain.people.models import Child
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.visits.models import MoneyTold, Visit
from gonghu.domain.visits.terms import MoneyDifference, MoneyReceived, VisitKind, VisitOutcome
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.children.reading import PURPOSE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
THIS = timezone.localdate().replace(day=1)
LAST = (THIS - timedelta(days=1)).replace(day=1)


@dataclass
class Money:
    """A child with a grant since last month, and browsers of those who see it (一项待遇)."""

    child: Child
    grant: Grant
    finance: Client
    supervisor: Client
    stranger: Client

    def paid(self, month: date = LAST, fen: int = 94000) -> Journal:
        pair = paid_out(grant=self.grant.pk, month=month, line=self.grant.line, fen=fen, fund="DISTRICT")
        return self._post(JournalKind.PAYROLL, pair, f"{month:%Y-%m} 发放")

    def returned(self, month: date = LAST, fen: int = 94000) -> Journal:
        pair = came_back(grant=self.grant.pk, month=month, line=self.grant.line, fen=fen, fund="DISTRICT")
        return self._post(JournalKind.RETURN, pair, "银行退回")

    def _post(self, kind: JournalKind, pair: Any, words: str) -> Journal:
        return post_journal(
            kind=kind, division_code=COUNTY, entries=chain(pair), source_kind="test", source_key=words, words=words,
            by=SYSTEM, at=timezone.now(),
        )  # fmt: skip


@pytest.fixture
def money(employ: Employ, signed_in: SignedIn) -> Iterator[Money]:
    path = set_standards(defacto_standard={"2020-01-01": 1360})
    first, second = employ("cha", Role.TOWN_SUPERVISOR, XIANSHUIGU), employ("queren")
    child = children.child(category="DEFACTO")
    grant = a_grant(child, (first, second), from_month=LAST)
    OtherBenefit.objects.create(
        child=child, division_code=VILLAGE, kind=OtherKind.SUBSISTENCE, seat=f"{child.pk}", monthly_fen=42000,
        source="低保名册", from_on=date(2020, 1, 1), recorded_at=timezone.now(),
    )  # fmt: skip
    browsers = [
        signed_in(account)
        for account in (
            employ("caiwu", Role.FINANCE_OFFICER), first, employ("linzhen", Role.TOWN_SUPERVISOR, "120112101000")
        )
    ]  # fmt: skip
    for browser in browsers:
        session = browser.session
        session[PURPOSE] = "核对发放"
        session.save()
    yield Money(child, grant, *browsers)
    path.unlink()


def test_a_child_s_money_is_told_by_month_with_the_reason(money: Money) -> None:
    address = reverse("desk:child-money", args=[money.child.pk])
    page = money.supervisor.get(address).content.decode()
    assert "1,360.00" in page
    assert "420.00" in page
    assert "940.00" in page
    assert "补差：已扣除其他救助" in page
    assert "待发放" in page
    money.paid()
    page = money.supervisor.get(address).content.decode()
    assert "已发放" in page
    assert "张小明" not in page
    money.returned()
    assert "银行退回，待重发" in money.finance.get(address).content.decode()
    assert money.stranger.get(address).status_code == 404


def test_what_cannot_be_reckoned_says_which_standard_is_missing(money: Money) -> None:
    set_standards(defacto_standard={"2090-01-01": 1360})
    page = money.finance.get(reverse("desk:child-money", args=[money.child.pk])).content.decode()
    assert "还没有填写标准：defacto_standard" in page
    set_standards(defacto_standard={"2020-01-01": 1360})


def test_a_gap_moves_on_with_the_money(money: Money) -> None:
    orphan = children.child("李小红", category="ORPHAN")
    address = reverse("desk:gaps")

    def gaps(**said: str) -> dict[str, str]:
        response = money.finance.get(address, said)
        return {str(row.key): row.gap.value for row in response.context["rows"]}

    assert gaps() == {str(money.child.pk): "NOT_PAID", str(orphan.pk): "NOT_APPLIED"}
    assert list(gaps(gap="NOT_PAID")) == [str(money.child.pk)]
    money.paid()
    assert gaps() == {str(orphan.pk): "NOT_APPLIED"}
    money.returned()
    assert gaps()[str(money.child.pk)] == "RETURNED"
    assert money.stranger.get(address).context["rows"] == []
    # Standing on this list would tell what is sealed.
    hidden = children.child("王小军", category="HIV")
    rows = money.supervisor.get(address).context["rows"]
    assert str(orphan.pk) in {str(row.key) for row in rows}
    assert str(hidden.pk) not in {str(row.key) for row in rows}


def test_journals_are_listed_opened_and_taken_along(money: Money) -> None:
    journal = money.paid()
    page = money.finance.get(reverse("desk:ledger")).content.decode()
    assert journal.words in page
    assert "940.00" in page
    page = money.finance.get(reverse("desk:journal", args=[journal.pk])).content.decode()
    assert journal.hash in page
    assert "核对一致" in page
    assert "-940.00" in page
    assert "张**" in page
    assert money.stranger.get(reverse("desk:journal", args=[journal.pk])).status_code == 404
    taken = money.finance.post(reverse("desk:export-ledger"))
    assert taken["Content-Type"].endswith("sheet")


def test_the_month_is_exact_in_the_books_and_rounded_for_publication(money: Money) -> None:
    money.paid(fen=184_800_00)
    page = money.finance.get(reverse("desk:finance-report"), {"month": f"{THIS:%Y-%m}"}).content.decode()
    assert "184,800.00" in page
    assert "18.5万元" in page
    taken = money.finance.post(reverse("desk:export-finance-report") + f"?month={THIS:%Y-%m}")
    assert taken["Content-Type"].endswith("sheet")


def test_a_budget_is_entered_by_finance_and_spent_by_payments(money: Money) -> None:
    told = {"fund": "DISTRICT", "place": COUNTY, "year": THIS.year, "amount": "1万", "document": "津南财〔2026〕3号"}
    assert money.supervisor.post(reverse("desk:change-budget"), told).status_code == 403
    assert money.finance.post(reverse("desk:change-budget"), told | {"amount": "很多"}).status_code == 422
    assert money.finance.post(reverse("desk:change-budget"), told | {"amount": "-1"}).status_code == 422
    money.finance.post(reverse("desk:change-budget"), told)
    money.paid()
    page = money.finance.get(reverse("desk:budgets")).content.decode()
    assert "10,000.00" in page
    assert "9,060.00" in page
    assert "9.4%" in page


def test_help_from_others_is_recorded_and_taken_back_with_a_reason(money: Money) -> None:
    address = reverse("desk:new-help", args=[money.child.pk])
    told = {"kind": "SCHOOL", "giver": "某慈善协会", "words": "书包和助学金", "amount": "1000", "given_on": LAST}
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert money.supervisor.post(address, told | {"given_on": tomorrow}).status_code == 422
    assert money.stranger.post(address, told).status_code == 404
    money.supervisor.post(address, told)
    page = money.supervisor.get(reverse("desk:child-money", args=[money.child.pk])).content.decode()
    assert "书包和助学金" in page
    assert "1,000.00" in page
    assert "某慈善协会" in money.supervisor.get(reverse("desk:helps")).content.decode()
    (given,) = HelpReceived.objects.everywhere("what was recorded")
    money.stranger.post(reverse("desk:take-back-help", args=[given.pk]), {"reason": "重复登记"})
    assert "书包和助学金" in money.supervisor.get(reverse("desk:helps")).content.decode()
    money.supervisor.post(reverse("desk:take-back-help", args=[given.pk]), {"reason": "重复登记"})
    assert "书包和助学金" not in money.supervisor.get(reverse("desk:helps")).content.decode()


def test_where_families_say_something_else_than_was_paid_is_listed_taken_along_and_shown_with_the_money(
    money: Money,
) -> None:
    child, today = money.child, timezone.localdate()
    visit = Visit.objects.create(
        child=child, division_code=VILLAGE, kind=VisitKind.REGULAR, outcome=VisitOutcome.MET, visited_on=today,
        household=child.pk, accepted_at=timezone.now(),
    )  # fmt: skip
    order = TaskOrder(TaskKind.REVIEW_BENEFIT, "请核实", VILLAGE, child=child.pk)
    (task,) = open_tasks(orders=[order], by=SYSTEM, at=timezone.now())
    MoneyTold.objects.create(
        visit=visit, child=child, division_code=VILLAGE, told_on=today, received=MoneyReceived.NOT_PAID,
        holder="父亲", difference=MoneyDifference.NOT_ARRIVED, words="银行回盘已到账 940.00 元", task_id=task,
    )  # fmt: skip
    page = money.supervisor.get(reverse("desk:money-told")).content.decode()
    assert "说没收到，银行已付" in page
    assert child.name not in page
    assert "没有待核实的不一致" in money.stranger.get(reverse("desk:money-told")).content.decode()
    assert (
        "没有符合条件的记录"
        in money.supervisor.get(reverse("desk:money-told") + "?difference=NO_GRANT").content.decode()
    )
    assert "卡在父亲手里" in money.supervisor.get(reverse("desk:child-money", args=[child.pk])).content.decode()
    taken = money.finance.post(reverse("desk:export-money-told"), {"purpose": "核对发放"})
    assert taken["Content-Type"].startswith("application/vnd.openxmlformats")
