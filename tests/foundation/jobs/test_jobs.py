"""A job is done after the commit that asked for it, once, for whoever asked and with the rights they still have."""

from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest
from django.db import transaction
from tests.foundation.jobs import samples

from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.claiming import MOST_INTERRUPTIONS, claim
from gonghu.foundation.jobs.clock import DailyWork, ask_for_due_work
from gonghu.foundation.jobs.enqueueing import OutsideTransaction, ParameterNotPlain, cancel, enqueue, is_queued
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.progress import JobLost, Progress
from gonghu.foundation.jobs.registry import NotAJob
from gonghu.foundation.jobs.working import work_off

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
"""Nine o'clock of a Friday in China."""
LOST_AFTER = timedelta(minutes=1)
WANG = Actor(account=uuid4(), post=uuid4(), label="王晓梅（区县工作人员）", district="120112", request="r1")


def as_before(by: Actor, _at: datetime) -> Actor:
    return by


def done(at: datetime = AT, identify: Callable[[Actor, datetime], Actor] = as_before) -> list[Job]:
    return work_off(clock=lambda: at, identify=identify)


def test_a_job_is_done_for_whoever_asked_and_says_what_came_of_it() -> None:
    enqueue(samples.count, by=WANG, at=AT, to=3)
    (job,) = done()
    assert (job.state, job.share, job.step, job.attempts) == (JobState.DONE, 1.0, "第 3 个", 1)
    assert job.outcome == {"counted": 3, "by": WANG.label, "at": AT.isoformat()}
    assert (job.asked_by, job.started_at, job.finished_at) == (WANG, AT, AT)
    assert done() == []


@pytest.mark.django_db(transaction=True)
def test_a_job_is_never_done_if_what_asked_for_it_did_not_happen() -> None:
    with pytest.raises(OutsideTransaction):
        enqueue(samples.count, by=WANG, at=AT, to=1)
    with pytest.raises(OutsideTransaction):
        is_queued(samples.count, lane="120112")
    with transaction.atomic():
        enqueue(samples.count, by=WANG, at=AT, to=1)
        transaction.set_rollback(True)
    assert done() == []


def test_jobs_are_done_in_order_and_not_before_their_time() -> None:
    later = enqueue(samples.count, by=WANG, at=AT, not_before=AT + timedelta(hours=1), to=1)
    first = enqueue(samples.count, by=WANG, at=AT - timedelta(minutes=2), to=1)
    second = enqueue(samples.count, by=WANG, at=AT - timedelta(minutes=1), to=1)
    assert [job.pk for job in done()] == [first.pk, second.pk]
    assert [job.pk for job in done(AT + timedelta(hours=1))] == [later.pk]


def test_a_job_with_a_key_is_asked_for_once() -> None:
    first = enqueue(samples.count, by=WANG, at=AT, once_key="screening of 120112", to=1)
    again = enqueue(samples.count, by=WANG, at=AT, once_key="screening of 120112", to=2)
    assert first.pk == again.pk
    assert len(done()) == 1


def test_of_a_lane_one_job_runs_at_a_time() -> None:
    first = enqueue(samples.count, by=WANG, at=AT, lane="120112", to=1)
    enqueue(samples.count, by=WANG, at=AT + timedelta(seconds=1), lane="120112", to=1)
    elsewhere = enqueue(samples.count, by=WANG, at=AT + timedelta(seconds=2), lane="120111", to=1)
    at = AT + timedelta(seconds=5)
    taken = [claim(worker="a", at=at, lost_after=LOST_AFTER) for _ in range(3)]
    assert [job and job.pk for job in taken] == [first.pk, elsewhere.pk, None]


def test_what_waits_in_a_lane_need_not_be_asked_for_again() -> None:
    enqueue(samples.count, by=WANG, at=AT, lane="120112", to=1)
    assert [is_queued(samples.count, lane=lane) for lane in ("120112", "120111")] == [True, False]
    done()
    assert not is_queued(samples.count, lane="120112")


def test_only_marked_functions_are_jobs_and_only_plain_parameters_are_kept() -> None:
    with pytest.raises(NotAJob):
        enqueue(samples.unmarked, by=WANG, at=AT)
    with pytest.raises(ParameterNotPlain):
        enqueue(samples.count, by=WANG, at=AT, to={"when": AT})
    job = enqueue(samples.count, by=WANG, at=AT, to=1)
    Job.objects.filter(pk=job.pk).update(name="os:system")
    (left,) = done()
    assert (left.state, left.label in left.error) == (JobState.FAILED, True)


def test_a_refusal_is_told_as_it_is_and_an_error_without_what_it_names() -> None:
    enqueue(samples.refuse, by=WANG, at=AT)
    enqueue(samples.stumble, by=WANG, at=AT + timedelta(seconds=1))
    refused, stumbled = done(AT + timedelta(seconds=2))
    assert (refused.state, refused.error) == (JobState.FAILED, "名册是空的：请检查文件后重新上传")
    assert stumbled.state == JobState.FAILED
    assert "KeyError" in stumbled.error
    assert "王小明" not in stumbled.error


def test_rights_that_were_taken_away_meanwhile_hold() -> None:
    def disabled(_by: Actor, _at: datetime) -> Actor:
        raise PermissionError("账号已停用")

    enqueue(samples.count, by=WANG, at=AT, to=1)
    (job,) = done(identify=disabled)
    assert (job.state, job.outcome, "权限" in job.error) == (JobState.FAILED, {}, True)


def test_a_waiting_job_is_cancelled_at_once_and_a_running_one_at_its_next_step() -> None:
    waiting = enqueue(samples.count, by=WANG, at=AT, to=1)
    assert cancel(job=waiting.pk, at=AT).state == JobState.CANCELLED
    enqueue(samples.cancel_itself, by=WANG, at=AT)
    (job,) = done()
    assert (job.state, job.step) == (JobState.CANCELLED, "继续")
    assert cancel(job=job.pk, at=AT + LOST_AFTER).finished_at == AT


def test_a_job_whose_worker_died_is_taken_up_and_the_dead_one_may_write_nothing_more() -> None:
    enqueue(samples.count, by=WANG, at=AT, to=1)
    first = claim(worker="a", at=AT, lost_after=LOST_AFTER)
    assert first is not None
    assert claim(worker="b", at=AT + LOST_AFTER, lost_after=LOST_AFTER) is None
    later = AT + LOST_AFTER + timedelta(seconds=1)
    second = claim(worker="b", at=later, lost_after=LOST_AFTER)
    assert second is not None
    assert (second.pk, second.worker, second.interruptions) == (first.pk, "b", 1)
    with pytest.raises(JobLost):
        Progress(first, lambda: later).tell("醒来")
    with pytest.raises(JobLost), Progress(first, lambda: later).once("写入"):
        pytest.fail("the dead one wrote")
    Progress(first, lambda: later).finish(JobState.DONE)
    assert Job.objects.get().state == JobState.RUNNING


def test_a_job_that_kills_its_workers_is_given_up() -> None:
    enqueue(samples.count, by=WANG, at=AT, to=1)
    at = AT
    for _ in range(MOST_INTERRUPTIONS):
        assert claim(worker="a", at=at, lost_after=LOST_AFTER)
        at += 2 * LOST_AFTER
    assert claim(worker="a", at=at, lost_after=LOST_AFTER) is None
    left = Job.objects.get()
    assert (left.state, left.interruptions, "中断" in left.error) == (JobState.FAILED, MOST_INTERRUPTIONS, True)


def test_a_step_that_was_done_is_not_owed_again() -> None:
    enqueue(samples.count, by=WANG, at=AT, to=1)
    first = claim(worker="a", at=AT, lost_after=LOST_AFTER)
    assert first is not None
    with Progress(first, lambda: AT).once("写入") as owed:
        assert owed
    with pytest.raises(ZeroDivisionError), Progress(first, lambda: AT).once("通知"):
        raise ZeroDivisionError
    second = claim(worker="b", at=AT + 2 * LOST_AFTER, lost_after=LOST_AFTER)
    assert second is not None
    progress = Progress(second, lambda: AT)
    with progress.once("写入") as written, progress.once("通知") as notified:
        assert (written, notified) == (False, True)


def test_daily_work_is_asked_for_once_a_day_however_many_clocks_run() -> None:
    works = [DailyWork(samples.daily, at=time(6)), DailyWork(samples.count, at=time(23))]
    asked = [job for _ in range(2) for job in ask_for_due_work(works, at=AT)]
    assert [job.parameters for job in asked] == [{"on": "2026-11-20"}]
    assert ask_for_due_work(works, at=AT + timedelta(hours=14))[0].name.endswith(":count")
    assert len(ask_for_due_work(works, at=AT + timedelta(days=1))) == 1
    (job,) = (job for job in done() if job.name.endswith(":daily"))
    assert job.outcome == {"on": "2026-11-20", "by": SYSTEM.label}


def test_weekly_work_waits_for_its_day() -> None:
    monday = [DailyWork(samples.daily, at=time(6), weekdays=frozenset({0}))]
    assert ask_for_due_work(monday, at=AT) == []
    assert len(ask_for_due_work(monday, at=AT + timedelta(days=3))) == 1
