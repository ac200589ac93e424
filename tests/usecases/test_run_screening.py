"""
建立困境儿童信息比对排查机制: what a run finds becomes files and tasks, goes on from run to run, and is taken back.
"""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone
from tests.deliveries import SAMPLES, sample_delivery
from tests.officers import JINNAN, employ

from gonghu.domain.access.acting_anew import officer_anew
from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import CategoryAssignment, Child, HealthRecord, Schooling
from gonghu.domain.people.terms import FileState, HealthKind
from gonghu.domain.policies.kept_files import has_families
from gonghu.domain.policies.models import Change, Finding, FindingEvidence, Run, ToldReason
from gonghu.domain.policies.operations import begin_run, recount_findings
from gonghu.domain.policies.terms import FindingState, RunState
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import Outcome, TaskState
from gonghu.engines.intake.progress import Unwatched
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.claiming import claim
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.working import JobWorker
from gonghu.usecases.end_dead_runs import clear_dead_runs
from gonghu.usecases.move_a_child import move_with_what_is_open
from gonghu.usecases.policy_finds_people import Order, screen
from gonghu.usecases.run_screening import screen_delivery, start_run
from gonghu.usecases.undo_screening import undo_screening
from gonghu.usecases.verify_lead import close_lead

pytestmark = pytest.mark.django_db(transaction=True)

AT = datetime(2026, 11, 2, 9, tzinfo=timezone.get_default_timezone())
AS_OF = date(2026, 11, 1)
WHY = "a test counts"
XIQING, THERE = "120111000000", "120111103201"


def worked(at: datetime = AT) -> Job:
    """Let a worker do the job that waits."""
    job = JobWorker("tests", clock=lambda: at, identify=officer_anew).work_once()
    assert job is not None
    return job


def run_of(delivery: UUID, by: Actor = SYSTEM, *, at: datetime = AT, place: str = JINNAN) -> Run:
    run = start_run(delivery=delivery, division_code=place, as_of=AS_OF, by=by, at=at)
    job = worked(at)
    assert job.state == JobState.DONE, (job.error, Run.objects.everywhere(WHY).get(pk=run.pk).trouble)
    return Run.objects.everywhere(WHY).get(pk=run.pk)


def rows(model: Any) -> Any:
    return model.objects.everywhere(WHY)


def test_what_the_engine_finds_is_in_the_database_and_a_second_run_changes_nothing(tmp_path: Any) -> None:
    delivery = sample_delivery(AT)
    run = run_of(delivery.pk)
    told = screen(Order(SAMPLES, AS_OF, tmp_path, division="120112"), progress=Unwatched())
    names = Counter(rows(Finding).values_list("told__name", flat=True))
    assert names == {name: number for name, number in told.found.items() if number}
    assert run.counts["found"] == told.found
    children = set(rows(Finding).values_list("child_id", flat=True))
    enrolled = rows(Child).exclude(pk__in=children)
    assert (len(children), enrolled.count()) == (run.counts["with_findings"], run.counts["on_roll"])
    assert enrolled.count() > 0
    on_roll = set(rows(CategoryAssignment).values_list("child_id", "category", "source_key"))
    assert on_roll == {(each.pk, each.category, run.pk) for each in enrolled.filter(state=FileState.RECOGNISED)}
    assert len(on_roll) == enrolled.count()
    assert not rows(Task).filter(child__in=enrolled).exists()
    said = rows(CategoryAssignment).first()
    schools, disabilities = rows(Schooling).count(), rows(HealthRecord).filter(kind=HealthKind.DISABILITY).count()
    assert schools > rows(Child).count() / 3
    assert 0 < disabilities < schools
    assert not rows(Schooling).exclude(source_key=run.pk).exists()
    assert (said.evidence.endswith("行"), said.first_by, said.state_before) == (True, None, FileState.LEAD)
    files = rows(Child).count()
    assert FindingEvidence.objects.count() == len(children)
    assert rows(Task).filter(state=TaskState.OPEN).count() == len(children)
    assert not rows(Finding).filter(task__isnull=True).exists()
    before = list(rows(Finding).order_by("pk").values())

    again = run_of(delivery.pk, at=AT + timedelta(days=1))

    assert again.counts["stored"] == {"new": 0, "went_on": len(before), "changed": 0, "returned": 0, "gone": 0}
    assert again.earlier_id == run.pk
    assert [row | {"last_run_id": run.pk} for row in rows(Finding).order_by("pk").values()] == before
    assert rows(Child).count() == files
    assert rows(Schooling).count() == schools
    assert set(rows(CategoryAssignment).values_list("child_id", "category", "source_key")) == on_roll
    assert rows(Task).count() == len(children)
    # Nothing is new but what the calendar brings to those on the roll.
    assert set(rows(Change).values_list("name", flat=True)) == {"将满十八周岁"}
    assert not rows(Change).exclude(child__in=enrolled).exists()
    assert FindingEvidence.objects.count() == len(children)
    assert recount_findings(by=SYSTEM, at=AT) == 0


def test_a_run_is_undone_and_leaves_only_what_somebody_worked_on() -> None:
    delivery = sample_delivery(AT)
    run = run_of(delivery.pk)
    told = rows(Finding).filter(state=FindingState.OPEN).select_related("task").first()
    close_lead(task=told.task_id, outcome=Outcome.CONFIRMED, by=SYSTEM, at=AT)
    worked_on = rows(Finding).filter(task=told.task_id).count()

    undone = undo_screening(run=run.pk, by=SYSTEM, at=AT)

    assert undone.kept == worked_on
    assert rows(Finding).count() == worked_on
    assert set(rows(Task).filter(state=TaskState.OPEN).values_list("child_id", flat=True)) <= {told.child_id}
    assert FindingEvidence.objects.count() == 1
    assert not rows(Schooling).exists()
    assert list(rows(Child).values_list("pk", flat=True)) == [told.child_id]
    assert recount_findings(by=SYSTEM, at=AT) == 0
    assert Run.objects.everywhere(WHY).get(pk=run.pk).state == RunState.UNDONE
    assert not has_families(run.pk)


def test_a_child_that_moved_away_is_not_lost_by_the_runs_of_either_place() -> None:
    wang, li = (employ(name, Role.DISTRICT_OFFICER, place, at=AT) for name, place in (("wang", JINNAN), ("li", XIQING)))
    here, there = officer(account=wang, at=AT), officer(account=li, at=AT)
    run = run_of(sample_delivery(AT).pk, here)
    found = rows(Finding).filter(state=FindingState.OPEN)
    moved = rows(Child).get(pk=found.values_list("child_id", flat=True)[0])
    on_roll = rows(Child).get(pk=rows(CategoryAssignment).values_list("child_id", flat=True)[0])
    theirs = list(found.filter(child=moved).order_by("pk").values_list("pk", flat=True))
    for child in (moved, on_roll):
        move_with_what_is_open(
            child=child, division_code=THERE, on=AT.date() + timedelta(days=1), reason="投亲", by=here, at=AT
        )

    def standing() -> tuple[list[Any], list[str]]:
        mine = rows(Finding).filter(child=moved, state=FindingState.OPEN, division_code=THERE)
        work = rows(Task).filter(child=moved, state=TaskState.OPEN).values_list("division_code", flat=True)
        assert recount_findings(by=SYSTEM, at=AT) == 0
        return list(mine.order_by("pk").values_list("pk", flat=True)), list(work)

    # The rosters here still name both.
    again = run_of(sample_delivery(AT).pk, here, at=AT + timedelta(days=1))
    assert standing() == (theirs, [THERE])
    assert rows(CategoryAssignment).filter(child=on_roll).count() == 1
    # There the rosters do not know of the move; the file does.
    delivery = sample_delivery(AT, division=XIQING)
    run_of(delivery.pk, there, at=AT + timedelta(days=3), place=XIQING)
    assert standing() == (theirs, [THERE])
    assert set(rows(Finding).filter(division_code=THERE).values_list("child_id", flat=True)) == {moved.pk}
    # Whoever takes the runs back leaves alone what lives elsewhere by now.
    for each in (again, run):
        undo_screening(run=each.pk, by=here, at=AT + timedelta(days=4))
    assert standing() == (theirs, [THERE])
    assert {moved.pk, on_roll.pk} <= set(rows(Child).values_list("pk", flat=True))


def test_a_run_whose_worker_died_three_times_fails_with_the_reason_and_its_place_is_compared_again() -> None:
    delivery = sample_delivery(AT)
    asked: dict[str, Any] = {"delivery": delivery.pk, "division_code": JINNAN, "as_of": AS_OF, "by": SYSTEM}
    run = start_run(**asked, at=AT)
    at = AT
    for _ in range(3):
        # Each worker begins, and is never heard of again.
        job = claim(worker="dead", at=at, lost_after=timedelta(minutes=1))
        assert job is not None
        begin_run(run=run.pk, by=SYSTEM, at=at)
        at += timedelta(minutes=2)
    assert claim(worker="alive", at=at, lost_after=timedelta(minutes=1)) is None
    assert Job.objects.get().state == JobState.FAILED
    second = start_run(**asked, at=at)
    run.refresh_from_db()
    assert (run.state, run.finished_at) == (RunState.FAILED, at)
    assert "中断了 3 次" in run.trouble
    assert "重新比对" in run.trouble
    # One under way is left alone.
    assert clear_dead_runs(at=at) == {"ended": 0}
    Job.objects.exclude(state=JobState.FAILED).delete()
    assert clear_dead_runs(at=at) == {"ended": 1}
    second.refresh_from_db()
    assert second.state == RunState.FAILED


def test_what_a_worker_left_behind_is_done_by_the_next_as_if_nothing_had_happened() -> None:
    delivery = sample_delivery(AT)
    run = start_run(delivery=delivery.pk, division_code=JINNAN, as_of=AS_OF, by=SYSTEM, at=AT)
    begin_run(run=run.pk, by=SYSTEM, at=AT)
    left = settings.GONGHU_HOME / "opened" / "left-by-a-dead-worker"
    left.mkdir(parents=True)
    assert worked().state == JobState.DONE
    run.refresh_from_db()
    assert run.state == RunState.DONE
    assert not left.exists()
    assert [path.name for path in (settings.GONGHU_HOME / "runs" / str(run.pk)).iterdir()] == ["families.sealed"]
    # Once more, as a worker does that was thought dead.
    at = AT + timedelta(minutes=1)
    assert screen_delivery(by=SYSTEM, at=at, progress=Progress(Job.objects.get(), lambda: at), run=str(run.pk)) == {}
    for told in ToldReason.objects.all():
        assert not any(word in told.words_open for word in ("服刑", "戒毒", "限制人身自由", "收养"))
        assert bool(told.sealed) == ((told.words, told.verify) != (told.words_open, told.verify_open))
