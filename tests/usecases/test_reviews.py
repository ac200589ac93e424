"""Recognitions are looked at again: by the month, at once after a change, one task a child, told to who may know."""

import random
from calendar import monthrange
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import FIRST, SECOND, Employ, Town, employ, town
from tests.findings import reason, seen, stored

from gonghu.domain.access.officer import NotPermitted, reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import CategoryEnding
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations import call_for_review, end_category, forget_clean, note_clean
from gonghu.domain.people.operations.reviewing import NothingToReview, ReviewNotLast, ReviewUnfounded
from gonghu.domain.people.queries.reviews import ReviewsWanted, review_counts, reviews_in, reviews_of_child
from gonghu.domain.people.review_days import first_review_on, months_later
from gonghu.domain.people.terms import Category, EndKind, ReviewCause
from gonghu.domain.policies.found import ChangeSeen
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskKind, TaskState
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.review_categories import ReviewSaid, review_categories, still_holds, undo

__all__ = ["employ", "town"]
pytestmark = [
    pytest.mark.django_db,
    # The working days of a year are told by the state in the autumn before.
    pytest.mark.filterwarnings("ignore::gonghu.standards.working_days.MakeUpDaysUnknown"),
]
DECIDED = datetime(2026, 1, 5, 2, 0, tzinfo=UTC)
ALL = reached_by(SYSTEM)
WORDS = "入户见到孩子，父母仍无音讯"


def at(on: date) -> datetime:
    return datetime(on.year, on.month, on.day, 2, 0, tzinfo=UTC)


def recognised(child: Child, category: Category, **said: Any) -> CategoryAssignment:
    facts = {"from_on": date(2026, 2, 1), "decided_at": DECIDED, "source_key": uuid4(), **said}
    made = CategoryAssignment(child=child, category=category, **facts)
    made.save()
    child.category = child.category or category
    child.save()
    return made


def night(on: date) -> dict[str, int]:
    return dict(review_categories(by=SYSTEM, at=at(on), on=on.isoformat()))


def tasks(child: Child, state: TaskState = TaskState.OPEN) -> list[Task]:
    found = Task.objects.everywhere("test").filter(child=child.pk, kind=TaskKind.REVIEW_CATEGORY, state=state)
    return list(found.order_by("division_code"))


def due(row: CategoryAssignment) -> tuple[date | None, str]:
    row.refresh_from_db()
    return row.review_on, row.review_cause


def test_whole_months_later_is_what_counting_day_by_day_gives() -> None:
    dice = random.Random(7)
    for _ in range(300):
        day, months = date(2020, 1, 1) + timedelta(days=dice.randrange(3_000)), dice.randrange(1, 61)
        month = day.replace(day=1)
        for _step in range(months):
            month += timedelta(days=monthrange(month.year, month.month)[1])
        expected = month
        while expected.day < day.day and (expected + timedelta(days=1)).month == month.month:
            expected += timedelta(days=1)
        assert months_later(day, months) == expected


def test_what_was_decided_here_is_looked_at_a_period_later() -> None:
    dice = random.Random(8)
    for _ in range(300):
        day, months = date(2020, 1, 1) + timedelta(days=dice.randrange(3_000)), dice.randrange(1, 61)
        decided = day - timedelta(days=dice.randrange(-27, 400))
        first = first_review_on(key=uuid4(), from_on=day, decided_on=decided, months=months)
        assert first == months_later(max(day, decided), months)


def test_a_roll_that_comes_in_one_night_is_looked_at_over_the_months_of_a_period() -> None:
    night_of_it, keys = date(2026, 10, 31), [uuid4() for _ in range(1_200)]
    of_old: dict[str, Any] = {"from_on": date(2019, 1, 1), "decided_on": night_of_it, "months": 12}
    first = Counter(first_review_on(key=key, **of_old) for key in keys)
    assert sorted(first) == [months_later(night_of_it, month) for month in range(1, 13)]
    assert max(first.values()) < 200


def test_a_child_has_one_task_of_the_town_until_all_that_is_due_was_looked_at(town: Town) -> None:
    child = children.child(village=FIRST)
    poor, severe = (recognised(child, each) for each in (Category.POOR, Category.SEVERE))
    assert night(date(2026, 9, 1)) == {"planned": 2, "called": 0, "tasks": 0, "dropped": 0}
    assert due(poor) == (date(2027, 2, 1), ReviewCause.PERIOD)
    assert night(date(2027, 1, 3))["tasks"] == 0
    assert night(date(2027, 1, 4))["tasks"] == 1
    assert night(date(2027, 1, 5))["tasks"] == 0
    (task,) = tasks(child)
    assert (task.owner_id, task.division_code, task.due_on) == (None, FIRST, date(2027, 2, 1))
    supervisor = acting(town.supervisor, at(date(2027, 1, 6)))
    said = ReviewSaid(date(2027, 1, 6), WORDS)
    by: dict[str, Any] = {"child": child, "said": said, "by": supervisor, "at": at(date(2027, 1, 6))}
    still_holds(assignments=[poor.pk], **by)
    assert (due(poor)[0], len(tasks(child))) == (date(2028, 1, 6), 1)
    still_holds(assignments=[severe.pk], **by)
    assert (tasks(child), len(tasks(child, TaskState.DONE))) == ([], 1)


def test_what_changed_brings_the_review_forward_and_only_once(town: Town) -> None:
    row = recognised(children.child(village=FIRST), Category.DEFACTO)
    night(date(2026, 9, 1))
    call: dict[str, Any] = {
        "children": [row.child_id],
        "on": date(2026, 9, 20),
        "by": SYSTEM,
        "at": at(date(2026, 9, 21)),
    }
    assert [call_for_review(**call), call_for_review(**call)] == [1, 0]
    assert due(row) == (date(2026, 9, 20), ReviewCause.EVENT)
    assert night(date(2026, 9, 21))["tasks"] == 1
    said = ReviewSaid(date(2026, 9, 22), WORDS, date(2026, 12, 1))
    supervisor = acting(town.supervisor, at(date(2026, 9, 22)))
    still_holds(child=row.child, assignments=[row.pk], said=said, by=supervisor, at=at(date(2026, 9, 22)))
    assert due(row) == (date(2026, 12, 1), ReviewCause.PERIOD)
    assert call_for_review(**call) == 0


@pytest.mark.usefixtures("town")
def test_a_change_between_two_runs_is_an_event_for_who_is_recognised_and_has_no_finding() -> None:
    changed, found, aged = (
        recognised(children.child(name, village=FIRST), Category.DEFACTO) for name in ("张一", "张二", "张三")
    )
    night(date(2026, 9, 1))
    told = reason("should_leave")
    changes = [
        ChangeSeen(row.child_id, FIRST, "released", "刑满或已释放", "father", "是", "否", due_on, "PRISON")
        for row, due_on in ((changed, None), (found, None), (aged, date(2026, 12, 1)))
    ]
    stored([seen(found.child_id, told)], [told], at=at(date(2026, 9, 20)), changes=changes)
    assert [night(date(2026, 9, 21)), night(date(2026, 9, 22))] == [
        {"planned": 0, "called": 1, "dropped": 0, "tasks": 1},
        {"planned": 0, "called": 0, "dropped": 0, "tasks": 0},
    ]
    assert due(changed) == (date(2026, 9, 20), ReviewCause.EVENT)
    assert [due(row)[0] for row in (found, aged)] == [date(2027, 2, 1)] * 2
    (task,) = tasks(changed.child)
    assert "释放" not in task.title


def test_a_review_needs_evidence_and_days_that_can_be_and_whoever_decides_first(town: Town) -> None:
    row, today = recognised(children.child(village=FIRST), Category.DEFACTO), date(2026, 12, 1)
    night(today)
    supervisor, director = acting(town.supervisor, at(today)), acting(town.first, at(today))
    by: dict[str, Any] = {"child": row.child, "assignments": [row.pk], "at": at(today)}
    for said in (
        ReviewSaid(today, "好"),
        ReviewSaid(today + timedelta(days=1), WORDS),
        ReviewSaid(today, WORDS, today),
        ReviewSaid(today, WORDS, date(2027, 12, 2)),
    ):
        with pytest.raises(ReviewUnfounded):
            still_holds(said=said, by=supervisor, **by)
    with pytest.raises(NotPermitted):
        still_holds(said=ReviewSaid(today, WORDS), by=director, **by)
    assert due(row)[0] == date(2027, 2, 1)


def test_the_last_review_is_undone_with_a_reason_and_is_due_as_before(town: Town) -> None:
    row, today = recognised(children.child(village=FIRST), Category.DEFACTO), date(2027, 1, 20)
    night(today)
    supervisor = acting(town.supervisor, at(today))
    by: dict[str, Any] = {"child": row.child, "by": supervisor, "at": at(today)}
    (first,) = still_holds(assignments=[row.pk], said=ReviewSaid(today, WORDS), **by)
    by["at"] += timedelta(hours=1)
    (second,) = still_holds(assignments=[row.pk], said=ReviewSaid(today, WORDS, date(2027, 6, 1)), **by)
    with pytest.raises(ReviewNotLast):
        undo(review=first.pk, reason="填错了孩子", **by)
    with pytest.raises(ReviewUnfounded):
        undo(review=second.pk, reason="错", **by)
    undo(review=second.pk, reason="填错了孩子", **by)
    undo(review=first.pk, reason="填错了孩子", **by)
    assert (due(row)[0], row.reviewed_on, len(tasks(row.child))) == (date(2027, 2, 1), None, 1)
    with pytest.raises(ReviewNotLast):
        undo(review=first.pk, reason="再撤一次", **by)
    past = reviews_of_child(child=row.child_id, scope=supervisor.scope)
    assert [each.undone_reason for each in past] == ["填错了孩子"] * 2


@pytest.mark.usefixtures("town")
def test_an_end_drops_the_task_the_next_night_and_nothing_stops_for_a_late_one() -> None:
    row = recognised(children.child(village=FIRST), Category.DEFACTO)
    night(date(2027, 3, 1))
    assert (len(tasks(row.child)), row.to_on) == (1, None)
    ending = CategoryEnding(date(2027, 3, 1), EndKind.DIED, "死亡医学证明")
    end_category(child=row.child, assignment=row.pk, ending=ending, by=SYSTEM, at=at(date(2027, 3, 1)))
    assert night(date(2027, 3, 2))["dropped"] == 1
    assert tasks(row.child) == []


def test_who_may_not_know_a_category_finds_no_review_of_it_nor_of_the_one_it_is_shown_as(
    town: Town, employ: Employ
) -> None:
    sealed = recognised(children.child("赵小雨", village=FIRST), Category.HIV)
    cover = recognised(children.child("钱小雪", village=FIRST), Category.DIFFICULT)
    plain = recognised(children.child("孙小冬", village=SECOND), Category.POOR)
    today = date(2027, 1, 20)
    night(today)
    district, supervisor = acting(town.district, at(today)), acting(town.supervisor, at(today))
    known = {officer: {row.pk for row in reviews_in(scope=officer.scope)} for officer in (district, supervisor)}
    assert known == {district: {sealed.pk, cover.pk, plain.pk}, supervisor: {plain.pk}}
    area = Area.of(FIRST[:9])
    span: dict[str, Any] = {"from_on": date(2027, 1, 1), "until": date(2027, 12, 31), "on": today, "area": area}
    assert sum(row.due for row in review_counts(scope=supervisor.scope, **span)) == 1
    assert sum(row.due for row in review_counts(scope=district.scope, **span)) == 3
    (task,) = tasks(sealed.child)
    assert (task.division_code, task.category) == ("120112000000", Category.DIFFICULT)
    assert not Task.objects.visible_to(supervisor.scope).filter(pk=task.pk).exists()
    with pytest.raises(NothingToReview):
        undo(child=sealed.child, review=uuid4(), reason="看看有没有", by=supervisor, at=at(today))
    still: dict[str, Any] = {"said": ReviewSaid(today, WORDS), "at": at(today)}
    assert still_holds(child=sealed.child, assignments=[sealed.pk], by=supervisor, **still) == []
    commissioner = acting(employ(Role.CHILD_COMMISSIONER), at(today))
    assert len(still_holds(child=sealed.child, assignments=[sealed.pk], by=commissioner, **still)) == 1
    assert tasks(sealed.child) == []
    assert list(reviews_of_child(child=sealed.child_id, scope=supervisor.scope)) == []


def test_progress_counts_what_a_plain_count_finds(town: Town) -> None:
    dice, today = random.Random(3), date(2027, 3, 1)
    supervisor = acting(town.supervisor, at(today))
    expected = {FIRST: [0, 0, 0], SECOND: [0, 0, 0]}
    rows = []
    for number in range(20):
        village = dice.choice((FIRST, SECOND))
        row = recognised(
            children.child(f"张{number}", village=village), Category.POOR,
            from_on=date(2026, dice.randrange(2, 9), 1),
        )  # fmt: skip
        rows.append((row, village))
    night(today)
    for row, village in rows:
        row.refresh_from_db()
        is_done = dice.random() < 0.4
        if is_done:
            said = ReviewSaid(today, WORDS)
            still_holds(child=row.child, assignments=[row.pk], said=said, by=supervisor, at=at(today))
        assert row.review_on
        expected[village][0 if is_done else 1] += 1
        expected[village][2] += not is_done and row.review_on < today
    found = review_counts(
        scope=supervisor.scope, area=Area.of(FIRST[:9]), from_on=date(2027, 1, 1), until=date(2027, 12, 31), on=today
    )
    assert {row.division_code: [row.done, row.waiting, row.late] for row in found} == expected


@pytest.mark.usefixtures("town")
def test_what_a_run_saw_on_the_roll_is_found_until_the_run_is_taken_back() -> None:
    row, other = (recognised(children.child(name, village=FIRST), Category.DEFACTO) for name in ("张一", "张二"))
    night(date(2026, 12, 1))
    run = uuid4()
    clean = {row.child_id: Category.DEFACTO, other.child_id: Category.POOR}
    assert note_clean(children=clean, run=run, on=date(2026, 12, 2), by=SYSTEM, at=at(date(2026, 12, 2))) == 1
    wanted = ReviewsWanted(clean_since=date(2026, 12, 1))
    assert [each.pk for each in reviews_in(scope=ALL, wanted=wanted)] == [row.pk]
    forget_clean(run=run, by=SYSTEM, at=at(date(2026, 12, 3)))
    assert list(reviews_in(scope=ALL, wanted=wanted)) == []
