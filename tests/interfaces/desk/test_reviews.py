"""The queue of reviews: listed, filtered, taken along, written down one by one or together, undone, known to few."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import children
from tests.interfaces.desk.conftest import XIANSHUIGU, Employ, SignedIn
from tests.interfaces.desk.test_visits import form_sent, page, reading
from tests.interfaces.desk.test_wishes import table

from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import CategoryAssignment, CategoryReview, HealthRecord
from gonghu.domain.people.terms import Category, HealthKind, ReviewCause
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskState
from gonghu.usecases.review_categories import open_review_tasks

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
TODAY = timezone.localdate()
LATE = TODAY - timedelta(days=3)
BORN = date(2015, 2, 11)


def held(name: str, category: Category = Category.DEFACTO, on: date = LATE, **said: Any) -> CategoryAssignment:
    child = children.child(name, category=category)
    facts = {"review_on": on, "review_cause": ReviewCause.PERIOD, "from_on": date(2025, 1, 1), **said}
    made = CategoryAssignment(child=child, category=category, decided_at=timezone.now(), source_key=uuid4(), **facts)
    made.save()
    return made


@pytest.fixture
def supervisor(employ: Employ, signed_in: SignedIn) -> Client:
    return reading(signed_in(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU)))


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return reading(signed_in(employ("wang")))


def test_a_town_finds_what_is_due_and_writes_down_that_it_still_holds(supervisor: Client) -> None:
    row, later = held("张小明"), held("李小红", Category.POOR, TODAY + timedelta(days=200))
    open_review_tasks(at=timezone.now(), on=TODAY)
    (task,) = Task.objects.everywhere("test")
    assert reverse("desk:review-child", args=[row.child_id]) in page(supervisor, "task", task.pk)
    assert f"/tasks/{task.pk}/" in page(supervisor, "home")
    shown = page(supervisor, "reviews")
    assert [words for words in ("张**", "已逾期", str(row.child_id)) if words not in shown] == []
    assert str(later.child_id) not in shown
    assert str(later.child_id) in page(supervisor, "reviews", query="?when=all")
    assert str(later.child_id) not in page(supervisor, "reviews", query="?when=all&category=DEFACTO")
    assert str(row.child_id) in page(supervisor, "reviews", query="?when=overdue")
    said = {"held": str(row.pk), "reviewed_on": str(TODAY), "evidence": "好"}
    refused = form_sent(supervisor, "review-child", row.child_id, **said)
    assert refused.status_code == 422
    assert "请写明凭什么判断仍然符合" in refused.content.decode()
    assert form_sent(supervisor, "review-child", row.child_id, **said | {"evidence": "入户见到孩子"}).status_code == 302
    task.refresh_from_db()
    assert task.state == TaskState.DONE
    shown = page(supervisor, "review-child", row.child_id)
    assert "入户见到孩子" in shown
    review = CategoryReview.objects.everywhere("test").get()
    assert (
        form_sent(supervisor, "undo-review", row.child_id, review.pk, **{"undo-reason": "填错了孩子"}).status_code
        == 302
    )
    row.refresh_from_db()
    assert row.review_on == LATE
    assert "填错了孩子" in page(supervisor, "review-child", row.child_id)


def test_what_a_run_of_this_month_bears_out_is_written_down_together(supervisor: Client) -> None:
    first = TODAY.replace(day=1)
    clean = [held(name, clean_on=TODAY, clean_run=uuid4()) for name in ("张一", "张二")]
    old = held("张三", clean_on=first - timedelta(days=1), clean_run=uuid4())
    at_home = held("张四", Category.GUARD, clean_on=TODAY, clean_run=uuid4())
    shown = page(supervisor, "reviews", query="?when=clean")
    assert [shown.count(f'value="{row.pk}"') for row in (*clean, old, at_home)] == [1, 1, 0, 0]
    keys = [str(row.pk) for row in (*clean, old, at_home)]
    asked = supervisor.post(reverse("desk:still-all"), {"keys": keys})
    assert "共 2 项" in asked.content.decode()
    assert CategoryReview.objects.everywhere("test").count() == 0
    supervisor.post(reverse("desk:still-all"), {"keys": keys, "sure": "1"})
    written = CategoryReview.objects.everywhere("test")
    assert {row.assignment_id: row.run for row in written} == {row.pk: row.clean_run for row in clean}


def test_a_sealed_category_is_due_only_for_who_may_know_it(
    supervisor: Client, boss: Client, employ: Employ, signed_in: SignedIn
) -> None:
    sealed, _, plain = held("赵小雨", Category.HIV), held("钱小雪", Category.DIFFICULT), held("孙小冬")
    for browser, told in ((supervisor, ["孙**"]), (boss, ["赵**", "钱**", "孙**"])):
        assert [name for name in ("赵**", "钱**", "孙**") if name in page(browser, "reviews")] == told
    assert "艾滋" not in page(supervisor, "reviews")
    assert "艾滋" in page(boss, "reviews")
    assert "应复核 1 项，已复核 0 项，逾期 1 项" in page(supervisor, "review-progress")
    assert "应复核 3 项，已复核 0 项，逾期 3 项" in page(boss, "review-progress")
    taken = [str(cell) for row in table(boss.post(reverse("desk:export-reviews"))) for cell in row]
    assert [name for name in ("赵**", "钱**", "孙**") if name in taken] == ["赵**", "钱**", "孙**"]
    assert any("逾期" in str(cell) for row in table(boss.post(reverse("desk:export-review-progress"))) for cell in row)
    other = reading(signed_in(employ("zhou", Role.TOWN_SUPERVISOR, "120112101000")))
    assert other.get(reverse("desk:review-child", args=[plain.child_id])).status_code == 404
    assert "孙**" not in page(other, "reviews")
    shown = supervisor.get(reverse("desk:review-child", args=[sealed.child_id])).content.decode()
    assert "没有排定要复核的认定" in shown


def test_days_to_come_are_listed_by_month_and_taken_along(supervisor: Client, boss: Client) -> None:
    soon, later = TODAY + timedelta(days=20), TODAY + timedelta(days=200)
    for name, day in (("周小雨", soon), ("吴小雪", later)):
        child = children.child(name, born_on=BORN)
        HealthRecord(person=child.person, kind=HealthKind.DISABILITY, from_on=BORN, expires_on=day).save()
    shown = page(supervisor, "dates")
    assert [words in shown for words in ("周**", "吴**", "残疾人证到期")] == [True, False, True]
    assert "吴**" in page(supervisor, "dates", query=f"?month={later:%Y-%m}&kind=CERTIFICATE")
    assert "没有符合条件的日子" in page(supervisor, "dates", query="?kind=CARE")
    assert "请选择一个区县" in page(supervisor, "dates", query="?place=120000000000")
    wide = f"?place=120000000000&month={later:%Y-%m}&kind=CERTIFICATE"
    assert "吴**" in page(supervisor, "dates", query=wide)
    taken = [str(cell) for row in table(boss.post(reverse("desk:export-dates"))) for cell in row]
    assert "周**" in taken
    assert "吴**" not in taken
