"""Pages of visits: what is due, what was found, what needs somebody, and what is the district's alone."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests import children
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn
from tests.visits import publish_survey, sent

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.people.card import card_of, conflicts_in
from gonghu.domain.people.models import Address, CardConflict, Child
from gonghu.domain.people.terms import AddressKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.visits.facts import ComplaintFacts, HarmFacts
from gonghu.domain.visits.models import Problem
from gonghu.domain.visits.operations import receive_complaint
from gonghu.domain.visits.queries import exceptions_in, visits_of_child, wishes_in
from gonghu.domain.visits.terms import ComplaintKind, ProblemState
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.children.reading import PURPOSE
from gonghu.usecases.home_visit import accept_visit
from gonghu.usecases.report_harm import report_harm
from gonghu.usecases.visit_lists import fix_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


@dataclass
class Village:
    """A village with a child, and browsers of those who work for it (一个村)."""

    child: Child
    director: Account
    browser: Client
    supervisor: Client
    boss: Client

    @property
    def by(self) -> Officer:
        return officer(account=self.director, at=timezone.now())

    def visit(self, **said: str) -> UUID:
        at = timezone.now()
        done = accept_visit(submission=sent(self.by, self.child.pk, at, None, **said), by=self.by, at=at)
        return done.submission.pk


@pytest.fixture
def village(employ: Employ, signed_in: SignedIn) -> Village:
    publish_survey(timezone.now())
    director = employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    browsers = [
        reading(signed_in(each)) for each in (director, employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU), employ("wang"))
    ]
    return Village(children.child(village=VILLAGE), director, *browsers)


def reading(browser: Client) -> Client:
    session = browser.session
    session[PURPOSE] = "走访核对"
    session.save()
    return browser


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def page(browser: Client, route: str, *keys: object, query: str = "") -> str:
    answer = browser.get(reverse(f"desk:{route}", args=keys) + query)
    assert answer.status_code == 200, (route, answer.status_code)
    return said(answer)


def form_sent(browser: Client, route: str, *keys: object, **fields: str) -> Any:
    return browser.post(reverse(f"desk:{route}", args=keys), fields)


def test_a_visit_shows_its_answers_masked_and_stands_on_the_childs_page(village: Village) -> None:
    key = village.visit(phone="13912345678", wish="一个足球", wiring="FIX_NOW", wiring_note="插座裸露")
    shown = page(village.browser, "visit", key)
    assert "139****5678" in shown
    assert "13912345678" not in shown
    assert all(words in shown for words in ("一个足球", "用电隐患", "张**"))
    file = page(village.browser, "child", village.child.pk)
    assert all(words in file for words in ("定期走访", "用电隐患", "一个足球", "下次应在"))
    assert "定期走访" in page(village.boss, "visits")


def test_the_last_visit_and_the_most_pressing_task_stand_first(village: Village) -> None:
    today = timezone.localdate()
    days = [today - timedelta(days=ago) for ago in range(6)]
    for day in (days[2], days[0], days[5], days[1], days[4], days[3]):
        village.visit(visited_on=day.isoformat())
    shown = page(village.supervisor, "visits")
    assert [shown.index(f">{day}<") for day in days] == sorted(shown.index(f">{day}<") for day in days)
    code, child = village.child.division_code, village.child.pk
    asked = [TaskOrder(TaskKind.OTHER, f"办第{n}件", code, child=child, due_on=days[n]) for n in (2, 1, 3)]
    open_tasks(orders=asked, by=SYSTEM, at=timezone.now())
    shown = page(village.supervisor, "child", child)
    assert shown.index("办第3件") < shown.index("办第2件") < shown.index("办第1件")


def test_a_child_is_listed_until_it_is_visited_or_a_reason_is_on_file(village: Village) -> None:
    assert "新建档，首次走访" in page(village.browser, "visits-due")
    assert "走访已逾期" in page(village.browser, "home")
    refused = form_sent(village.browser, "except-child", village.child.pk, reason="AWAY", from_on="2026-01-01")
    assert (refused.status_code, "请写明情况" in said(refused)) == (422, True)
    today = timezone.localdate()
    fields = {"reason": "HOSPITAL", "from_on": today.isoformat(), "to_on": (today + timedelta(days=9)).isoformat()}
    assert form_sent(village.browser, "except-child", village.child.pk, **fields).status_code == 302
    assert "张**" not in page(village.browser, "visits-due")
    assert "住院治疗" in page(village.supervisor, "visit-exceptions")
    (exception,) = exceptions_in(scope=village.by.scope, on=today)
    assert form_sent(village.browser, "end-visit-exception", exception.pk).status_code == 302


def test_coverage_keeps_its_denominator(village: Village) -> None:
    on = timezone.localdate().isoformat()
    fix_lists(by=SYSTEM, at=timezone.now(), on=on)
    village.visit()
    late = children.child("李小红", village=VILLAGE)
    at = timezone.now()
    accept_visit(submission=sent(village.by, late.pk, at), by=village.by, at=at)
    shown = page(village.boss, "visit-coverage")
    assert "名单 1 人，已见到 1 人（100%），走访 1 户、2 人次" in shown
    workbook = village.boss.post(reverse("desk:export-visit-coverage"))
    assert workbook["Content-Type"].startswith("application/vnd")


def test_an_order_is_drafted_from_a_problem_that_is_late_by_whoever_assigns_work_in_the_town(village: Village) -> None:
    village.visit(wiring="FIX_NOW")
    problem = Problem.objects.everywhere("test").get()
    assert "起草督办单" not in page(village.boss, "problem", problem.pk)
    Problem.objects.everywhere("test").update(due_on=timezone.localdate() - timedelta(days=1))
    shown = [page(each, "problem", problem.pk) for each in (village.browser, village.supervisor, village.boss)]
    assert ["起草督办单" in each for each in shown] == [False, True, True]
    done = form_sent(village.boss, "draft-order", keys=str(problem.task_id))
    assert done.status_code == 302
    after = page(village.boss, "problem", problem.pk)
    assert (done["Location"] in after, "起草督办单" in after) == (True, False)


def test_a_problem_is_answered_by_one_and_closed_by_another_on_the_page(village: Village) -> None:
    village.visit(wiring="FIX_NOW")
    problem = Problem.objects.everywhere("test").get()
    assert "用电隐患" in page(village.browser, "problems")
    short = form_sent(village.browser, "act-on-problem", problem.pk, "answer", **{"answer-words": "换"})
    assert short.status_code == 422
    done = form_sent(village.browser, "act-on-problem", problem.pk, "answer", **{"answer-words": "已换插座"})
    assert done.status_code == 302
    fields = {"recheck-solved": "yes", "recheck-note": "现场看过"}
    own = form_sent(village.browser, "act-on-problem", problem.pk, "recheck", **fields)
    assert (own.status_code, "须由另一人复查" in said(own), "登记复查" in said(own)) == (422, True, False)
    assert form_sent(village.supervisor, "act-on-problem", problem.pk, "recheck", **fields).status_code == 302
    problem.refresh_from_db(from_queryset=Problem.objects.everywhere("test"))
    assert problem.state == ProblemState.CLOSED
    assert "没有未销号的问题" in page(village.browser, "problems")
    assert "复查通过，销号" in page(village.browser, "problem", problem.pk)


def test_a_form_that_needs_somebody_is_taken_or_sent_back(village: Village) -> None:
    lost, other = (sent(village.by, None, timezone.now(), wish=wish) for wish in ("回家", "看海"))
    assert "没有说明是哪名儿童" in page(village.supervisor, "submissions")
    assert "需处理的填报" in page(village.supervisor, "home")
    assert "回家" in page(village.supervisor, "submission", lost.pk)
    assert form_sent(village.browser, "act-on-submission", lost.pk, "take").status_code == 403
    assert form_sent(village.supervisor, "act-on-submission", lost.pk, "take").status_code == 422
    fields = {"take-child": str(village.child.pk)}
    assert form_sent(village.supervisor, "act-on-submission", lost.pk, "take", **fields).status_code == 302
    assert visits_of_child(child=village.child.pk, scope=village.by.scope).count() == 1
    back = {"send-back-comment": "请选定儿童"}
    assert form_sent(village.supervisor, "act-on-submission", other.pk, "send-back", **back).status_code == 302
    kept = Submission.objects.everywhere("test").get(pk=other.pk)
    assert (kept.state, kept.reasons[-1]) == (SubmissionState.SENT_BACK, "请选定儿童")


def test_both_values_of_a_conflict_are_shown_and_one_is_chosen(village: Village) -> None:
    village.visit(school="一小")
    village.visit(school="二小")
    (conflict,) = conflicts_in(scope=village.by.scope)
    assert "学校" in page(village.browser, "card-conflicts")
    shown = page(village.browser, "card-conflict", conflict.pk)
    assert all(words in shown for words in ("一小", "二小"))
    stale = form_sent(village.browser, "card-conflict", conflict.pk, choice="BROUGHT", seen="old")
    assert (stale.status_code, conflicts_in(scope=village.by.scope).count()) == (302, 1)
    seen = card_of(children=[village.child.pk], scope=village.by.scope, on=timezone.localdate())[
        village.child.pk
    ].version("school")
    assert form_sent(village.browser, "card-conflict", conflict.pk, choice="BROUGHT", seen=seen).status_code == 302
    card = card_of(children=[village.child.pk], scope=village.by.scope, on=timezone.localdate())[village.child.pk]
    assert (card.value("school"), conflicts_in(scope=village.by.scope).count()) == ("二小", 0)


def test_a_conflict_over_a_protected_address_is_the_districts_alone(village: Village) -> None:
    home = {"detail": "保密小区", "division_code": VILLAGE, "from_on": village.child.opened_on}
    Address(person=village.child.person, kind=AddressKind.LIVING, is_protected=True, **home).save()
    conflict = CardConflict(
        child=village.child, field="living_address", brought="村东头", stood="保密小区", source=uuid4(),
        brought_at=timezone.now(),
    )  # fmt: skip
    conflict.save()
    address = reverse("desk:card-conflict", args=[conflict.pk])
    for _ in range(2):
        for browser in (village.browser, village.supervisor):
            assert browser.get(address).status_code == 404
            assert str(conflict.pk) not in page(browser, "card-conflicts") + page(browser, "home")
        assert "保密小区" in page(village.boss, "card-conflict", conflict.pk)
        # Settled, it stays where it was.
        conflict.choice, conflict.chosen_at = "STOOD", timezone.now()
        conflict.save()


def test_a_report_of_harm_is_seen_by_the_district_alone(village: Village) -> None:
    at = timezone.now()
    report = report_harm(facts=HarmFacts(uuid4(), VILLAGE, "身上有伤", "李主任"), by=village.by, at=at)
    for browser in (village.browser, village.supervisor):
        assert browser.get(reverse("desk:harm-report", args=[report.pk])).status_code in {403, 404}
    assert "身上有伤" in page(village.boss, "harm-report", report.pk)
    assert "待接办" in page(village.boss, "harm-reports")
    address = reverse("desk:harm-report", args=[report.pk])
    tables = [address in page(browser, "home") for browser in (village.browser, village.supervisor, village.boss)]
    assert tables == [False, False, True]
    assert form_sent(village.boss, "harm-report", report.pk).status_code == 302
    assert "已接办" in page(village.boss, "harm-report", report.pk)
    assert address not in page(village.boss, "home")


def test_a_complaint_has_a_day_and_a_reply(village: Village) -> None:
    facts = ComplaintFacts(uuid4(), ComplaintKind.BURDEN, "同样的表要填两遍", village.by.account)
    made = receive_complaint(facts=facts, place_code=VILLAGE, by=village.by, at=timezone.now())
    assert "同样的表要填两遍" in page(village.boss, "complaints")
    assert village.supervisor.get(reverse("desk:complaint", args=[made.pk])).status_code == 404
    assert form_sent(village.boss, "complaint", made.pk, reply="好").status_code == 422
    assert form_sent(village.boss, "complaint", made.pk, reply="下月起合并").status_code == 302
    assert "下月起合并" in page(village.boss, "complaints", query="?state=ALL") or page(
        village.boss, "complaint", made.pk
    )


def test_what_was_promised_a_child_is_kept(village: Village) -> None:
    today = timezone.localdate()
    village.visit(wish="一个足球")
    wrong = form_sent(village.browser, "plan-follow-up", village.child.pk, reason="RETURNED_HOME", event_on="")
    assert wrong.status_code == 422
    fields = {"reason": "RETURNED_HOME", "event_on": (today - timedelta(days=8)).isoformat()}
    assert form_sent(village.browser, "plan-follow-up", village.child.pk, **fields).status_code == 302
    assert "回访" in page(village.browser, "visits-due")
    (wish,) = wishes_in(scope=village.by.scope)
    settled = {"settle-state": "FULFILLED", "settle-note": "镇团委"}
    assert form_sent(village.boss, "act-on-wish", wish.pk, "settle", **settled).status_code == 422
    assert form_sent(village.browser, "act-on-wish", wish.pk, "settle", **settled).status_code == 302
    assert "已实现" in page(village.browser, "wish", wish.pk)


def test_what_lies_elsewhere_is_not_there(village: Village, employ: Employ, signed_in: SignedIn) -> None:
    key = village.visit(wiring="FIX_NOW")
    problem = Problem.objects.everywhere("test").get()
    other = reading(signed_in(employ("zhao", Role.DISTRICT_OFFICER, XIQING)))
    for route, found in (("visit", key), ("problem", problem.pk), ("submission", key)):
        assert other.get(reverse(f"desk:{route}", args=[found])).status_code == 404
    assert "用电隐患" not in page(other, "problems")


def test_the_bureau_sees_how_fresh_what_is_known_is(village: Village, employ: Employ, signed_in: SignedIn) -> None:
    empty = page(village.boss, "visit-freshness")
    assert "还没有走访记录送达" in empty
    assert "多数没见过" in empty
    village.visit()
    for query in ("", "?by=late", f"?place={XIANSHUIGU}"):
        shown = page(village.boss, "visit-freshness", query=query)
        assert "最近一条走访记录送达于" in shown
        assert shown.count("<rect") == 1
        assert 'class="shade-0"' in shown
    assert f"/visits/due?place={VILLAGE}" in page(village.boss, "visit-freshness", query=f"?place={XIANSHUIGU}")
    assert village.boss.post(reverse("desk:export-visit-freshness")).content[:2] == b"PK"
    city = reading(signed_in(employ("chen", Role.CITY_OFFICER, "120000000000")))
    assert "请选择一个区县" in page(city, "visit-freshness")
    assert "<rect" in page(city, "visit-freshness", query="?place=120112000000")
    far = reading(signed_in(employ("zhao", Role.DISTRICT_OFFICER, XIQING)))
    assert "<rect" not in page(far, "visit-freshness", query="?place=120112000000")
