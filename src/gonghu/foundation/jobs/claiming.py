"""Who gets which job (认领作业): conditional updates, so that two workers never get one job, on either database."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q, QuerySet

from gonghu.foundation.jobs.models import Job, JobState

MOST_INTERRUPTIONS: Final = 3
"""How often a job may die with its worker; a job that kills its worker would otherwise do so for ever."""
_LOOKED_AT: Final = 10
_INTERRUPTED: Final = f"处理程序在这项作业中断了 {MOST_INTERRUPTIONS} 次，不再重试。请联系技术人员查看日志后重新提交。"


def claim(*, worker: str, at: datetime, lost_after: timedelta) -> Job | None:
    """Take the job that has waited longest, or one whose worker has given no sign of life; none if there is none."""
    _give_up_on_lost(at, lost_after)
    busy = Job.objects.filter(state=JobState.RUNNING).exclude(lane="").values("lane")
    waiting = Q(state=JobState.QUEUED, not_before_at__lte=at) & ~Q(lane__in=busy)
    found = Job.objects.filter(waiting | _lost(at, lost_after)).order_by("not_before_at", "queued_at")
    for job in found[:_LOOKED_AT]:
        if _taken(job, worker, at):
            return Job.objects.get(pk=job.pk)
    return None


def give_back(job: Job, *, not_before: datetime, interrupted: bool) -> None:
    """Put a job back in the queue; an interruption counts, and one too many ends it."""
    waits = {"state": JobState.QUEUED, "worker": "", "heartbeat_at": None, "not_before_at": not_before}
    if interrupted and job.interruptions + 1 >= MOST_INTERRUPTIONS:
        waits = {"state": JobState.FAILED, "error": _INTERRUPTED, "finished_at": not_before}
    held = Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)
    held.update(interruptions=F("interruptions") + int(interrupted), **waits)


def _lost(at: datetime, lost_after: timedelta) -> Q:
    return Q(state=JobState.RUNNING, heartbeat_at__lt=at - lost_after)


def _give_up_on_lost(at: datetime, lost_after: timedelta) -> None:
    """End the lost jobs that nobody wants any more, and those that were lost too often."""
    if not Job.objects.filter(_lost(at, lost_after)).exists():
        return
    with transaction.atomic():
        held = Job.objects.filter(pk__in=_free(Job.objects.filter(_lost(at, lost_after))))
        held.filter(cancel_asked_at__isnull=False).update(state=JobState.CANCELLED, finished_at=at)
        held.filter(state=JobState.RUNNING, interruptions__gte=MOST_INTERRUPTIONS - 1).update(
            state=JobState.FAILED, error=_INTERRUPTED, finished_at=at, interruptions=F("interruptions") + 1
        )


def _taken(job: Job, worker: str, at: datetime) -> bool:
    """Take a job unless somebody else was quicker, or another one of its lane has begun."""
    as_seen = Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts, heartbeat_at=job.heartbeat_at)
    try:
        with transaction.atomic():
            return bool(
                Job.objects.filter(pk__in=_free(as_seen)).update(
                    state=JobState.RUNNING,
                    attempts=F("attempts") + 1,
                    interruptions=F("interruptions") + int(job.state == JobState.RUNNING),
                    worker=worker,
                    heartbeat_at=at,
                    started_at=job.started_at or at,
                )
            )
    except IntegrityError:
        return False


def _free(jobs: QuerySet[Job]) -> list[UUID]:
    """Hold the rows that nobody else holds: a worker in the middle of ``once`` is silent, but alive."""
    return list(jobs.select_for_update(skip_locked=True).values_list("pk", flat=True))
