"""How the background stands (后台概况): for whoever watches over a site, in numbers of jobs and never of people."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Min

from gonghu.foundation.jobs.models import Job, JobState, Presence

_THERE_WITHIN: Final = timedelta(minutes=2)
_RECENTLY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """The jobs by state, how long the oldest has waited, and who works (后台概况)."""

    jobs: Mapping[JobState, int]
    waiting_seconds: float
    failed_recently: int
    workers: int
    clocks: int
    ever_worked: bool


def standing(*, at: datetime) -> Standing:
    """Tell how the background stands at a moment."""
    counted = dict(Job.objects.values_list("state").annotate(Count("pk")))
    oldest = Job.objects.filter(state=JobState.QUEUED, not_before_at__lte=at).aggregate(first=Min("not_before_at"))
    there = Presence.objects.filter(seen_at__gte=at - _THERE_WITHIN)
    return Standing(
        jobs={state: counted.get(state, 0) for state in JobState},
        waiting_seconds=max(0.0, (at - oldest["first"]).total_seconds()) if oldest["first"] else 0.0,
        failed_recently=Job.objects.filter(state=JobState.FAILED, finished_at__gte=at - _RECENTLY).count(),
        workers=there.filter(kind="WORKER").count(),
        clocks=there.filter(kind="BEAT").count(),
        ever_worked=Presence.objects.exists(),
    )
