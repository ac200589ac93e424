"""Runs on their way (提交、开始、取消比对)."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.terms import RUN_WAITING, RunState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes


class RunWaiting(ValueError):
    """Another run of the same place is not over; of two at a time each would take the other's findings for its own."""


class RunNotWaiting(ValueError):
    """The run is over."""


@transaction.atomic
def queue_run(*, key: UUID, delivery: UUID, division_code: str, as_of: date, job: UUID, by: Actor, at: datetime) -> Run:
    """
    Note that a delivery is to be compared with the law of a day (提交比对); ``job`` will do it.

    :raises NotPermitted: the actor runs nothing there
    :raises RunWaiting: another run of the place is not over
    """
    authorise(by, Permission.RUN_SCREENING, division_code)
    code = division_codes.pad(division_code)
    run = Run(uuid=key, delivery_id=delivery, division_code=code, as_of=as_of, job=job, queued_at=at, by_id=by.account)
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError as problem:
        raise RunWaiting("这个地区已有一次比对在排队或进行，请等它结束或先取消它") from problem
    record_run("policies.queue", run, by, at, {"delivery": str(delivery), "as_of": as_of.isoformat()})
    return run


@transaction.atomic
def begin_run(*, run: UUID, by: Actor, at: datetime) -> Run:
    """
    Begin a run, or begin it anew after its worker died (开始比对); what it is compared with is fixed here.

    :raises RunNotWaiting: it is over
    """
    found = waiting_run(run)
    found.state, found.started_at, found.earlier = RunState.RUNNING, at, earlier_run(found)
    found.save(update_fields=["state", "started_at", "earlier"])
    record_run("policies.begin", found, by, at)
    return found


@transaction.atomic
def fail_run(*, run: UUID, trouble: str, by: Actor, at: datetime) -> None:
    """
    Note that a run came to nothing, and why (比对失败).

    :raises RunNotWaiting: it is over
    """
    _end(waiting_run(run), RunState.FAILED, at, trouble)
    record_run("policies.fail", hold_run(run), by, at)


@transaction.atomic
def cancel_run(*, run: UUID, by: Actor, at: datetime) -> None:
    """
    Note that a run is given up; nothing of it was stored (取消比对).

    :raises NotPermitted: the actor runs nothing there
    :raises RunNotWaiting: it is over
    """
    found = waiting_run(run)
    authorise(by, Permission.RUN_SCREENING, found.division_code)
    _end(found, RunState.CANCELLED, at)
    record_run("policies.cancel", found, by, at)


def hold_run(run: UUID) -> Run:
    """Give a run, over or not, held until the transaction ends."""
    return Run.objects.everywhere("a run that is being worked on").select_for_update().get(pk=run)


def waiting_run(run: UUID) -> Run:
    """
    Give a run that is not over, held until the transaction ends.

    :raises RunNotWaiting: it is over
    """
    found = hold_run(run)
    if found.state not in RUN_WAITING:
        raise RunNotWaiting(f"这次比对{found.get_state_display()}")
    return found


def earlier_run(run: Run) -> Run | None:
    """Give the last run of the same place that counts."""
    done = Run.objects.everywhere("the run that another follows").filter(
        division_code=run.division_code, state=RunState.DONE
    )
    return done.exclude(pk=run.pk).order_by("-finished_at").first()


def record_run(verb: str, run: Run, by: Actor, at: datetime, detail: Detail | None = None) -> None:
    """Write into the chain of the run's district."""
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="run",
        subject_key=str(run.uuid),
        detail=detail,
        district=run.division_code[:6],
    )


def _end(run: Run, state: RunState, at: datetime, trouble: str = "") -> None:
    run.state, run.finished_at, run.trouble = state, at, trouble
    run.save(update_fields=["state", "finished_at", "trouble"])
