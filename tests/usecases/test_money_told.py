"""What a family says of the subsidy at a visit is held against what was paid; where it differs somebody finds out."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from pytest_django import Settings
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import FIRST, Town, employ, town
from tests.money import a_grant, set_standards
from tests.payrolls import AT, NOVEMBER, Payers, account_of, answer_to, paid, payers
from tests.payrolls import sent as sent_to_bank
from tests.visits import MEANING, SURVEY, sent_from

from gonghu.domain.access.officer import reached_by
from gonghu.domain.people.models import Child
from gonghu.domain.questionnaires.operations import publish_form, upload_form
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskKind, TaskState
from gonghu.domain.visits.models import MoneyTold
from gonghu.domain.visits.queries.money import DifferencesWanted, money_differences, money_told_of_child
from gonghu.domain.visits.terms import MoneyDifference
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.home_visit import accept_visit
from gonghu.usecases.pay import take_return

__all__ = ["employ", "town"]
pytestmark = pytest.mark.django_db
WHY = "a test looks"
ALL = reached_by(SYSTEM)
ASKED = """
|        | text | subsidy     | 补贴收到了吗 |
|        | text | card_holder | 卡在谁手里 |
| choices |"""


@pytest.fixture
def by(settings: Settings, tmp_path: Path) -> Payers:
    settings.GONGHU_HOME = tmp_path
    set_standards(defacto_standard={"2020-01-01": 1360})
    made = upload_form(
        content=SURVEY.replace("\n| choices |", ASKED).encode(), file_name="regular.md", division_code="",
        meaning=MEANING + "money: {received: subsidy, holder: card_holder}\n", by=SYSTEM, at=AT,
    )  # fmt: skip
    publish_form(version=made.pk, by=SYSTEM, at=AT)
    return payers()


def told(town: Town, child: Child, days: int = 20, **said: str) -> MoneyTold | None:
    at, by = AT + timedelta(days=days), acting(town.first)
    visit = accept_visit(submission=sent_from(("", 0), by, child.pk, at, said), by=by, at=at).visit
    return MoneyTold.objects.everywhere(WHY).filter(visit=visit).first()


def paid_by_the_bank(by: Payers, child: Child, **account: str) -> None:
    a_grant(child, by.accounts, from_month=NOVEMBER)
    account_of(child, by, **account)
    file = sent_to_bank(by, paid(by))
    take_return(bank_file=file, name="回盘", content=answer_to(file), by=by.finance, at=AT)


def test_nothing_arrived_it_is_said_and_the_bank_says_it_did(town: Town, by: Payers) -> None:
    child = children.child(village=FIRST)
    paid_by_the_bank(by, child)
    found = told(town, child, subsidy="NOT_PAID")
    assert found is not None
    assert found.difference == MoneyDifference.NOT_ARRIVED
    assert "2026-11 已到账 1,360.00 元" in found.words
    task = Task.objects.everywhere(WHY).get(kind=TaskKind.REVIEW_BENEFIT)
    assert (found.task_id, task.owner_id, task.child_id) == (task.pk, town.post(town.supervisor), child.pk)
    assert list(money_differences(scope=ALL)) == [found]
    assert list(money_told_of_child(child=child.pk, scope=ALL)) == [found]
    Task.objects.everywhere(WHY).filter(pk=task.pk).update(state=TaskState.CANCELLED)
    assert list(money_differences(scope=ALL)) == []
    assert list(money_differences(scope=ALL, wanted=DifferencesWanted(settled_too=True))) == [found]


def test_what_was_said_before_the_bank_answered_is_no_difference(town: Town, by: Payers) -> None:
    child = children.child(village=FIRST)
    paid_by_the_bank(by, child)
    found = told(town, child, days=1, subsidy="NOT_PAID")
    assert found is not None
    assert (found.difference, found.task) == ("", None)


@pytest.mark.parametrize(
    ("granted", "said", "difference"),
    [
        (True, "FULL", ""), (False, "FULL", MoneyDifference.NO_GRANT), (False, "NOT_ENTITLED", ""),
        (False, "NOT_PAID", ""), (True, "UNKNOWN", ""), (True, "说不清", None), (True, "", None),
    ],
)  # fmt: skip
def test_it_came_it_is_said_and_nothing_is_granted(
    town: Town, by: Payers, granted: bool, said: str, difference: str | None
) -> None:
    child = children.child(village=FIRST)
    if granted:
        a_grant(child, by.accounts, from_month=date(2026, 1, 1))
    found = told(town, child, subsidy=said)
    assert (found.difference if found else None) == difference
    assert Task.objects.everywhere(WHY).filter(kind=TaskKind.REVIEW_BENEFIT).exists() == bool(difference)


@pytest.mark.parametrize(
    ("relation", "holder", "differs"),
    [
        ("61", "祖父母", False), ("61", "父亲", True), ("51", "本人", False), ("61", "村里代管", True),
        ("63", "祖父母", True), ("81", "其他照护人", False), ("61", "其他照护人", True), ("", "祖父母", False),
        ("61", "邻居王婶", False), ("61", "不知道", True), ("61", "", False),
    ],
)  # fmt: skip
def test_the_card_is_with_somebody_else_than_the_account_says(
    town: Town, by: Payers, relation: str, holder: str, differs: bool
) -> None:
    child = children.child(village=FIRST)
    a_grant(child, by.accounts, from_month=date(2026, 1, 1))
    account_of(child, by, relation=relation)
    found = told(town, child, subsidy="FULL", card_holder=holder)
    assert found is not None
    assert found.difference == (MoneyDifference.CARD_ELSEWHERE if differs else "")


@pytest.mark.usefixtures("by")
def test_a_corrected_visit_asks_no_more(town: Town) -> None:
    child, officer, at = children.child(village=FIRST), acting(town.first), AT + timedelta(days=20)
    first = sent_from(("red", 1), officer, child.pk, at, {"subsidy": "FULL"})
    accept_visit(submission=first, by=officer, at=at)
    assert money_differences(scope=ALL).count() == 1
    again = sent_from(("red", 2), officer, child.pk, at, {"subsidy": "NOT_ENTITLED"}, replaces=first.pk)
    accept_visit(submission=again, by=officer, at=at)
    assert not money_differences(scope=ALL, wanted=DifferencesWanted(settled_too=True)).exists()
    assert not Task.objects.everywhere(WHY).filter(kind=TaskKind.REVIEW_BENEFIT, state=TaskState.OPEN).exists()
