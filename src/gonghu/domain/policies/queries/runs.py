"""Reading of runs and schedules (比对的查询)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.models import Change, Finding, Run, RunSchedule
from gonghu.domain.policies.terms import FINDING_LIVE, RUN_WAITING, RunState
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.standards import division_code as division_codes

_RECENT: Final = 31


@dataclass(frozen=True, slots=True)
class RunProgress:
    """How far a run has come (比对进度): the step in words, what share is done, and whether its job died."""

    step: str
    share: float
    is_waiting: bool
    is_dead: bool = False

    @property
    def percent(self) -> int:
        """The share in hundredths."""
        return round(100 * self.share)


def runs_in(*, scope: Scope, area: Area | None = None) -> QuerySet[Run]:
    """Give the runs that somebody sees, the last first."""
    found = Run.objects.visible_to(scope).select_related("by").order_by("-queued_at")
    return found.filter(area.filter()) if area else found


def run_by_key(*, key: UUID, scope: Scope) -> Run | None:
    """Give one run, if it is seen."""
    return runs_in(scope=scope).select_related("earlier").filter(pk=key).first()


def runs_of_delivery(*, delivery: UUID, scope: Scope) -> QuerySet[Run]:
    """Give the runs of a delivery, the last first."""
    return runs_in(scope=scope).filter(delivery_id=delivery)


def runs_under_way(*, scope: Scope, division_code: str = "") -> QuerySet[Run]:
    """Give the runs that wait or are made, of one place if it is said."""
    found = runs_in(scope=scope).filter(state__in=sorted(RUN_WAITING))
    return found.filter(division_code=division_codes.pad(division_code)) if division_code else found


def progress_of(*, run: Run, scope: Scope) -> RunProgress | None:
    """Tell how far a run has come while it is not over; a job that is over took its run with it."""
    if run.state not in RUN_WAITING or run_by_key(key=run.pk, scope=scope) is None:
        return None
    job = Job.objects.filter(pk=run.job).first() if run.job else None
    if job is None:
        return RunProgress("", 0.0, is_waiting=True)
    return RunProgress(job.step, job.share, is_waiting=job.state == JobState.QUEUED, is_dead=job.over)


def children_changed(*, scope: Scope, on: date) -> Iterator[tuple[date, list[UUID]]]:
    """
    Give the children of whom something changed by the last run of their place, with its day (有变化的儿童).

    Runs of the last month count; a birthday is no change, and who has a finding that asks something is verified anyway.
    """
    ended = Run.objects.visible_to(scope).filter(state=RunState.DONE, finished_at__isnull=False)
    last: dict[str, Run] = {}
    for run in ended.order_by("finished_at"):
        last[run.division_code] = run
    live = Finding.objects.everywhere("whose change is verified anyway").filter(
        child=OuterRef("child"), state__in=FINDING_LIVE
    )
    for run in last.values():
        if run.finished_at is None or (on - day_of(run.finished_at)).days > _RECENT:
            continue
        changes = Change.objects.visible_to(scope).filter(run=run, due_on__isnull=True).exclude(Exists(live))
        children = list(changes.order_by("child").values_list("child", flat=True).distinct())
        if children:
            yield day_of(run.finished_at), children


def schedules_in(*, scope: Scope) -> QuerySet[RunSchedule]:
    """Give the schedules that somebody sees, by place."""
    return RunSchedule.objects.visible_to(scope).order_by("division_code")
