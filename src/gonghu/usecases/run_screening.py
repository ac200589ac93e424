"""
A delivery is compared with the law, and what comes of it becomes files, findings and work (运行比对).

建立困境儿童信息比对排查机制: a job opens the sealed files into a private folder, screens them, and stores all that was
found in one transaction, so that a worker that dies leaves nothing half. Whoever takes the job up begins anew.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import InterfaceError, OperationalError, transaction

from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.opening.found import ChildFound, ParentFound
from gonghu.domain.people.operations import open_files
from gonghu.domain.policies.found import ChangeSeen, FindingSeen, ReasonTold, RunFound, RunStored, Verifiable
from gonghu.domain.policies.kept_files import has_families, keep_families, opened_families
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import (
    RunNotWaiting,
    attach_tasks,
    begin_run,
    cancel_run,
    fail_run,
    queue_run,
    store_run,
)
from gonghu.domain.rosters.shelf import ContentDestroyed, DeliveryOpened, opened_delivery
from gonghu.domain.tasks.operations import cancel_tasks, open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.engines.intake.progress import Unwatched
from gonghu.engines.reporting import (
    ToldHanded,
    changes_handed,
    children_handed,
    evidence_handed,
    findings_handed,
    hand_over,
    told_handed,
)
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.progress import JobCancelled, JobHandedBack, JobLost, JobRefused, Progress
from gonghu.foundation.jobs.registry import job
from gonghu.standards.division_code import Level
from gonghu.usecases.explain_a_child import KEPT, NotAScreening
from gonghu.usecases.kept_children import children_kept, write_children
from gonghu.usecases.policy_finds_people import NothingToScreen, Order, Screening, screen

LANE: Final = "screening"
"""One run at a time: each may take half the machine's memory."""

_SHARES: Final = {"读取名册": 0.02, "关联人员": 0.3, "对照政策": 0.5, "写出结果": 0.6}
_STORING: Final = 0.75
_RELATIONS: Final = {"father": "51", "mother": "52"}
_TITLE: Final = "核实线索："
_NOT_FOUND_ANY_MORE: Final = "最近一次比对不再发现这些问题"
_REFUSALS: Final = (NothingToScreen, ContentDestroyed, NotAScreening, PermissionError)
_AWAY: Final = (OperationalError, InterfaceError)


@transaction.atomic
def start_run(*, delivery: UUID, division_code: str, as_of: date, by: Actor, at: datetime) -> Run:
    """
    Ask for a delivery to be compared with the law of a day in the background (提交比对).

    :raises NotPermitted: the actor runs nothing there
    :raises RunWaiting: another run of the place is not over
    """
    key = uuid4()
    asked = enqueue(screen_delivery, by=by, at=at, lane=LANE, run=str(key))
    return queue_run(key=key, delivery=delivery, division_code=division_code, as_of=as_of, job=asked.pk, by=by, at=at)


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
            previous=earlier,
        )
        store = partial(_store, run, by, progress, earlier, stored)
        screen(order, progress=Unwatched(), tell=_teller(progress), store=store)
    return stored


def _teller(progress: Progress) -> Callable[[str], None]:
    return lambda step: progress.tell(step, _SHARES.get(step))


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


def _store(
    run: Run, by: Actor, progress: Progress, earlier: Path | None, stored: dict[str, Any], screening: Screening
) -> None:
    """Store everything in one transaction, once; the families are sealed before it is over."""
    progress.tell("存入系统", _STORING)
    connection = screening.connection
    hand_over(connection)
    here = Area.of(run.division_code)
    found = [_child(run, each) for each in children_handed(connection)]
    mine = [child for child in found if here.holds(child.division_code)]
    with progress.once("store") as owed:
        if not owed:
            return
        files = open_files(found=mine, by=by, at=progress.at, source_key=run.pk)
        places = {child.key: child.division_code for child in mine}
        known = (children_kept(earlier / "work" / KEPT) if earlier else {}) | files.children
        counts = _counts(screening, files=len(mine), elsewhere=len(found) - len(mine))
        told = _run_found(screening, files.children, known, places, counts)
        result = store_run(run=run.pk, found=told, by=by, at=progress.at)
        _give_work(run, result, by, progress.at)
        kept = screening.order.work / KEPT
        write_children(kept, files.children)
        keep_families(run.pk, kept)
    stored.update(new=result.new, went_on=result.went_on, gone=result.gone, files=len(files.opened))


def _child(run: Run, handed: Any) -> ChildFound:
    parents = tuple(ParentFound(_RELATIONS[each.role], each.name, each.number or None) for each in handed.parents)
    return ChildFound(
        key=handed.person,
        name=handed.name,
        # A child of no known village is the district's to look for.
        division_code=handed.division_code or run.division_code,
        number=handed.number or None,
        sex=handed.sex or "0",
        born_on=handed.born_on,
        parents=parents,
    )


def _run_found(
    screening: Screening,
    files: Mapping[int, UUID],
    known: Mapping[int, UUID],
    places: Mapping[int, str],
    counts: Mapping[str, Any],
) -> RunFound:
    connection, evaluation = screening.connection, screening.evaluation
    reasons = {(told.pattern, told.policy): _reason(told) for told in told_handed(connection)}
    prints = {key: reason.fingerprint for key, reason in reasons.items()}

    def evidence(children: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
        for person, rows in evidence_handed(connection):
            child = files.get(person)
            if child in children:
                yield child, rows

    return RunFound(
        reasons=tuple(reasons.values()),
        findings=(
            FindingSeen(
                files[each.person],
                each.policy,
                places[each.person],
                each.category,
                prints[each.pattern, each.policy],
                each.stake_fen,
                each.evidence_hash,
            )
            for each in findings_handed(connection, evaluation)
            if each.person in files
        ),
        evidence=evidence,
        changes=(
            ChangeSeen(known[each.person], each.division_code or places.get(each.person, ""), *each[2:])
            for each in changes_handed(connection, evaluation)
            if each.person in known
        ),
        counts=counts,
        warnings=tuple(_warnings(screening, counts)),
    )


def _reason(told: ToldHanded) -> ReasonTold:
    return ReasonTold(
        told.policy, told.name, told.words, told.words_open, told.verify, told.verify_open, told.basis, told.cited,
        told.secrets,
    )  # fmt: skip


def _counts(screening: Screening, *, files: int, elsewhere: int) -> dict[str, Any]:
    sheets = screening.delivery.sheets
    return {
        "sheets": len(sheets),
        "rows": sum(sheet.counts.total for sheet in sheets),
        "accepted": sum(sheet.counts.accepted for sheet in sheets),
        "returned": sum(sheet.counts.quarantined for sheet in sheets),
        "children": screening.children,
        "with_findings": files,
        "elsewhere": elsewhere,
        "found": dict(screening.found),
        "seconds": dict(screening.seconds),
    }


def _warnings(screening: Screening, counts: Mapping[str, Any]) -> Iterator[str]:
    yield from screening.evaluation.warnings
    for profile in screening.delivery.missing():
        yield f"缺少《{profile.title}》（{profile.holder}），{profile.loses}"
    for refusal in (*screening.delivery.refused, *screening.delivery.unrecognised):
        yield f"未读取：{refusal.path} {refusal.sheet}：{refusal.reason}"
    if counts["elsewhere"]:
        yield f"有问题的儿童中 {counts['elsewhere']} 名住在其他地区，没有存入；请由当地比对或移交当地。"


def _give_work(run: Run, stored: RunStored, by: Actor, at: datetime) -> None:
    """Open one task a child with something to verify; take back those whose reason is gone."""
    orders = [_order(each) for each in stored.to_verify]
    keys = open_tasks(orders=orders, by=by, at=at)
    children = (each.child for each in stored.to_verify)
    attach_tasks(run=run.pk, tasks=dict(zip(children, keys, strict=True)), by=by, at=at)
    if stored.over:
        cancel_tasks(tasks=stored.over, reason=_NOT_FOUND_ANY_MORE, by=by, at=at)


def _order(each: Verifiable) -> TaskOrder:
    return TaskOrder(
        kind=TaskKind.VERIFY_LEAD,
        title=_TITLE + "、".join(each.names),
        division_code=each.division_code,
        child=each.child,
        category=each.category,
        source_kind="child",
        source_key=each.child,
    )
