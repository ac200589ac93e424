"""
A delivery is compared with the law, and what comes of it becomes files, findings and work (运行比对).

建立困境儿童信息比对排查机制: a job opens the sealed files into a private folder, screens them, and stores all that was
found in one transaction, so that a worker that dies leaves nothing half. Whoever takes the job up, or compares the
delivery anew after a run that was cancelled, reads no file twice; what follows reading is one step, and is done anew.
"""

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, transaction

from gonghu.domain.access.officer import authorise, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.owing import own_folder
from gonghu.domain.policies.kept_files import has_families, opened_families
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import RunNotWaiting, begin_run, cancel_run, fail_run, queue_run
from gonghu.domain.policies.operations.queueing import waiting_run
from gonghu.domain.rosters.queries import kept_answers, sheets_to_read
from gonghu.domain.rosters.shelf import ContentDestroyed, DeliveryOpened, opened_delivery
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.enqueueing import cancel, enqueue
from gonghu.foundation.jobs.progress import JobCancelled, JobHandedBack, JobLost, JobRefused, Progress
from gonghu.foundation.jobs.registry import job
from gonghu.standards.division_code import Level
from gonghu.usecases.end_dead_runs import end_dead_runs
from gonghu.usecases.explain_a_child import KEPT, NotAScreening
from gonghu.usecases.policy_finds_people import NothingToScreen, Order, screen
from gonghu.usecases.reading_on import ReadingOn, reading_on
from gonghu.usecases.store_screening import store_screening

LANE: Final = "screening"
"""One run at a time: each may take half the machine's memory."""

_READING: Final = (0.02, 0.3)
_SHARES: Final = {"读取名册": 0.02, "关联人员": 0.3, "对照政策": 0.5, "写出结果": 0.6}
_REFUSALS: Final = (NothingToScreen, ContentDestroyed, NotAScreening, PermissionError)
_EVERYTHING: Final = reached_by(SYSTEM)
_AWAY: Final = (OperationalError, InterfaceError)


@transaction.atomic
def start_run(*, delivery: UUID, division_code: str, as_of: date, by: Actor, at: datetime) -> Run:
    """
    Ask for a delivery to be compared with the law of a day in the background (提交比对).

    :raises NotPermitted: the actor runs nothing there
    :raises RunWaiting: another run of the place is not over
    """
    end_dead_runs(at=at, division_code=division_code)
    key = uuid4()
    asked = enqueue(screen_delivery, by=by, at=at, lane=LANE, run=str(key))
    return queue_run(key=key, delivery=delivery, division_code=division_code, as_of=as_of, job=asked.pk, by=by, at=at)


@transaction.atomic
def stop_run(*, run: UUID, by: Actor, at: datetime) -> None:
    """
    Give a run up (取消比对): one that waits is cancelled at once, one that runs at its next step.

    :raises NotPermitted: the actor runs nothing there
    :raises RunNotWaiting: it is over
    """
    held = waiting_run(run)
    authorise(by, Permission.RUN_SCREENING, held.division_code)
    stopped = cancel(job=held.job, at=at) if held.job else None
    if stopped is None or stopped.over:
        # Nobody works on it, or its worker died with it.
        cancel_run(run=run, by=by, at=at)


@job("比对名册")
def screen_delivery(*, by: Actor, at: datetime, progress: Progress, run: str) -> Mapping[str, Any]:
    """Do a run; what cannot be done is written down with the reason, for people."""
    key = UUID(run)
    try:
        current = begin_run(run=key, by=by, at=at)
    except RunNotWaiting:
        # A worker before this one stored everything and died before it could say so, or the run was cancelled.
        return {}
    try:
        return _screened(current, by, progress)
    except (JobHandedBack, JobLost, *_AWAY):
        raise
    except JobCancelled:
        cancel_run(run=key, by=by, at=progress.at)
        raise
    except _REFUSALS as refusal:
        fail_run(run=key, trouble=str(refusal), by=by, at=progress.at)
        raise JobRefused(str(refusal)) from refusal
    except Exception:
        fail_run(run=key, trouble="比对时程序出错，没有保存任何结果。请联系技术人员查看日志。", by=by, at=progress.at)
        raise


def _screened(run: Run, by: Actor, progress: Progress) -> Mapping[str, Any]:
    stored: dict[str, Any] = {}
    progress.tell("打开文件", 0.0)
    with ExitStack() as opening:
        opened = opening.enter_context(opened_delivery(delivery=run.delivery_id))
        earlier = _earlier(run, opened, opening)
        order = Order(
            opened.folder,
            run.as_of,
            opened.out,
            division=_county(run.division_code),
            mapping=opened.mapping,
            filing=opened.filing,
            answers=tuple(kept_answers(scope=Area.of(run.division_code))),
            previous=earlier,
            packs=own_folder("policies"),
        )
        store = partial(store_screening, run, by, progress, earlier, stored)
        watcher = opening.enter_context(
            reading_on(
                delivery=run.delivery_id,
                folder=order.work / "rosters",
                sheets=sheets_to_read(delivery=run.delivery_id, scope=_EVERYTHING),
                shares=_READING,
                progress=progress,
            )
        )
        screen(order, progress=watcher, tell=_teller(progress, watcher), store=store)
    return stored


def _teller(progress: Progress, reading: ReadingOn) -> Callable[[str], None]:
    def tell(step: str) -> None:
        # The last file is read when the step after reading begins.
        reading.keep()
        progress.tell(step, _SHARES.get(step))

    return tell


def _county(code: str) -> str:
    """Name the county whose law counts; a run of a city takes that of most of its children."""
    prefix = Area.of(code).prefix
    return prefix[: Level.COUNTY] if len(prefix) >= Level.COUNTY else ""


def _earlier(run: Run, opened: DeliveryOpened, opening: ExitStack) -> Path | None:
    """Open what the run before kept where a screening looks for it."""
    if run.earlier_id is None or not has_families(run.earlier_id):
        return None
    plain = opening.enter_context(opened_families(run.earlier_id))
    folder = opened.out / "earlier"
    (folder / "work").mkdir(parents=True)
    (folder / "work" / KEPT).symlink_to(plain)
    return folder
