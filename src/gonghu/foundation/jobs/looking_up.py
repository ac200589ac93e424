"""How the jobs of one kind stand (作业查询)."""

from collections.abc import Callable
from typing import Final
from uuid import UUID

from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.registry import Outcome, name_of

_OPEN: Final = (JobState.QUEUED, JobState.RUNNING)
_ANSWERED: Final = (JobState.DONE, JobState.FAILED)


def last_answered(function: Callable[..., Outcome]) -> Job | None:
    """Give the last job of a function that came to an answer, good or bad."""
    return Job.objects.filter(name=name_of(function), state__in=_ANSWERED).order_by("-finished_at").first()


def job_by_key(key: UUID | None) -> Job | None:
    """Give a job, if it is still known."""
    return Job.objects.filter(pk=key).first() if key else None


def still_open(function: Callable[..., Outcome]) -> Job | None:
    """Give a job of a function that waits or runs."""
    return Job.objects.filter(name=name_of(function), state__in=_OPEN).order_by("queued_at").first()
