"""Calls for help: written down in a minute, rung back by whoever is to, closed, or made a report of harm."""

from datetime import datetime, timedelta
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

from gonghu.domain.access.models import Account, Tenure
from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.models import Task, TaskStep
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskState
from gonghu.domain.visits.call_terms import CallAct, CallChannel, CallerKind, CallOutcome, CallState, CallUrgency
from gonghu.domain.visits.models import CallStep, HarmReport, HelpCall
from gonghu.domain.visits.operations.calling import CallFacts
from gonghu.domain.visits.queries import harm_report
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.answer_a_call import take_call
from gonghu.usecases.merge_files import merge_files, split_files

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

OTHER_TOWN = "120112101000"
WORDS, NAME, PHONE = "孩子三天没去上学", "李四邻", "022-28390001"
SEALED = (WORDS, NAME, "02228390001")


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return reading(signed_in(employ("wang")))


@pytest.fixture
def sun(employ: Employ) -> Account:
    return employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU)


@pytest.fixture
def supervisor(sun: Account, signed_in: SignedIn) -> Client:
    return reading(signed_in(sun))


def local(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def said(**words: str) -> dict[str, str]:
    return {
        "called_at": local(timezone.now()), "channel": "HOTLINE", "caller": "NEIGHBOUR", "caller_name": NAME,
        "phone": PHONE, "words": WORDS, "urgency": "TODAY", "place": VILLAGE, **words,
    }  # fmt: skip


def written(hours_ago: float = 0, **known: Any) -> HelpCall:
    at = timezone.now() - timedelta(hours=hours_ago)
    facts = CallFacts(
        **{
            "place_code": VILLAGE, "called_at": at, "channel": CallChannel.STATION, "caller": CallerKind.FAMILY,
            "words": WORDS, "urgency": CallUrgency.TODAY, "caller_name": NAME, "phone": PHONE, **known,
        }
    )  # fmt: skip
    return take_call(facts=facts, by=SYSTEM, at=at)


def calls() -> list[HelpCall]:
    return list(HelpCall.objects.everywhere("test").order_by("written_at"))


def act(browser: Client, call: HelpCall, name: str, **fields: str) -> Any:
    named = {f"{name}-{field}": text for field, text in fields.items()}
    return form_sent(browser, "act-on-help-call", call.pk, name, **named)


def test_a_call_is_written_down_and_is_a_task_of_the_town_that_tells_only_how_urgent_it_is(supervisor: Client) -> None:
    assert "没有等待回拨的求助" in page(supervisor, "help-calls")
    answer = form_sent(supervisor, "new-help-call", **said())
    (call,) = calls()
    assert (answer.status_code, answer["Location"]) == (302, reverse("desk:help-call", args=[call.pk]))
    assert call.ring_back_by == call.called_at + timedelta(hours=12)
    task = Task.objects.everywhere("test").get()
    told = (task.kind, task.title, task.division_code, task.child_id, task.due_on)
    due_on = timezone.localdate(call.ring_back_by)
    assert told == (TaskKind.CALL_BACK, "求助回拨：当天", XIANSHUIGU, None, due_on)
    shown = page(supervisor, "help-call", call.pk)
    assert all(words in shown for words in SEALED)
    assert "去回拨" in page(supervisor, "task", task.pk)
    for route in ("help-calls", "tasks", "home", "task"):
        keys = [task.pk] if route == "task" else []
        assert not [words for words in SEALED if words in page(supervisor, route, *keys)], route
    assert "共 1 件，其中 0 件过了回拨时限" in page(supervisor, "home")
    entries = " ".join(str(each) for each in AuditEntry.objects.values_list("detail", "purpose"))
    assert not [words for words in SEALED if words in entries]
    assert AuditEntry.objects.filter(verb="visits.look_at_call", subject_key=str(call.pk)).count() == 1


@pytest.mark.parametrize(
    ("field", "text", "told"),
    [
        ("words", "急", "请写明为什么事求助（至少 3 个字）"),
        ("phone", "问村里", "电话只写数字，座机带区号"),
        ("called_at", "2099-01-01T08:00", "求助时间还没有到"),
        ("place", "没有这个村", "没有叫“没有这个村”的区划"),
        ("place", OTHER_TOWN, "没有“分派任务”权限"),
        ("child_words", "查无此人", "没有找到这个孩子"),
    ],
)
def test_what_cannot_be_used_is_told_and_what_was_typed_is_kept(
    supervisor: Client, field: str, text: str, told: str
) -> None:
    answer = form_sent(supervisor, "new-help-call", **said(**{field: text}))
    shown = answer.content.decode()
    assert (answer.status_code, told in shown, NAME in shown) == (422, True, True)
    assert calls() == []


def test_which_child_is_meant_is_asked_of_those_found_and_may_stay_unknown(supervisor: Client) -> None:
    child, other = children.child("张小明"), children.child("张小敏")
    asked = form_sent(supervisor, "new-help-call", **said(child_words="张小明"))
    assert (asked.status_code, str(child.pk) in asked.content.decode()) == (422, True)
    sent = said(child_words="张小明", child=str(child.pk))
    assert form_sent(supervisor, "new-help-call", **sent).status_code == 302
    sent = said(child_words="张小明", child="NONE", phone="")
    assert form_sent(supervisor, "new-help-call", **sent).status_code == 302
    assert [each.child_id for each in calls()] == [child.pk, None]
    link = f"?state=ALL&amp;child={child.pk}"
    assert link in page(supervisor, "child", child.pk)
    assert str(calls()[0].pk) in page(supervisor, "help-calls", query=link.replace("&amp;", "&"))
    assert str(calls()[0].pk) not in page(supervisor, "help-calls", query=f"?state=ALL&child={other.pk}")
    page(supervisor, "help-call", calls()[0].pk)
    looks = AuditEntry.objects.filter(subject_key=str(child.pk), verb="children.read").values_list("detail", flat=True)
    assert [each for each in looks if "help_call" in str(each)]


def test_a_second_ring_from_the_number_is_offered_to_be_added_and_never_a_second_call_by_itself(
    supervisor: Client,
) -> None:
    first = written()
    asked = form_sent(supervisor, "new-help-call", **said(phone="(022) 2839 0001", words="还没有人来"))
    assert (asked.status_code, str(first.pk) in asked.content.decode()) == (422, True)
    added = said(phone="02228390001", words="还没有人来", join=str(first.pk))
    assert form_sent(supervisor, "new-help-call", **added).status_code == 302
    assert [each.pk for each in calls()] == [first.pk]
    assert "还没有人来" in page(supervisor, "help-call", first.pk)
    assert form_sent(supervisor, "new-help-call", **said(join="NEW")).status_code == 302
    assert len(calls()) == 2
    for each in calls():
        assert act(supervisor, each, "close", outcome="SOLVED", note="已上门，家里有人").status_code == 302
    assert form_sent(supervisor, "new-help-call", **said()).status_code == 302


def test_somebody_rings_back_until_the_call_is_closed_and_its_task_with_it(supervisor: Client) -> None:
    call, now = written(hours_ago=30), timezone.now()
    assert "过了回拨时限" in page(supervisor, "help-calls", query="?state=late")
    assert "其中 1 件过了回拨时限" in page(supervisor, "home")
    lost = {"rang_at": local(now), "reached": "NO", "note": "打了两次没人接"}
    assert act(supervisor, call, "close", outcome="UNREACHABLE", note="一直没人接").status_code == 422
    assert act(supervisor, call, "ring", **lost).status_code == 422
    assert act(supervisor, call, "ring", **lost, next_by=local(now - timedelta(hours=1))).status_code == 422
    later = now + timedelta(days=2)
    assert act(supervisor, call, "ring", **lost, next_by=local(later)).status_code == 302
    task = Task.objects.everywhere("test").get()
    assert task.due_on == timezone.localdate(later)
    assert "没有符合条件的求助" in page(supervisor, "help-calls", query="?state=late")
    reached = {"rang_at": local(now), "reached": "YES", "note": "奶奶说孩子发烧，明天带去看"}
    assert act(supervisor, call, "ring", **reached).status_code == 302
    assert "明天带去看" in page(supervisor, "help-call", call.pk)
    assert act(supervisor, call, "close", outcome="SOLVED", note="不").status_code == 422
    assert act(supervisor, call, "close", outcome="HARM", note="转报区县").status_code == 422
    assert act(supervisor, call, "close", outcome="SOLVED", note="孩子已返校，老师确认").status_code == 302
    call.refresh_from_db()
    task.refresh_from_db()
    assert (call.state, call.outcome, task.state, task.outcome) == (
        CallState.CLOSED, CallOutcome.SOLVED, TaskState.DONE, Outcome.DONE,
    )  # fmt: skip
    assert act(supervisor, call, "ring", **reached).status_code == 422
    assert [each.act for each in CallStep.objects.order_by("written_at")] == [
        CallAct.WRITTEN, CallAct.NOT_REACHED, CallAct.REACHED, CallAct.CLOSED,
    ]  # fmt: skip
    assert act(supervisor, call, "reopen", reason="").status_code == 422
    assert act(supervisor, call, "reopen", reason="孩子又没去上学").status_code == 302
    call.refresh_from_db()
    task.refresh_from_db()
    assert (call.state, call.outcome, task.state) == (CallState.SPOKEN, "", TaskState.OPEN)
    assert act(supervisor, call, "close", outcome="PASSED_ON", note="转学校处理").status_code == 302
    notes = " ".join(TaskStep.objects.values_list("note", flat=True))
    assert not [words for words in (*SEALED, "发烧", "返校") if words in notes]


def test_a_report_of_harm_is_made_of_a_call_and_only_the_district_sees_either(supervisor: Client, boss: Client) -> None:
    assert form_sent(supervisor, "new-help-call", **said(words="孩子身上有新伤")).status_code == 302
    (call,) = calls()
    assert act(supervisor, call, "harm", in_danger="on").headers["Location"] == reverse("desk:help-calls")
    report = HarmReport.objects.everywhere("test").get()
    told = harm_report(key=report.pk, scope=reached_by(SYSTEM))
    assert told is not None
    assert ("身上有新伤" in told.words, NAME in report.reporter, report.in_danger) == (True, True, True)
    assert supervisor.get(reverse("desk:help-call", args=[call.pk])).status_code == 404
    assert supervisor.get(reverse("desk:harm-report", args=[report.pk])).status_code in {403, 404}
    assert str(call.pk) not in page(supervisor, "help-calls", query="?state=ALL")
    assert act(boss, call, "reopen", reason="又来电话了").status_code == 422
    assert "看侵害线索" in page(boss, "help-call", call.pk)
    states = Task.objects.everywhere("test").values_list("kind", "state")
    assert set(states) == {(TaskKind.CALL_BACK, TaskState.DONE), (TaskKind.HARM_REPORT, TaskState.OPEN)}


def test_who_called_is_told_to_the_district_to_who_wrote_it_down_and_to_who_rings_back(
    boss: Client, supervisor: Client, employ: Employ, signed_in: SignedIn
) -> None:
    call = written()
    hu, director = employ("hu", Role.TOWN_SUPERVISOR, XIANSHUIGU), employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    colleague = reading(signed_in(hu))
    centre = signed_in(employ("zhao", Role.CENTRE_WORKER, VILLAGE[:6].ljust(12, "0")))
    village, far = (signed_in(each) for each in (director, employ("qian", Role.DISTRICT_OFFICER, XIQING)))
    other = signed_in(employ("zhou", Role.TOWN_SUPERVISOR, OTHER_TOWN))
    address = reverse("desk:help-call", args=[call.pk])
    for browser, status, knows in (
        (boss, 200, True), (centre, 200, True), (supervisor, 200, True), (colleague, 200, False),
        (village, 404, False), (far, 404, False), (other, 404, False),
    ):  # fmt: skip
        answer = browser.get(address)
        assert (answer.status_code, "02228390001" in answer.content.decode()) == (status, knows)
    assert village.get(reverse("desk:help-calls")).status_code == 403
    for browser in (far, other):
        assert str(call.pk) not in page(browser, "help-calls", query="?state=ALL")
        assert act(browser, call, "harm").status_code == 404
    Task.objects.everywhere("test").update(owner=Tenure.objects.get(account=hu).post)
    assert ["02228390001" in page(each, "help-call", call.pk) for each in (colleague, supervisor)] == [True, False]


def test_the_list_is_filtered_and_taken_along_without_a_word_of_what_was_said(boss: Client) -> None:
    near, far = written(), written(hours_ago=200, place_code=OTHER_TOWN, channel=CallChannel.HOTLINE)
    for query, found in (
        ("", {near, far}), ("?days=7", {near}), ("?channel=HOTLINE", {far}), (f"?place={OTHER_TOWN}", {far}),
        ("?state=late", {far}), ("?state=CLOSED", set()), ("?state=SPOKEN", set()),
    ):  # fmt: skip
        shown = page(boss, "help-calls", query=query)
        assert {each for each in (near, far) if str(each.pk) in shown} == found, query
    shown = page(boss, "help-calls")
    assert shown.index(str(far.pk)) < shown.index(str(near.pk))
    book = CalamineWorkbook.from_filelike(BytesIO(boss.post(reverse("desk:export-help-calls")).content))
    cells = str(book.get_sheet_by_index(0).to_python())
    assert "到站" in cells
    assert not [words for words in SEALED if words in cells]


def test_a_call_goes_along_when_files_are_merged_and_back_when_they_are_parted(boss: Client) -> None:
    kept, merged = children.child("张小明"), children.child("张晓明")
    call, at = written(child=merged.pk), timezone.now()
    merge = merge_files(kept=kept.pk, merged=merged.pk, reason="同一个孩子", by=SYSTEM, at=at)
    call.refresh_from_db()
    assert call.child_id == kept.pk
    assert str(call.pk) in page(boss, "help-calls", query=f"?child={kept.pk}")
    split_files(merge=merge, by=SYSTEM, at=at)
    call.refresh_from_db()
    assert call.child_id == merged.pk
