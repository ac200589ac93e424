"""What is late goes up by the ladder of the clocks: once a day, never past an officer's signature."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from uuid import UUID

import pytest
from django.db import IntegrityError, connection, transaction
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import (
    AT,
    EMPTY,
    FIRST,
    ON,
    OTHER_TOWN_VILLAGE,
    SECOND,
    TOWN,
    Employ,
    Town,
    again,
    opened,
)

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.tasks.ages import AGES
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.models import OrderedTask, RectificationOrder, TaskStep
from gonghu.domain.tasks.operations import (
    answer_order,
    check_order,
    close_task,
    draft_order,
    escalate_overdue,
    issue_order,
    tally_open_tasks,
    withdraw_order,
)
from gonghu.domain.tasks.operations.orders import NoSuchOrder, OrderCannotGoThere, TownsMixed
from gonghu.domain.tasks.queries import (
    ageing,
    ageing_counted_at,
    followed_up,
    order_steps,
    orders_in,
    tasks_of_order,
)
from gonghu.domain.tasks.terms import (
    NEXT_ORDER_STATES,
    EscalationLevel,
    OrderState,
    Outcome,
    StepAct,
    TaskKind,
)
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.working_days import work_calendar

pytestmark = pytest.mark.django_db
DEMAND = "逐项查明原因，限期办结"


def expected(due_on: date, on: date) -> EscalationLevel:
    """Work out the level of one task the slow way: count the working days since its deadline, or to it."""
    calendar, ladder = work_calendar(), clocks().ladder
    late = calendar.working_days_between(due_on, on)
    reached = EscalationLevel.NONE
    for level in (EscalationLevel.REMINDED, EscalationLevel.SUPERVISOR, EscalationLevel.DISTRICT):
        if late >= ladder[level].working_days:
            reached = level
    return reached


def test_a_level_is_reached_by_working_days_whatever_the_day() -> None:
    for start in (date(2026, 9, 28), date(2026, 2, 10), ON):
        for offset in range(-30, 31):
            due_on = start + timedelta(days=offset)
            by_count = expected(due_on, start)
            by_cut = max(
                (level for level in list(EscalationLevel)[1:4] if due_on <= clocks().reached_by(level, start)),
                default=EscalationLevel.NONE,
            )
            assert by_cut == by_count, (start, due_on)


def test_the_clock_raises_each_task_to_its_level_and_a_second_time_changes_nothing(town: Town) -> None:
    tasks = [opened(FIRST, due_on=ON + timedelta(days=offset))[0] for offset in range(-20, 15)]
    done = escalate_overdue(on=ON, by=SYSTEM, at=AT)
    for task in tasks:
        assert again(task).level == expected(task.due_on, ON), task.due_on
    steps = TaskStep.objects.filter(act=StepAct.RAISED).count()
    assert steps == sum(done.raised.values())
    later = escalate_overdue(on=ON, by=SYSTEM, at=AT + timedelta(hours=1))
    assert sum(later.raised.values()) == later.drafted == 0
    assert TaskStep.objects.filter(act=StepAct.RAISED).count() == steps
    raised = [task for task in map(again, tasks) if task.level >= EscalationLevel.DISTRICT]
    followed = followed_up(scope=town.boss.scope, level=EscalationLevel.DISTRICT, most=len(tasks))
    assert [task.pk for task in followed] == [task.pk for task in sorted(raised, key=lambda task: task.due_on)]
    assert followed_up(scope=town.boss.scope, level=EscalationLevel.DISTRICT, most=2) == followed[:2]


@pytest.mark.parametrize("kind", [TaskKind.HARM_REPORT, TaskKind.CALL_BACK])
@pytest.mark.usefixtures("town")
def test_what_is_of_a_childs_safety_waits_for_no_working_day(kind: TaskKind) -> None:
    """未成年人保护法第十一条：及时受理、处置；周末也一样."""
    saturday = date(2026, 11, 21)
    assert not work_calendar().is_working_day(saturday)
    (safety,) = opened(FIRST, kind=kind, due_on=saturday)
    (other,) = opened(FIRST, due_on=saturday)
    escalate_overdue(on=saturday, by=SYSTEM, at=AT)
    assert again(safety).level < EscalationLevel.DISTRICT
    assert escalate_overdue(on=saturday + timedelta(days=1), by=SYSTEM, at=AT).raised[EscalationLevel.DISTRICT] == 1
    assert again(safety).level == EscalationLevel.DISTRICT
    assert again(other).level < EscalationLevel.DISTRICT
    assert sum(escalate_overdue(on=saturday + timedelta(days=1), by=SYSTEM, at=AT).raised.values()) == 0


@pytest.mark.parametrize("looked_at", [1, 5, 500])
def test_the_latest_of_a_province_are_those_of_its_districts(
    employ: Employ, monkeypatch: pytest.MonkeyPatch, looked_at: int
) -> None:
    monkeypatch.setattr("gonghu.domain.tasks.queries._OLDEST", looked_at)
    here = [opened(FIRST, due_on=ON - timedelta(days=days))[0] for days in range(40, 50, 2)]
    elsewhere = [opened("130102001201", due_on=ON - timedelta(days=days))[0] for days in range(41, 49, 2)]
    escalate_overdue(on=ON, by=SYSTEM, at=AT)
    for province, late in (("120000000000", here), ("130000000000", elsewhere)):
        scope = acting(employ(Role.PROVINCE_OFFICER, province)).scope
        for most in (2, 4, 10):
            followed = followed_up(scope=scope, level=EscalationLevel.DISTRICT, most=most)
            assert [task.pk for task in followed] == [task.pk for task in reversed(late)][:most]


def test_a_few_at_a_time_come_to_the_same(town: Town) -> None:
    tasks = [opened(FIRST, OTHER_TOWN_VILLAGE, due_on=ON + timedelta(days=offset)) for offset in range(-40, 5, 3)]
    pieces = [escalate_overdue(on=ON, by=SYSTEM, at=AT, most=4)]
    while pieces[-1].more:
        pieces.append(escalate_overdue(on=ON, by=SYSTEM, at=AT, most=4))
    assert len(pieces) > len(tasks) // 4
    assert {again(task).level == expected(task.due_on, ON) for pair in tasks for task in pair} == {True}
    # One order a town, however many tasks it has.
    assert [each.drafted for each in pieces[:3]] == [1, 1, 0]
    assert town.boss.scope


def test_only_the_system_turns_the_clock(town: Town) -> None:
    with pytest.raises(NotPermitted):
        escalate_overdue(on=ON, by=town.boss, at=AT)


def test_the_clock_leaves_one_entry_in_all(town: Town) -> None:
    opened(FIRST, SECOND, OTHER_TOWN_VILLAGE, due_on=ON - timedelta(days=60))
    before = AuditEntry.objects.count()
    escalate_overdue(on=ON, by=SYSTEM, at=AT)
    assert AuditEntry.objects.count() == before + 1
    assert town.boss.scope


def test_orders_are_drafted_for_each_town_and_wait_for_a_signature(town: Town) -> None:
    tasks = opened(FIRST, EMPTY, OTHER_TOWN_VILLAGE, due_on=ON - timedelta(days=60))
    assert escalate_overdue(on=ON, by=SYSTEM, at=AT).drafted == 2
    drafts = list(orders_in(scope=town.boss.scope))
    assert [order.state for order in drafts] == [OrderState.DRAFT, OrderState.DRAFT]
    assert {again(task).level for task in tasks} == {EscalationLevel.DISTRICT}
    issued = issue_order(order=drafts[0].uuid, requirement=DEMAND, by=town.boss, at=AT)
    assert issued.number == "督〔2026〕120112-0001 号"
    assert {again(task).level for task in tasks[:2]} == {EscalationLevel.RECTIFICATION}
    assert again(tasks[2]).level == EscalationLevel.DISTRICT
    second = issue_order(order=drafts[1].uuid, requirement=DEMAND, by=town.boss, at=AT)
    assert second.number.endswith("0002 号")
    assert set(tasks_of_order(order=issued.uuid, scope=town.boss.scope)) == set(tasks[:2])


def test_a_withdrawn_draft_may_be_drafted_again_and_its_number_is_not_given_again(town: Town) -> None:
    opened(FIRST, due_on=ON - timedelta(days=60))
    escalate_overdue(on=ON, by=SYSTEM, at=AT)
    (draft,) = orders_in(scope=town.boss.scope)
    issued = issue_order(order=draft.uuid, requirement=DEMAND, by=town.boss, at=AT)
    withdraw_order(order=issued.uuid, reason="情况已说明", by=town.boss, at=AT)
    assert escalate_overdue(on=ON + timedelta(days=1), by=SYSTEM, at=AT + timedelta(days=1)).drafted == 1
    (again_drafted,) = orders_in(scope=town.boss.scope, state=OrderState.DRAFT)
    assert issue_order(order=again_drafted.uuid, requirement=DEMAND, by=town.boss, at=AT).number.endswith("0002 号")


def order_in(state: OrderState, town: Town) -> RectificationOrder:
    """Bring an order into a state, step by step."""
    (task,) = opened(FIRST)
    made = draft_order(tasks=[task.uuid], by=town.boss, at=AT)
    if state == OrderState.WITHDRAWN:
        return withdraw_order(order=made.uuid, reason=DEMAND, by=town.boss, at=AT)
    if state != OrderState.DRAFT:
        made = issue_order(order=made.uuid, requirement=DEMAND, by=town.boss, at=AT)
    if state in (OrderState.ANSWERED, OrderState.CLOSED):
        made = answer_order(order=made.uuid, answer=DEMAND, by=acting(town.supervisor), at=AT)
    if state == OrderState.CLOSED:
        made = check_order(order=made.uuid, put_right=True, note=DEMAND, by=town.boss, at=AT)
    return made


@pytest.mark.parametrize("state", list(OrderState))
def test_an_order_goes_only_where_the_table_says(town: Town, state: OrderState) -> None:
    acts: dict[OrderState, Callable[[UUID], RectificationOrder]] = {
        OrderState.ANSWERED: lambda key: answer_order(order=key, answer=DEMAND, by=town.boss, at=AT),
        OrderState.CLOSED: lambda key: check_order(order=key, put_right=True, note=DEMAND, by=town.boss, at=AT),
        OrderState.WITHDRAWN: lambda key: withdraw_order(order=key, reason=DEMAND, by=town.boss, at=AT),
    }
    for to, act in acts.items():
        order = order_in(state, town)
        if to in NEXT_ORDER_STATES[state]:
            assert act(order.uuid).state == to
        else:
            with pytest.raises(OrderCannotGoThere):
                act(order.uuid)
    order = order_in(state, town)
    if state == OrderState.DRAFT:
        assert issue_order(order=order.uuid, requirement=DEMAND, by=town.boss, at=AT).state == OrderState.ISSUED
    elif state == OrderState.ANSWERED:
        back = check_order(order=order.uuid, put_right=False, note=DEMAND, by=town.boss, at=AT)
        assert (back.state, back.closed_at) == (OrderState.ISSUED, None)
    else:
        with pytest.raises(OrderCannotGoThere):
            issue_order(order=order.uuid, requirement=DEMAND, by=town.boss, at=AT)


def test_a_town_answers_and_only_the_district_issues_checks_and_withdraws(town: Town) -> None:
    supervisor = acting(town.supervisor)
    draft = order_in(OrderState.DRAFT, town)
    with pytest.raises(NotPermitted):
        issue_order(order=draft.uuid, requirement=DEMAND, by=supervisor, at=AT)
    with pytest.raises(NotPermitted):
        withdraw_order(order=draft.uuid, reason=DEMAND, by=supervisor, at=AT)
    with pytest.raises(NoSuchOrder):
        answer_order(order=draft.uuid, answer=DEMAND, by=acting(town.first), at=AT)
    answered = order_in(OrderState.ANSWERED, town)
    with pytest.raises(NotPermitted):
        check_order(order=answered.uuid, put_right=True, note=DEMAND, by=supervisor, at=AT)
    states = [step.state for step in order_steps(order=answered.uuid, scope=supervisor.scope)]
    assert states == [OrderState.DRAFT, OrderState.ISSUED, OrderState.ANSWERED]


def test_an_order_is_about_one_town_and_about_open_work(town: Town) -> None:
    here, there = opened(FIRST, OTHER_TOWN_VILLAGE)
    with pytest.raises(TownsMixed):
        draft_order(tasks=[here.uuid, there.uuid], by=town.boss, at=AT)
    with pytest.raises(TownsMixed):
        draft_order(tasks=[], by=town.boss, at=AT)
    order = draft_order(tasks=[here.uuid], by=town.boss, at=AT)
    close_task(task=here.uuid, outcome=Outcome.CONFIRMED, by=town.boss, at=AT)
    issue_order(order=order.uuid, requirement=DEMAND, by=town.boss, at=AT)
    assert again(here).level == EscalationLevel.NONE
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderedTask.objects.create(order=order, task=here)


def test_the_ageing_report_counts_each_open_task_once(town: Town, employ: Employ) -> None:
    days = [-40, -31, -30, -16, -15, -6, -5, -1, 0, 9]
    for offset in days:
        opened(FIRST, OTHER_TOWN_VILLAGE, due_on=ON + timedelta(days=offset))
    opened(FIRST, kind=TaskKind.FIRST_VISIT, due_on=ON)
    rows = ageing(scope=town.boss.scope, on=ON, area=Area("120112"))
    leads = {row.division_code: row.ages for row in rows if row.kind == TaskKind.VERIFY_LEAD}
    classes = [0] * len(AGES)
    for offset in days:
        late = -offset
        place = 0 if late <= 0 else 1 if late <= 5 else 2 if late <= 15 else 3 if late <= 30 else 4
        classes[place] += 1
    assert leads == {TOWN: tuple(classes), "120112101000": tuple(classes)}
    assert sum(row.total for row in rows) == 2 * len(days) + 1
    city, province = employ(Role.PROVINCE_OFFICER, "120000000000"), Area("12")
    scope = acting(city).scope
    assert ageing_counted_at(scope=scope, on=ON, area=province) is None
    live = ageing(scope=scope, on=ON, area=province)
    assert tally_open_tasks(on=ON, by=SYSTEM, at=AT) == 2 * len(days) + 1
    assert ageing_counted_at(scope=scope, on=ON, area=province) == AT
    assert ageing(scope=scope, on=ON, area=province) == live
    # What is opened since is told of the district at once, of the city tomorrow, and never by an old tally.
    opened(FIRST, due_on=ON)
    assert ageing(scope=scope, on=ON, area=province) == live
    for on, area in ((ON, Area("120112")), (ON + timedelta(days=1), province)):
        assert ageing_counted_at(scope=scope, on=on, area=area) is None
        assert sum(row.total for row in ageing(scope=scope, on=on, area=area)) == 2 * len(days) + 2
    # Whoever sees only a part is counted for alone.
    assert ageing_counted_at(scope=town.boss.scope, on=ON, area=province) is None
    assert [row.division_code for row in ageing(scope=acting(town.first).scope, on=ON, area=Area("120112"))] == [
        TOWN, TOWN,
    ]  # fmt: skip


@pytest.mark.django_db(transaction=True)
def test_orders_issued_at_one_moment_get_numbers_of_their_own(town: Town) -> None:
    drafts = [order_in(OrderState.DRAFT, town).uuid for _ in range(4)]
    together, boss = Barrier(len(drafts)), town.boss

    def issue(order: UUID) -> str:
        try:
            together.wait()
            return issue_order(order=order, requirement=DEMAND, by=boss, at=AT).number
        finally:
            connection.close()

    with ThreadPoolExecutor(len(drafts)) as officers:
        numbers = sorted(officers.map(issue, drafts))
    assert numbers == [f"督〔2026〕120112-{number:04d} 号" for number in range(1, 5)]
    RectificationOrder.objects.everywhere("test").filter(number=numbers[-1]).update(number="督〔2026〕120112-9999 号")
    last = [issue_order(order=order_in(OrderState.DRAFT, town).uuid, requirement=DEMAND, by=boss, at=AT) for _ in "ab"]
    assert [order.number for order in last] == [f"督〔2026〕120112-{number} 号" for number in (10000, 10001)]
