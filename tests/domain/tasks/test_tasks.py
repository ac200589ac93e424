"""A task has an owner, a deadline and an outcome, and everything that happens to it is kept."""

from datetime import date, timedelta
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, connection, transaction
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import (
    AT,
    EMPTY,
    FIRST,
    ON,
    OTHER_TOWN_VILLAGE,
    SECOND,
    XIQING,
    Employ,
    Town,
    again,
    days,
    opened,
)

from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import hand_over_post, vacate_post
from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.operations import (
    assign_tasks,
    cancel_tasks,
    close_task,
    open_tasks,
    postpone_task,
    reopen_task,
    send_back_task,
    share_out_tasks,
    undo_assignment,
)
from gonghu.domain.tasks.operations.assigning import NothingToUndo, OwnerCannotTake, ReasonTooShort
from gonghu.domain.tasks.operations.closing import DeadlineNotLater, NoteMissing, OutcomeImpossible
from gonghu.domain.tasks.queries import (
    TaskFilters,
    new_tasks,
    next_task,
    open_counts,
    steps_of,
    tasks_in,
    tasks_of_post,
)
from gonghu.domain.tasks.selecting import NoSuchTask
from gonghu.domain.tasks.steps import TaskCannotGoThere, require_state
from gonghu.domain.tasks.terms import NEXT_STATES, OUTCOMES, Outcome, StepAct, TaskKind, TaskOrder, TaskState
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
REASON = "经过核实"


def test_a_task_goes_to_whoever_answers_for_the_village_else_to_the_town_else_waits(town: Town) -> None:
    first, second, empty, elsewhere = opened(FIRST, SECOND, EMPTY, OTHER_TOWN_VILLAGE)
    assert first.owner_id == town.post(town.first)
    assert second.owner_id == town.post(town.second)
    assert empty.owner_id == town.post(town.supervisor)
    assert elsewhere.owner_id is None


def test_a_vacant_post_gets_nothing_while_somebody_above_is_there(town: Town) -> None:
    post = Post.objects.everywhere("test").get(pk=town.post(town.first))
    vacate_post(post=post, on=ON, by=SYSTEM, at=AT)
    (task,) = opened(FIRST)
    assert task.owner_id == town.post(town.supervisor)


def test_work_of_an_office_waits_there_and_whoever_has_the_permission_may_close_it(employ: Employ) -> None:
    (task,) = opened(FIRST, kind=TaskKind.RECOGNISE_FIRST)
    assert task.owner_id is None
    commissioner = acting(employ(Role.CHILD_COMMISSIONER))
    close_task(task=task.uuid, outcome=Outcome.AGREED, by=commissioner, at=AT)
    assert again(task).state == TaskState.DONE


def test_a_source_has_one_open_task_of_a_kind(town: Town) -> None:
    order = TaskOrder(TaskKind.VERIFY_LEAD, "核实", FIRST, source_kind="finding", source_key=uuid4())
    (key, same) = open_tasks(orders=[order, order], by=SYSTEM, at=AT)
    assert [key] == [same] == open_tasks(orders=[order], by=SYSTEM, at=AT)
    close_task(task=key, outcome=Outcome.CONFIRMED, by=acting(town.first), at=AT)
    (later,) = open_tasks(orders=[order], by=SYSTEM, at=AT)
    assert later != key
    with pytest.raises(TaskCannotGoThere):
        reopen_task(task=key, reason=REASON, by=town.boss, at=AT)


def test_deadlines_are_working_days_over_a_holiday() -> None:
    at = AT.replace(month=9, day=30)
    (task,) = opened(FIRST, kind=TaskKind.FIRST_VISIT, at=at)
    assert task.due_on > (at + timedelta(days=7)).date()


def test_every_act_follows_from_exactly_the_states_of_the_table() -> None:
    refused = []
    for state, act in product(TaskState, StepAct):
        task = Task(title="核实", state=state)
        if act in NEXT_STATES[state]:
            assert require_state(task, act) == NEXT_STATES[state][act]
        else:
            with pytest.raises(TaskCannotGoThere):
                require_state(task, act)
            refused.append((state, act))
    assert len(refused) == len(TaskState) * len(StepAct) - 9
    assert {(TaskState.DONE, StepAct.CLOSED), (TaskState.OPEN, StepAct.REOPENED)} <= set(refused)


def test_the_acts_refuse_what_the_table_refuses(town: Town) -> None:
    (done, cancelled) = opened(FIRST, FIRST)
    me: dict[str, Any] = {"by": town.boss, "at": AT}
    close_task(task=done.uuid, outcome=Outcome.CONFIRMED, **me)
    cancel_tasks(tasks=[cancelled.uuid], reason=REASON, **me)
    for key in (done.uuid, cancelled.uuid):
        with pytest.raises(TaskCannotGoThere):
            close_task(task=key, outcome=Outcome.CONFIRMED, **me)
        with pytest.raises(TaskCannotGoThere):
            assign_tasks(tasks=[key], owner=town.post(town.supervisor), **me)
        with pytest.raises(TaskCannotGoThere):
            cancel_tasks(tasks=[key], reason=REASON, **me)
        with pytest.raises(TaskCannotGoThere):
            postpone_task(task=key, until=date(2030, 1, 1), reason=REASON, **me)
        reopen_task(task=key, reason=REASON, **me)
        with pytest.raises(TaskCannotGoThere):
            reopen_task(task=key, reason=REASON, **me)


@pytest.mark.parametrize("kind", list(TaskKind))
def test_a_kind_ends_with_its_own_outcomes_only(town: Town, kind: TaskKind) -> None:
    for outcome in Outcome:
        (task,) = opened(FIRST, kind=kind)
        if outcome in OUTCOMES[kind]:
            assert close_task(task=task.uuid, outcome=outcome, note=REASON, by=town.boss, at=AT).outcome == outcome
        else:
            with pytest.raises(OutcomeImpossible):
                close_task(task=task.uuid, outcome=outcome, note=REASON, by=town.boss, at=AT)


def test_a_no_must_say_how_it_was_found_out_and_a_yes_need_not(town: Town) -> None:
    (no, yes) = opened(FIRST, FIRST)
    director = acting(town.first)
    with pytest.raises(NoteMissing):
        close_task(task=no.uuid, outcome=Outcome.NOT_FOUND, note=" 无 ", by=director, at=AT)
    close_task(task=no.uuid, outcome=Outcome.NOT_FOUND, note="走访三户邻居均不认识", by=director, at=AT)
    done = close_task(task=yes.uuid, outcome=Outcome.CONFIRMED, evidence="户口簿", by=director, at=AT)
    assert (done.closed_by_id, done.evidence) == (town.first.uuid, "户口簿")


def test_only_the_owner_and_whoever_assigns_close_a_task(town: Town, employ: Employ) -> None:
    (mine, theirs) = opened(FIRST, EMPTY)
    stranger = acting(employ(Role.VILLAGE_DIRECTOR, FIRST))
    with pytest.raises(NotPermitted):
        close_task(task=mine.uuid, outcome=Outcome.CONFIRMED, by=stranger, at=AT)
    with pytest.raises(NoSuchTask):
        close_task(task=theirs.uuid, outcome=Outcome.CONFIRMED, by=acting(town.first), at=AT)
    close_task(task=mine.uuid, outcome=Outcome.CONFIRMED, by=acting(town.supervisor), at=AT)
    close_task(task=theirs.uuid, outcome=Outcome.CONFIRMED, by=acting(town.supervisor), at=AT)


def test_tasks_are_given_to_posts_that_are_held_and_reach_them(town: Town, employ: Employ) -> None:
    tasks = [task.uuid for task in opened(FIRST, SECOND)]
    with pytest.raises(OwnerCannotTake, match="1 项"):
        assign_tasks(tasks=tasks, owner=town.post(town.first), by=town.boss, at=AT)
    with pytest.raises(OwnerCannotTake):
        assign_tasks(tasks=tasks, owner=uuid4(), by=town.boss, at=AT)
    given = assign_tasks(tasks=tasks, owner=town.post(town.supervisor), by=town.boss, at=AT)
    assert given.tasks == 2
    assert {task.owner_id for task in Task.objects.everywhere("test")} == {town.post(town.supervisor)}
    with pytest.raises(NotPermitted):
        assign_tasks(tasks=tasks, owner=town.post(town.supervisor), by=acting(town.first), at=AT)
    far = acting(employ(Role.DISTRICT_OFFICER, XIQING))
    with pytest.raises(NotPermitted):
        share_out_tasks(tasks=tasks, by=far, at=AT)


def test_an_assignment_is_taken_back_within_ten_minutes_but_for_what_moved_on(town: Town) -> None:
    first, second, empty = opened(FIRST, SECOND, EMPTY)
    before = {task.uuid: task.owner_id for task in (first, second, empty)}
    given = assign_tasks(tasks=before, owner=town.post(town.supervisor), by=town.boss, at=AT)
    close_task(task=second.uuid, outcome=Outcome.CONFIRMED, by=acting(town.supervisor), at=AT)
    with pytest.raises(NothingToUndo):
        undo_assignment(batch=given.batch, by=acting(town.supervisor), at=AT)
    with pytest.raises(NothingToUndo):
        undo_assignment(batch=given.batch, by=town.boss, at=AT + timedelta(minutes=11))
    assert undo_assignment(batch=given.batch, by=town.boss, at=AT + timedelta(minutes=9)) == 2
    assert again(first).owner_id == before[first.uuid]
    assert again(empty).owner_id == before[empty.uuid]
    assert again(second).owner_id == town.post(town.supervisor)
    with pytest.raises(NothingToUndo):
        undo_assignment(batch=given.batch, by=town.boss, at=AT + timedelta(minutes=9))


def test_sharing_out_gives_each_task_to_its_village(town: Town) -> None:
    keys = [task.uuid for task in opened(FIRST, SECOND, OTHER_TOWN_VILLAGE)]
    assign_tasks(tasks=keys[:2], owner=town.post(town.supervisor), by=town.boss, at=AT)
    shared = share_out_tasks(tasks=keys, by=town.boss, at=AT)
    assert (shared.tasks, shared.without_owner) == (2, 1)
    owners = [row.owner_id for row in (Task.objects.everywhere("test").get(pk=key) for key in keys)]
    assert owners == [town.post(town.first), town.post(town.second), None]


def test_a_task_sent_back_waits_for_another_owner(town: Town) -> None:
    (task,) = opened(FIRST)
    with pytest.raises(NotPermitted):
        send_back_task(task=task.uuid, reason=REASON, by=acting(town.supervisor), at=AT)
    with pytest.raises(ReasonTooShort):
        send_back_task(task=task.uuid, reason="不", by=acting(town.first), at=AT)
    send_back_task(task=task.uuid, reason="孩子已随母亲搬到外村", by=acting(town.first), at=AT)
    assert again(task).owner_id is None
    waiting = tasks_in(scope=town.boss.scope, filters=TaskFilters(unowned=True))
    assert list(waiting) == [task]


def test_a_deadline_only_moves_on_and_reminders_begin_anew(town: Town) -> None:
    (task,) = opened(FIRST, due_on=ON - days(3))
    Task.objects.everywhere("test").update(level=3)
    for day in (ON - days(3), ON - days(1)):
        with pytest.raises(DeadlineNotLater):
            postpone_task(task=task.uuid, until=day, reason=REASON, by=town.boss, at=AT)
    with pytest.raises(NotPermitted):
        postpone_task(task=task.uuid, until=ON, reason=REASON, by=acting(town.first), at=AT)
    moved = postpone_task(task=task.uuid, until=ON + days(5), reason="家人下周返乡", by=town.boss, at=AT)
    assert (moved.due_on, moved.level) == (ON + days(5), 0)


def test_every_step_is_kept_in_order_and_never_changed(town: Town) -> None:
    (task,) = opened(FIRST)
    director, boss = acting(town.first), town.boss
    send_back_task(task=task.uuid, reason="不在本村", by=director, at=AT)
    share_out_tasks(tasks=[task.uuid], by=boss, at=AT)
    postpone_task(task=task.uuid, until=task.due_on + days(9), reason=REASON, by=boss, at=AT)
    close_task(task=task.uuid, outcome=Outcome.REFUTED, note="父母均在家", by=director, at=AT)
    reopen_task(task=task.uuid, reason="请补充核实母亲情况", by=boss, at=AT)
    acts = [StepAct(step.act) for step in steps_of(task=task.uuid, scope=boss.scope)]
    assert acts == [
        StepAct.OPENED, StepAct.SENT_BACK, StepAct.ASSIGNED, StepAct.POSTPONED, StepAct.CLOSED, StepAct.REOPENED,
    ]  # fmt: skip
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        TaskStep.objects.filter(task=task).update(note="")
    assert connection.vendor in ("sqlite", "postgresql")


def test_each_call_leaves_one_entry_however_many_tasks(town: Town) -> None:
    tasks = [task.uuid for task in opened(*[FIRST] * 30)]
    before = AuditEntry.objects.count()
    share_out_tasks(tasks=tasks, by=town.boss, at=AT)
    cancel_tasks(tasks=tasks, reason=REASON, by=town.boss, at=AT)
    assert AuditEntry.objects.count() == before + 2
    last = AuditEntry.objects.order_by("at", "sequence").filter(chain="120112").last()
    assert last is not None
    assert last.detail["tasks"] == 30


def test_lists_hold_what_the_scope_reaches(town: Town, employ: Employ) -> None:
    first, second, other = opened(FIRST, SECOND, XIQING)
    assert list(tasks_in(scope=acting(town.first).scope)) == [first]
    assert set(tasks_in(scope=acting(town.supervisor).scope)) == {first, second}
    assert list(tasks_in(scope=acting(employ(Role.DISTRICT_OFFICER, XIQING)).scope)) == [other]
    assert list(tasks_in(scope=acting(employ(Role.AUDITOR)).scope)) == []


def test_the_work_table_counts_and_orders_by_deadline(town: Town) -> None:
    late, today, soon, later = (opened(FIRST, due_on=day)[0] for day in (ON - days(2), ON, ON + days(3), ON + days(30)))
    post, scope = town.post(town.first), acting(town.first).scope
    assert list(tasks_of_post(posts=[post], scope=scope)) == [late, today, soon, later]
    counts = open_counts(posts=[post], scope=scope, on=ON, soon_until=ON + days(7))[post]
    assert (counts.overdue, counts.today, counts.soon, counts.later, counts.total) == (1, 1, 1, 1, 4)
    assert next_task(after=late, posts=[post], scope=scope) == today
    assert new_tasks(posts=[post], scope=scope, since=AT).count() == 4
    overdue = TaskFilters(owner=post).overdue(ON)
    assert list(tasks_in(scope=scope, filters=overdue)) == [late]


def test_everything_of_a_post_goes_over_with_it(town: Town, employ: Employ) -> None:
    (task,) = opened(FIRST)
    post = Post.objects.everywhere("test").get(pk=town.post(town.first))
    heir = employ()
    hand_over_post(post=post, to=heir, on=ON, by=SYSTEM, at=AT)
    assert list(tasks_of_post(posts=[post.uuid], scope=acting(heir).scope)) == [task]
    close_task(task=task.uuid, outcome=Outcome.CONFIRMED, by=acting(heir), at=AT)
