"""Needs and wishes: told at visits, taken up, handed over into the child's help, let out to donors without anybody."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests import children
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn
from tests.interfaces.desk.test_visits import form_sent, page, reading

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.ledger.queries import help_of_child
from gonghu.domain.people.terms import Sex
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskKind, TaskState
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.models import Wish
from gonghu.domain.visits.operations import make_wish
from gonghu.domain.visits.terms import WishState
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.fulfil_a_wish import release_for_donors
from gonghu.usecases.remind_of_promises import remind_of_promises

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
TODAY = timezone.localdate()


def wished(words: str = "一双运动鞋", days: int = 0, **said: Any) -> Wish:
    child = children.child(**{"born_on": TODAY.replace(year=TODAY.year - 10), **said})
    whom = ChildAtVisit(child.pk, child.division_code, child.category)
    return make_wish(child=whom, words=words, made_on=TODAY - timedelta(days=days), by=SYSTEM, at=timezone.now())


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return reading(signed_in(employ("wang")))


@pytest.fixture
def supervisor(employ: Employ, signed_in: SignedIn) -> Client:
    return reading(signed_in(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU)))


def act(browser: Client, wish: Wish, name: str, **said: str) -> Any:
    return form_sent(browser, "act-on-wish", wish.pk, name, **{f"{name}-{field}": text for field, text in said.items()})


def table(answer: Any) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(answer.content))
    return [row for row in book.get_sheet_by_index(0).to_python() if any(row)]


def test_a_wish_is_taken_up_given_back_taken_again_and_handed_over(supervisor: Client, boss: Client) -> None:
    wish = wished()
    due_on = str(TODAY + timedelta(days=7))
    assert act(supervisor, wish, "take", taker="春苗基金会", due_on=str(TODAY - timedelta(days=1))).status_code == 422
    assert act(supervisor, wish, "take", taker="春苗基金会", due_on=due_on).status_code == 302
    assert act(boss, wish, "take", taker="别人", due_on=due_on).status_code == 422
    assert act(supervisor, wish, "give-back", reason="不").status_code == 422
    assert act(supervisor, wish, "give-back", reason="对方资金不足").status_code == 302
    assert act(supervisor, wish, "take", taker="爱心人士", due_on=due_on).status_code == 302
    gift = {"kind": "GOODS", "words": "运动鞋一双", "amount": "199", "given_on": str(TODAY)}
    assert act(supervisor, wish, "give", **gift, evidence="签").status_code == 422
    assert act(supervisor, wish, "give", **gift, evidence="签收单 12 号").status_code == 302
    wish.refresh_from_db()
    (given,) = help_of_child(child=wish.child_id, scope=reached_by(SYSTEM))
    assert (wish.state, wish.settled_on, wish.help_given_id) == (WishState.FULFILLED, TODAY, given.pk)
    assert (given.giver, given.words, given.amount_fen) == ("爱心人士", "运动鞋一双", 19_900)
    shown = page(supervisor, "wish", wish.pk)
    assert all(told in shown for told in ("对方资金不足", "签收单 12 号", "已实现"))
    assert "一双运动鞋" not in page(supervisor, "wishes")
    assert "一双运动鞋" in page(supervisor, "wishes", query="?state=FULFILLED")


def test_the_list_is_filtered_by_age_place_wait_and_day(boss: Client) -> None:
    young = wished("积木", born_on=TODAY.replace(year=TODAY.year - 4))
    old = wished("字典", days=100, born_on=TODAY.replace(year=TODAY.year - 13), village="120112100202")
    for query, told in (
        ("", {"积木", "字典"}),
        ("?band=0-5", {"积木"}),
        ("?band=12-14", {"字典"}),
        ("?band=6-11", set()),
        ("?waiting=90", {"字典"}),
        (f"?place={VILLAGE}", {"积木"}),
        ("?kind=DOCTOR", set()),
        ("?waiting=overdue", set()),
    ):
        shown = page(boss, "wishes", query=query)
        assert {words for words in ("积木", "字典") if words in shown} == told, query
    Wish.objects.everywhere("test").filter(pk=young.pk).update(
        state=WishState.TAKEN, taker="爱心人士", due_on=TODAY - timedelta(days=1)
    )
    assert "积木" in page(boss, "wishes", query="?waiting=overdue")
    rows = table(boss.post(reverse("desk:export-wishes") + "?band=12-14"))
    assert [row[0] for row in rows if row[0] in {"积木", "字典"}] == [old.words]


def test_what_goes_to_donors_names_nobody_and_was_looked_at(boss: Client, supervisor: Client) -> None:
    wish = wished("想要一双鞋，张小明穿 35 码")
    assert "捐助清单是空的" in page(boss, "wishes-for-donors")
    for words in ("张小明的鞋", "小明的鞋", "东张庄的孩子要鞋", "咸水沽送鞋", "电话 13800000001"):
        refused = act(supervisor, wish, "release", words=words, looked="on")
        assert (refused.status_code, words) == (422, words)
        assert words in refused.content.decode()
    assert act(supervisor, wish, "release", words="运动鞋 35 码").status_code == 422
    assert act(supervisor, wish, "release", words="运动鞋 35 码", looked="on").status_code == 302
    shown = page(boss, "wishes-for-donors")
    shown = shown[shown.index("<tbody>") : shown.index("</tbody>")]
    wish.refresh_from_db()
    assert wish.serial in shown
    assert "运动鞋 35 码" in shown
    assert not any(told in shown for told in ("张", "咸水沽", "6-11", "男", str(wish.child_id)))
    out = table(boss.post(reverse("desk:export-wishes-for-donors")))
    line = out[-1]
    assert "导出人" not in str(out)
    assert line == [wish.serial, "天津市津南区", "", "", "微心愿", "运动鞋 35 码"]
    assert act(supervisor, wish, "keep-back").status_code == 302
    assert "捐助清单是空的" in page(boss, "wishes-for-donors")


def test_band_and_sex_are_told_among_enough_others(boss: Client) -> None:
    def released(number: int, sex: Sex) -> None:
        wish = wished(f"书 {number}", name=f"李小{'一二三四五六七'[number]}", sex=sex)
        release_for_donors(wish=wish, words=f"书 {number}", by=SYSTEM, at=timezone.now())

    def told() -> set[tuple[Any, Any]]:
        rows = table(boss.post(reverse("desk:export-wishes-for-donors")))
        return {(row[2], row[3]) for row in rows if str(row[0]).startswith("XY-")}

    released(0, Sex.MALE)
    released(1, Sex.MALE)
    assert told() == {("", "")}
    released(2, Sex.MALE)
    assert told() == {("6-11", "男")}
    # One girl among boys would be told by what is left out.
    released(3, Sex.FEMALE)
    assert told() == {("6-11", "")}
    released(4, Sex.FEMALE)
    released(5, Sex.FEMALE)
    assert told() == {("6-11", "男"), ("6-11", "女")}


def test_a_promise_that_is_late_is_a_task_once_until_it_is_known_what_became_of_it(supervisor: Client) -> None:
    wish, at = wished(), timezone.now()

    def promised(on: date) -> None:
        changed = {"state": WishState.TAKEN, "taker": "爱心人士", "due_on": on}
        Wish.objects.everywhere("test").filter(pk=wish.pk).update(**changed)

    def reminded(days: int) -> int:
        later = at + timedelta(days=days)
        return remind_of_promises(by=SYSTEM, at=later, on=str(timezone.localdate(later)))["tasks"]

    promised(TODAY)
    assert [reminded(days) for days in (0, 1, 2)] == [0, 1, 0]
    task = Task.objects.everywhere("test").get()
    assert (task.kind, task.child_id, wish.words in task.title) == (TaskKind.LATE_WISH, wish.child_id, False)
    assert reverse("desk:wish", args=[wish.pk]) in page(supervisor, "task", task.pk)
    assert act(supervisor, wish, "give-back", reason="对方资金不足").status_code == 302
    task.refresh_from_db()
    assert (task.state, reminded(3)) == (TaskState.DONE, 0)
    promised(TODAY + timedelta(days=2))
    assert [reminded(days) for days in (2, 3, 4)] == [0, 1, 0]
    assert act(supervisor, wish, "settle", state="WITHDRAWN", note="已经不要了").status_code == 302
    assert not Task.objects.everywhere("test").filter(state=TaskState.OPEN).exists()


def test_another_district_and_other_posts_are_kept_out(employ: Employ, signed_in: SignedIn) -> None:
    wish = wished()
    far = reading(signed_in(employ("zhao", Role.DISTRICT_OFFICER, XIQING)))
    assert far.get(reverse("desk:wish", args=[wish.pk])).status_code == 404
    assert act(far, wish, "take", taker="爱心人士", due_on=str(TODAY)).status_code == 404
    assert wish.words not in page(far, "wishes")
    director = reading(signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)))
    assert director.get(reverse("desk:wishes-for-donors")).status_code == 403
    assert act(director, wish, "release", words="鞋", looked="on").status_code == 422
