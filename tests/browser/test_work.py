"""The work table, tasks and the workforce in a real browser: looked at in every size, and done with the mouse."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.models import RectificationOrder, Task
from gonghu.domain.tasks.operations import escalate_overdue, issue_order, open_tasks
from gonghu.domain.tasks.terms import OrderState, TaskKind, TaskOrder
from gonghu.domain.workforce.operations import WorkerEntry, register_worker
from gonghu.domain.workforce.terms import Background, Employment
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import City
from tests.browser.test_pages import Visit, look_at
from tests.officers import employ

pytestmark = pytest.mark.django_db(transaction=True)

VILLAGE, NEXT_VILLAGE, ELSEWHERE = "120112100201", "120112100202", "120112101201"
KINDS = (TaskKind.VERIFY_LEAD, TaskKind.FIRST_VISIT, TaskKind.MEND_PROBLEM, TaskKind.COMPLETE_FILE)


@dataclass
class Desk:
    """A town at work (试验镇): some tasks are late, some due, some without an owner, one order is issued."""

    task: Task
    order: RectificationOrder
    worker: str


@pytest.fixture
def work(city: City) -> Desk:
    assert city.director
    now, today = timezone.now(), timezone.localdate()
    employ("sun", Role.TOWN_SUPERVISOR, "120112100000", at=now, name="孙立国")
    employ("zhao", Role.VILLAGE_DIRECTOR, NEXT_VILLAGE, at=now, name="赵秀英")
    orders = [
        TaskOrder(
            KINDS[number % 4],
            f"{KINDS[number % 4].label}：{what}",
            (VILLAGE, NEXT_VILLAGE, ELSEWHERE)[number % 3],
            due_on=today + timedelta(days=late),
        )
        for number, (what, late) in enumerate(
            (f"{name}家的情况", late)
            for name in ("张", "李", "王", "刘", "陈", "杨", "赵", "黄")
            for late in (-45, -9, -2, 0, 3, 12, 25)
        )
    ]
    keys = open_tasks(orders=orders, by=SYSTEM, at=now)
    escalate_overdue(on=today, by=SYSTEM, at=now)
    draft = RectificationOrder.objects.everywhere("test").filter(division_code="120112100000").get()
    demand = "请逐项查明原因，限期办结，并书面答复整改情况。"
    issued = issue_order(order=draft.uuid, requirement=demand, by=SYSTEM, at=now)
    entry = WorkerEntry(
        "刘桂兰", VILLAGE, Employment.PART_TIME, Background.COMMITTEE, today - timedelta(days=900), phone="13820001234"
    )
    worker = register_worker(entry=entry, by=SYSTEM, at=now)
    return Desk(Task.objects.everywhere("test").get(pk=keys[0]), issued, str(worker.uuid))


def pages(work: Desk) -> dict[str, str]:
    post = work.task.owner_id
    return {
        "work-table": "/",
        "tasks": "/tasks/",
        "tasks-overdue": "/tasks/?due=overdue&kind=VERIFY_LEAD",
        "tasks-none": "/tasks/?state=CANCELLED",
        "task": f"/tasks/{work.task.uuid}/",
        "assign": "/tasks/assign?all=1",
        "ageing": "/tasks/ageing",
        "orders": "/tasks/orders/",
        "order": f"/tasks/orders/{work.order.uuid}/",
        "limits": "/tasks/limits",
        "workforce": "/workforce/",
        "vacancies": "/workforce/vacancies?place=120112100000",
        "people": "/workforce/people",
        "appoint": "/workforce/appoint",
        "hand-over": f"/workforce/posts/{post}/hand-over",
        "register": "/workforce/register/",
        "enter-worker": "/workforce/register/new",
        "worker": f"/workforce/register/{work.worker}/",
    }


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_of_work_can_be_read_by_everybody_and_fits(
    city: City, work: Desk, visit: Visit, pictures: Path | None, size: str
) -> None:
    visitor = visit(size)
    visitor.sign_in(city.officer.sign_in_name)
    wrong = []
    for name, path in pages(work).items():
        visitor.open(path)
        wrong += look_at(visitor, name, size, pictures)
    assert "\n".join(wrong) == ""


def test_pages_of_work_can_be_read_in_the_dark(city: City, work: Desk, visit: Visit, pictures: Path | None) -> None:
    visitor = visit("desk", dark=True)
    visitor.sign_in(city.officer.sign_in_name)
    wrong = []
    for name in ("work-table", "tasks", "task", "order", "limits", "workforce"):
        visitor.open(pages(work)[name])
        wrong += look_at(visitor, name, "dark", pictures)
    assert "\n".join(wrong) == ""


@pytest.mark.usefixtures("work")
def test_a_director_finishes_the_day_on_a_phone(city: City, visit: Visit, pictures: Path | None) -> None:
    visitor = visit("phone")
    visitor.sign_in(city.director.sign_in_name)
    page = visitor.page
    wrong = look_at(visitor, "work-table-director", "phone", pictures)
    visitor.follow(".todo a")
    first = page.url
    wrong += look_at(visitor, "task-director", "phone", pictures)
    page.locator(".choice").first.click()
    page.fill("#id_evidence", "入户走访")
    page.locator("#close-task button[type=submit]").click()
    page.wait_for_url(lambda url: url != first)
    assert "已办结" in page.inner_text(".messages")
    assert "登记结果" in page.inner_text("main")
    assert "\n".join(wrong) == ""


@pytest.mark.usefixtures("work")
def test_ticked_tasks_are_given_out_and_taken_back(city: City, visit: Visit) -> None:
    visitor = visit("desk")
    visitor.sign_in(city.officer.sign_in_name)
    page = visitor.page
    visitor.open("/tasks/?place=120112100")
    for box in page.locator("input[name=keys]").all()[:3]:
        box.check()
    visitor.follow(page.locator("#choose-tasks button", has_text="分派勾选的"))
    assert "分派 3 项任务" in page.inner_text("h1")
    page.select_option("#id_owner", label=page.locator("#id_owner option", has_text="孙立国").inner_text())
    visitor.follow("#assign-tasks button[type=submit]")
    assert "已分派 3 项任务" in page.inner_text(".messages")
    visitor.follow(page.locator("button", has_text="撤回分派"))
    assert "已撤回 3 项" in page.inner_text(".messages")


def test_an_order_is_answered_and_closed(city: City, work: Desk, visit: Visit) -> None:
    town = visit("desk")
    town.sign_in("sun")
    town.open(f"/tasks/orders/{work.order.uuid}/")
    town.page.fill("#id_answer-answer", "已逐项办结，附情况说明")
    town.follow("#answer-order button[type=submit]")
    district = visit("desk")
    district.sign_in(city.officer.sign_in_name)
    district.open(f"/tasks/orders/{work.order.uuid}/")
    district.page.locator(".choice", has_text="销号").click()
    district.page.fill("#id_check-note", "已核对台账")
    district.follow("#check-order button[type=submit]")
    assert "已销号" in district.page.inner_text("main")
    assert RectificationOrder.objects.everywhere("test").get(pk=work.order.pk).state == OrderState.CLOSED
