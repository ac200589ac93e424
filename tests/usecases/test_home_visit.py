"""A visit reaches the file, its problems become tasks, and somebody else looks again before they are closed."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import children
from tests.domain.access.conftest import acting
from tests.domain.tasks.conftest import AT, FIRST, ON, Town, employ, town
from tests.visits import publish_survey, sent, sent_from

from gonghu.domain.access.officer import NotPermitted, Officer, SamePerson
from gonghu.domain.people.card import card_of, conflicts_in, resolve_conflict
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import close_file
from gonghu.domain.people.terms import ClosingReason, ConflictChoice
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder, TaskState
from gonghu.domain.visits.facts import ChildAtVisit, HarmFacts
from gonghu.domain.visits.models import FollowUp
from gonghu.domain.visits.operations import plan_follow_ups
from gonghu.domain.visits.operations.visiting import mark_follow_ups
from gonghu.domain.visits.queries import (
    harm_report,
    harm_reports_in,
    problem_steps,
    problems_of_child,
    visit_by_key,
    visits_of_child,
    wishes_of_child,
)
from gonghu.domain.visits.terms import FollowUpReason, ProblemState, VisitOutcome
from gonghu.foundation.acting import SYSTEM
from gonghu.usecases.home_visit import Accepted, accept_visit, send_back
from gonghu.usecases.mend_problem import answer, recheck, reopen
from gonghu.usecases.report_harm import report_harm

__all__ = ["employ", "town"]
pytestmark = pytest.mark.django_db

BY: dict[str, Any] = {"by": SYSTEM, "at": AT}


@pytest.fixture
def child() -> Child:
    publish_survey(AT)
    return children.child(village=FIRST)


def visited(town: Town, child: Child, base: dict[str, str] | None = None, **said: str) -> Accepted:
    by = acting(town.first)
    return accept_visit(submission=sent(by, child.pk, AT, base, **said), by=by, at=AT)


def open_work(kind: TaskKind) -> list[Task]:
    return list(Task.objects.everywhere("test").filter(kind=kind, state=TaskState.OPEN))


def test_a_visit_reaches_the_file_once(town: Town, child: Child) -> None:
    by = acting(town.first)
    submission = sent(by, child.pk, AT, phone="13900000001", wish="一个足球")
    done = accept_visit(submission=submission, by=by, at=AT)
    again = accept_visit(submission=done.submission, by=by, at=AT)
    assert (done.submission.state, again.visit) == (SubmissionState.ACCEPTED, done.visit)
    (visit,) = visits_of_child(child=child.pk, scope=by.scope)
    assert (visit.pk, visit.visited_on, visit.outcome) == (submission.pk, ON, VisitOutcome.MET)
    assert (visit.account_id, visit.division_code, visit.household) == (by.account, FIRST, child.pk)
    assert (
        card_of(children=[child.pk], scope=by.scope, on=timezone.localdate())[child.pk].value("phone") == "13900000001"
    )
    assert [wish.words for wish in wishes_of_child(child=child.pk, scope=by.scope)] == ["一个足球"]


def test_what_another_changed_meanwhile_is_asked_and_the_rest_goes_through(town: Town, child: Child) -> None:
    seen = card_of(children=[child.pk], scope=acting(town.first).scope, on=timezone.localdate())[child.pk].version(
        "phone"
    )
    visited(town, child, {"phone": seen}, phone="13900000001")
    done = visited(town, child, {"phone": seen}, phone="13900000002", school="一小")
    assert done.submission.state == SubmissionState.ACCEPTED
    assert [each.field for each in done.conflicts] == ["phone"]
    assert conflicts_in(scope=acting(town.district).scope).get().brought == "13900000002"
    assert (
        card_of(children=[child.pk], scope=town.boss.scope, on=timezone.localdate())[child.pk].value("school") == "一小"
    )


def test_two_visits_of_one_telephone_do_not_meet_each_other(town: Town, child: Child) -> None:
    by, other = acting(town.first), acting(town.supervisor)

    def visit(of: Officer, number: int, phone: str, name: str = "red") -> list[str]:
        submission = sent_from((name, number), of, child.pk, AT, {"phone": phone})
        return [each.field for each in accept_visit(submission=submission, by=of, at=AT).conflicts]

    assert [visit(by, number, f"1390000000{number}") for number in (1, 2, 3)] == [[], [], []]
    assert visit(other, 4, "13900000009", "blue") == ["phone"]
    (met,) = conflicts_in(scope=other.scope)
    seen = card_of(children=[child.pk], scope=other.scope, on=timezone.localdate())[child.pk].version("phone")
    resolve_conflict(conflict=met.pk, choice=ConflictChoice.BROUGHT, seen=seen, by=other, at=AT)
    assert visit(by, 5, "13900000005") == ["phone"]


def test_a_problem_is_mended_by_one_and_closed_by_another(town: Town, child: Child) -> None:
    visited(town, child, wiring="FIX_NOW", wiring_note="插座裸露")
    director, supervisor = acting(town.first), acting(town.supervisor)
    (problem,) = problems_of_child(child=child.pk, scope=director.scope)
    (task,) = open_work(TaskKind.MEND_PROBLEM)
    assert (problem.task_id, task.owner_id, problem.responsible) == (task.pk, town.post(town.first), "村民委员会")
    assert (problem.words, problem.due_on, task.due_on) == ("用电隐患：立即整改。插座裸露", task.due_on, problem.due_on)
    answer(problem=problem.pk, words="已换插座", evidence="照片", by=director, at=AT)
    (second,) = open_work(TaskKind.RECHECK_PROBLEM)
    assert (open_work(TaskKind.MEND_PROBLEM), second.owner_id) == ([], town.post(town.supervisor))
    with pytest.raises(SamePerson):
        recheck(problem=problem.pk, solved=True, note="看过了", by=director, at=AT)
    recheck(problem=problem.pk, solved=False, note="还有一处", by=supervisor, at=AT)
    assert (open_work(TaskKind.RECHECK_PROBLEM), len(open_work(TaskKind.MEND_PROBLEM))) == ([], 1)
    answer(problem=problem.pk, words="两处都换了", evidence="", by=director, at=AT)
    closed = recheck(problem=problem.pk, solved=True, note="现场看过", by=supervisor, at=AT)
    assert (closed.state, open_work(TaskKind.RECHECK_PROBLEM)) == (ProblemState.CLOSED, [])
    assert reopen(problem=problem.pk, reason="又坏了", by=supervisor, at=AT).state == ProblemState.RECHECK
    acts = [step.act for step in problem_steps(problem=problem.pk, scope=director.scope)]
    assert acts == ["FOUND", "ANSWERED", "NOT_SOLVED", "ANSWERED", "SOLVED", "REOPENED"]


def test_a_visit_that_is_corrected_counts_no_more(town: Town, child: Child) -> None:
    by, boss = acting(town.first), acting(town.supervisor)
    first = visited(town, child, wiring="FIX_NOW", wiring_note="插座", wish="书包", phone="13900000001")
    plan_follow_ups(
        child=ChildAtVisit(child.pk, FIRST), reason=FollowUpReason.RETURNED_HOME, event_on=ON - timedelta(days=6), **BY
    )
    mark_follow_ups(visits_of_child(child=child.pk, scope=by.scope)[0])
    returned = send_back(submission=first.submission, comment="日期写错了", by=boss, at=AT)
    assert (returned.state, visits_of_child(child=child.pk, scope=by.scope).count()) == (SubmissionState.SENT_BACK, 1)
    seen = {"phone": card_of(children=[child.pk], scope=by.scope, on=timezone.localdate())[child.pk].version("phone")}
    before = (ON - timedelta(days=20)).isoformat()
    said = {
        "wiring": "FIX_NOW",
        "wiring_note": "插座裸露",
        "wish": "新书包",
        "phone": "13900000002",
        "visited_on": before,
    }
    fixed = sent_from(("red", 2), by, child.pk, AT, said, seen, replaces=first.submission.pk)
    done = accept_visit(submission=fixed, by=by, at=AT)
    assert list(done.conflicts) == []
    (visit,) = visits_of_child(child=child.pk, scope=by.scope)
    assert (visit.pk, visit.visited_on.isoformat()) == (fixed.pk, before)
    (problem,) = problems_of_child(child=child.pk, scope=by.scope)
    assert (problem.visit_id, [each.pk for each in open_work(TaskKind.MEND_PROBLEM)]) == (visit.pk, [problem.task_id])
    (wish,) = wishes_of_child(child=child.pk, scope=by.scope)
    assert (wish.visit_id, wish.words) == (visit.pk, "新书包")
    assert not FollowUp.objects.everywhere("test").filter(visited_on__isnull=False).exists()
    old = visit_by_key(key=first.submission.pk, scope=by.scope)
    assert old is not None
    assert old.replaced_by_id == visit.pk
    first.submission.refresh_from_db()
    assert first.submission.state == SubmissionState.REPLACED
    with pytest.raises(NotPermitted):
        send_back(submission=done.submission, comment="再改", by=by, at=AT)


def test_what_a_telephone_said_later_stays_whatever_arrives_last(town: Town, child: Child) -> None:
    by = acting(town.first)
    seen = {
        name: card_of(children=[child.pk], scope=by.scope, on=timezone.localdate())[child.pk].version(name)
        for name in ("phone", "school")
    }

    def arrives(number: int, **said: str) -> list[str]:
        submission = sent_from(("red", number), by, child.pk, AT, said, seen)
        return [each.field for each in accept_visit(submission=submission, by=by, at=AT).conflicts]

    def card() -> tuple[str, str]:
        found = card_of(children=[child.pk], scope=by.scope, on=timezone.localdate())[child.pk]
        return found.value("phone"), found.value("school")

    def phone() -> dict[str, str]:
        return {
            "phone": card_of(children=[child.pk], scope=by.scope, on=timezone.localdate())[child.pk].version("phone")
        }

    assert (arrives(3, phone="13900000003"), card()) == ([], ("13900000003", ""))
    assert (arrives(1, phone="13900000001", school="一小"), card()) == ([], ("13900000003", "一小"))
    assert (arrives(2, school="二小"), card()) == ([], ("13900000003", "二小"))
    visited(town, child, phone(), phone="110")
    # What another wrote since is met by what was said last, and by nothing that came before it.
    assert (arrives(5, phone="13900000005"), arrives(4, phone="13900000004")) == (["phone"], [])
    assert card() == ("110", "二小")


def test_a_first_visit_is_to_be_made_again_when_it_is_sent_back(town: Town, child: Child) -> None:
    by, boss = acting(town.first), acting(town.supervisor)
    open_tasks(orders=[TaskOrder(TaskKind.FIRST_VISIT, "首次走访", FIRST, child=child.pk)], by=SYSTEM, at=AT)
    first = visited(town, child)
    assert open_work(TaskKind.FIRST_VISIT) == []
    for comment in ("日期写错了", "日期和照片都要改"):
        first.submission.refresh_from_db()
        send_back(submission=first.submission, comment=comment, by=boss, at=AT)
        assert len(open_work(TaskKind.FIRST_VISIT)) == 1
    fixed = sent_from(("red", 2), by, child.pk, AT, {}, replaces=first.submission.pk)
    second = accept_visit(submission=fixed, by=by, at=AT)
    assert open_work(TaskKind.FIRST_VISIT) == []
    # Where the child was met another time too, the first visit was made.
    visited(town, child)
    send_back(submission=second.submission, comment="再看看", by=boss, at=AT)
    assert open_work(TaskKind.FIRST_VISIT) == []


def test_a_first_visit_closes_its_task_and_a_call_in_vain_does_not(town: Town, child: Child) -> None:
    order = TaskOrder(TaskKind.FIRST_VISIT, "首次走访", FIRST, child=child.pk)
    open_tasks(orders=[order], by=SYSTEM, at=AT)
    visited(town, child, outcome="NOT_AT_HOME")
    assert len(open_work(TaskKind.FIRST_VISIT)) == 1
    visited(town, child)
    assert open_work(TaskKind.FIRST_VISIT) == []


def test_what_cannot_be_taken_waits_with_its_reasons(town: Town, child: Child) -> None:
    late = visited(town, child, visited_on=(ON + timedelta(days=9)).isoformat())
    assert late.submission.state == SubmissionState.NEEDS_CARE
    assert "晚于今天" in late.submission.reasons[-1]
    close_file(child=child, reason=ClosingReason.SETTLED, on=date(2026, 6, 1), **BY)
    closed = visited(town, child)
    assert (closed.visit, closed.submission.state) == (None, SubmissionState.NEEDS_CARE)


def test_an_officer_takes_what_waits_or_sends_it_back(town: Town, child: Child) -> None:
    by, boss = acting(town.first), acting(town.supervisor)
    lost = sent(by, None, AT, wish="回家")
    assert accept_visit(submission=lost, by=by, at=AT).submission.state == SubmissionState.NEEDS_CARE
    with pytest.raises(NotPermitted):
        accept_visit(submission=lost, by=by, at=AT, child=child.pk, despite=True)
    taken = accept_visit(submission=lost, by=boss, at=AT, child=child.pk, despite=True)
    assert (taken.visit and taken.visit.child_id, taken.submission.state) == (child.pk, SubmissionState.ACCEPTED)
    returned = send_back(submission=sent(by, None, AT), comment="请选定儿童", by=boss, at=AT)
    assert (returned.state, returned.reasons[-1]) == (SubmissionState.SENT_BACK, "请选定儿童")


def test_a_report_of_harm_is_the_districts_alone_the_same_minute(town: Town, child: Child) -> None:
    director = acting(town.first)
    facts = HarmFacts(uuid4(), FIRST, "身上有伤", "李主任", in_danger=True, child=child.pk)
    made = report_harm(facts=facts, by=director, at=AT)
    assert report_harm(facts=facts, by=director, at=AT).pk == made.pk
    (task,) = open_work(TaskKind.HARM_REPORT)
    assert (task.division_code, task.due_on, task.child_id, made.task_id) == ("120112000000", ON, None, task.pk)
    assert not harm_reports_in(scope=director.scope).exists()
    assert not harm_reports_in(scope=acting(town.supervisor).scope).exists()
    told = harm_report(key=made.pk, scope=town.boss.scope)
    assert told is not None
    assert (told.words, told.reporter) == ("身上有伤", "李主任")
