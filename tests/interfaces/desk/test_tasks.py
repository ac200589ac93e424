"""Pages of tasks: the work table, lists, outcomes, bulk assignment with its way back, orders, how late work is."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn

from gonghu.domain.access.models import Account, BreakGlass, Tenure
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import ask_access, break_glass
from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.models import RectificationOrder, Task
from gonghu.domain.tasks.operations import escalate_overdue, open_tasks
from gonghu.domain.tasks.terms import OrderState, TaskKind, TaskOrder, TaskState
from gonghu.foundation.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
NEXT_VILLAGE = "120112100202"


def opened(code: str = VILLAGE, count: int = 1, *, late: int | None = None, title: str = "核实线索") -> list[UUID]:
    now = timezone.now()
    due_on = None if late is None else timezone.localdate() - timedelta(days=late)
    orders = [TaskOrder(TaskKind.VERIFY_LEAD, f"{title}{n}", code, due_on=due_on) for n in range(count)]
    return open_tasks(orders=orders, by=SYSTEM, at=now)


def again(key: UUID) -> Task:
    return Task.objects.everywhere("test").get(pk=key)


def post_of(account: Account) -> UUID:
    return Tenure.objects.get(account=account).post_id


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


@pytest.fixture
def director(employ: Employ) -> Account:
    return employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def test_the_work_table_shows_the_own_day_and_nothing_of_others(
    director: Account, employ: Employ, signed_in: SignedIn
) -> None:
    employ("zhao", Role.VILLAGE_DIRECTOR, NEXT_VILLAGE)
    opened(late=3, title="迟了的")
    opened(late=0, title="今天的")
    opened(NEXT_VILLAGE, title="别村的")
    page = said(signed_in(director).get("/"))
    assert page.index("迟了的0") < page.index("今天的0")
    assert "逾期 3 天" in page
    assert "别村的" not in page


def test_the_work_table_is_friendly_when_there_is_nothing(
    director: Account, employ: Employ, signed_in: SignedIn
) -> None:
    assert "没有待办任务" in said(signed_in(director).get("/"))
    assert "没有待办任务" not in said(signed_in(employ("shen", Role.AUDITOR)).get("/"))
    assert "您还没有岗位" in said(signed_in(employ("new", None)).get("/"))


@pytest.mark.usefixtures("director")
def test_whoever_leads_sees_late_work_work_without_owner_and_orders(boss: Client) -> None:
    opened(late=60, title="久拖的")
    opened("120112101201", title="没人管的")
    escalate_overdue(on=timezone.localdate(), by=SYSTEM, at=timezone.now())
    page = said(boss.get("/"))
    for words in ("逾期待跟进", "久拖的0", "还没有责任人", "没人管的0", "督办单草稿"):
        assert words in page


def test_what_waits_for_a_signature_is_on_the_work_table(boss: Client, director: Account, signed_in: SignedIn) -> None:
    by = officer(account=director, at=timezone.now())
    until = timezone.localdate() + timedelta(days=20)
    ask_access(
        post=Tenure.objects.get(account=director).post,
        division_code=NEXT_VILLAGE,
        purpose="联合走访",
        until_on=until,
        by=by,
        at=timezone.now(),
    )
    break_glass(
        child_key=uuid4(), division_code=VILLAGE, reason="走失儿童需要核对监护人", minutes=5, by=by, at=timezone.now()
    )
    page = said(boss.get("/"))
    for words in ("待签批的授权", "联合走访", "待事后审批的紧急查阅", "走失儿童需要核对监护人"):
        assert words in page
    assert "已过审批期限" not in page
    yesterday = timezone.localdate() - timedelta(days=1)
    BreakGlass.objects.everywhere("test").update(review_due_on=yesterday)
    assert "其中 1 件已过审批期限，请先办。" in said(boss.get("/"))
    assert "待签批的授权" not in said(signed_in(director).get("/"))


def test_a_task_is_closed_with_a_press_and_the_next_one_follows(director: Account, signed_in: SignedIn) -> None:
    first, second = opened(late=2)[0], opened(late=1)[0]
    client = signed_in(director)
    answer = client.post(f"/tasks/{first}/", {"outcome": "CONFIRMED", "note": "", "evidence": "入户走访"})
    assert (answer.status_code, answer["Location"]) == (302, f"/tasks/{second}/")
    assert (again(first).state, again(first).evidence) == (TaskState.DONE, "入户走访")
    answer = client.post(f"/tasks/{second}/", {"outcome": "NOT_FOUND", "note": ""})
    assert answer.status_code == 422
    assert "怎样了解到的" in said(answer)
    answer = client.post(f"/tasks/{second}/", {"outcome": "NOT_FOUND", "note": "邻居三户均不认识"}, follow=True)
    assert answer.redirect_chain == [("/", 302)]
    assert "没有其他待办任务" in said(answer)


def test_a_task_out_of_scope_does_not_exist(director: Account, signed_in: SignedIn) -> None:
    (other,) = opened(NEXT_VILLAGE)
    client = signed_in(director)
    for path in ("", "assign", "send-back"):
        assert client.get(f"/tasks/{other}/{path}").status_code == 404
        assert client.post(f"/tasks/{other}/{path}", {"outcome": "CONFIRMED"}).status_code == 404
    assert client.get(f"/tasks/orders/{other}/").status_code == 403


def test_acts_on_a_task_say_what_is_wrong_or_are_done(boss: Client, director: Account, signed_in: SignedIn) -> None:
    (key,) = opened()
    page = f"/tasks/{key}/"
    client = signed_in(director)
    assert client.post(f"{page}send-back", {"send-back-reason": "不"}).status_code == 422
    assert client.post(f"{page}send-back", {"send-back-reason": "孩子不在本村"}).status_code == 302
    assert again(key).owner_id is None
    assert boss.post(f"{page}assign", {"assign-owner": "charge"}).status_code == 302
    assert again(key).owner_id == post_of(director)
    late = {"postpone-until": "2020-01-01", "postpone-reason": "家人外出未归"}
    assert "须晚于原期限" in said(boss.post(f"{page}postpone", late))
    later = {**late, "postpone-until": str(again(key).due_on + timedelta(days=9))}
    assert boss.post(f"{page}postpone", later).status_code == 302
    assert boss.post(f"{page}cancel", {"cancel-reason": "与另一任务重复"}).status_code == 302
    assert again(key).state == TaskState.CANCELLED
    assert boss.post(f"{page}reopen", {"reopen-reason": "其实不重复"}).status_code == 302
    assert again(key).state == TaskState.OPEN
    assert boss.get(f"{page}assign")["Location"] == page
    for words in ("退回", "分派", "延期", "取消", "重新办理", "与另一任务重复"):
        assert words in said(boss.get(page))


def test_work_of_an_office_is_done_on_its_own_page(employ: Employ, signed_in: SignedIn) -> None:
    commissioner = signed_in(employ("kong", Role.CHILD_COMMISSIONER))
    source = uuid4()
    order = TaskOrder(TaskKind.RECOGNISE_FIRST, "认定初审", VILLAGE, source_kind="finding", source_key=source)
    (key,) = open_tasks(orders=[order], by=SYSTEM, at=timezone.now())
    assert f"/findings/{source}/" in said(commissioner.get(f"/tasks/{key}/"))
    answer = commissioner.post(f"/tasks/{key}/", {"outcome": "AGREED", "note": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"/findings/{source}/")
    assert again(key).state == TaskState.OPEN


@pytest.mark.usefixtures("director")
def test_filters_hold_together(boss: Client) -> None:
    opened(late=3, title="迟了的")
    opened(title="新来的")
    opened("120112101201", late=5, title="外镇的")
    page = said(boss.get(f"/tasks/?due=overdue&place={XIANSHUIGU[:9]}"))
    assert "迟了的0" in page
    assert "新来的0" not in page
    assert "外镇的0" not in page
    assert "外镇的0" in said(boss.get("/tasks/?owner=nobody"))
    assert "没有符合条件的任务" in said(boss.get("/tasks/?kind=FIRST_VISIT"))
    assert "没有符合条件的任务" in said(boss.get("/tasks/?state=DONE"))


def test_ticked_tasks_are_assigned_after_a_look_and_taken_back(boss: Client, director: Account, employ: Employ) -> None:
    keys = opened(count=3)
    supervisor = post_of(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU))
    query = "&".join(f"keys={key}" for key in keys[:2])
    page = boss.get(f"/tasks/assign?{query}")
    assert "分派 2 项任务" in said(page)
    answer = boss.post(f"/tasks/assign?{query}", {"owner": str(supervisor)}, follow=True)
    assert "已分派 2 项任务" in said(answer)
    assert "可以撤回" in said(answer)
    assert [again(key).owner_id == supervisor for key in keys] == [True, True, False]
    assert "已撤回 2 项" in said(boss.post("/tasks/undo", follow=True))
    assert {again(key).owner_id for key in keys} == {post_of(director)}
    assert "没有可以撤回的分派" in said(boss.post("/tasks/undo", follow=True))


def test_over_a_hundred_the_number_is_typed(boss: Client, employ: Employ) -> None:
    opened(count=101)
    supervisor = post_of(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU))
    address = f"/tasks/assign?all=1&place={VILLAGE}"
    assert "超过 100 项" in said(boss.get(address))
    for typed in ("", "100"):
        assert boss.post(address, {"owner": str(supervisor), "typed": typed}).status_code == 422
    assert boss.post(address, {"owner": str(supervisor), "typed": "101"}).status_code == 302
    assert Task.objects.everywhere("test").filter(owner=supervisor).count() == 101


def test_what_is_ticked_out_of_scope_is_not_assigned(employ: Employ, signed_in: SignedIn) -> None:
    far = signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING))
    (key,) = opened()
    answer = far.post(f"/tasks/assign?keys={key}&keys=nonsense", {"owner": "charge"})
    assert (answer.status_code, answer["Location"]) == (302, "/tasks/?")
    assert again(key).owner_id is None


@pytest.mark.usefixtures("director")
def test_an_order_goes_from_draft_to_closed_on_its_page(boss: Client, employ: Employ, signed_in: SignedIn) -> None:
    keys = opened(count=2, late=40)
    answer = boss.post("/tasks/orders/draft", {"keys": [str(key) for key in keys]})
    page = answer["Location"]
    town = signed_in(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU))
    due_on = str(timezone.localdate() + timedelta(days=10))
    issue = {"issue-responsible": "咸水沽镇人民政府", "issue-requirement": "逐项查明原因", "issue-due_on": due_on}
    assert town.post(f"{page}issue", issue).status_code == 422
    assert boss.post(f"{page}issue", {**issue, "issue-due_on": "2020-01-01"}).status_code == 422
    assert boss.post(f"{page}issue", issue).status_code == 302
    assert re.search(r"督〔\d{4}〕120112-0001 号", said(town.get(page)))
    assert town.post(f"{page}answer", {"answer-answer": "已办结一项，另一项本周完成"}).status_code == 302
    check = {"check-put_right": "no", "check-note": "还差一项", "check-due_on": due_on}
    assert boss.post(f"{page}check", check).status_code == 302
    assert town.post(f"{page}answer", {"answer-answer": "全部办结，附情况说明"}).status_code == 302
    assert boss.post(f"{page}check", {"check-put_right": "yes", "check-note": "已核对"}).status_code == 302
    order = RectificationOrder.objects.everywhere("test").get()
    assert order.state == OrderState.CLOSED
    assert "已销号" in said(boss.get("/tasks/orders/"))
    assert "没有督办单" in said(boss.get("/tasks/orders/?state=DRAFT"))
    assert boss.post(f"{page}answer", {"answer-answer": "再答复一次"}).status_code == 422


def test_an_order_is_about_one_town(boss: Client) -> None:
    keys = opened(late=40) + opened("120112101201", late=40)
    answer = boss.post("/tasks/orders/draft", {"keys": [str(key) for key in keys]}, follow=True)
    assert "同一乡镇" in said(answer)
    assert not RectificationOrder.objects.everywhere("test").exists()


@pytest.mark.usefixtures("director")
def test_the_ageing_page_and_the_workbooks_hold_the_same_figures(boss: Client) -> None:
    opened(count=2, late=3)
    opened(late=40)
    opened()
    page = said(boss.get("/tasks/ageing"))
    assert "咸水沽镇" in page
    assert "不对人排名" in page
    book = CalamineWorkbook.from_filelike(BytesIO(boss.post("/tasks/ageing/export").content))
    (line,) = book.get_sheet_by_index(0).to_python()[3:]
    assert line[2:] == [1, 2, 0, 0, 1, 4]
    listed = CalamineWorkbook.from_filelike(BytesIO(boss.post("/tasks/export?due=overdue").content))
    assert len(listed.get_sheet_by_index(0).to_python()[3:]) == 3


def test_the_clocks_say_what_was_not_checked(boss: Client) -> None:
    page = said(boss.get("/tasks/limits"))
    for words in ("系统建议值，请按本地规定调整", "凭记忆，待核对原文", "DB3301/T 0460-2024", "到期前 2 个工作日"):
        assert words in page
