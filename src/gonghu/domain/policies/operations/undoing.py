"""A run is taken back (撤销比对), as far as nobody has worked on what it found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.models import Change, Finding, FindingEvidence, FindingTurn, Recognition, Run
from gonghu.domain.policies.operations.queueing import hold_run, record_run
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies, place_of
from gonghu.domain.policies.terms import RUN_WAITING, FindingState, RunState, Turn, Verdict
from gonghu.foundation.acting import Actor

_WHY: Final = "a run that is taken back"


class RunNotUndoable(ValueError):
    """The run did not come to an end, or a later one goes on from it."""


@dataclass(frozen=True, slots=True)
class RunUndone:
    """
    What taking a run back came to (撤销结果).

    ``children`` have no finding any more, ``tasks`` verified only what is no more; ``kept`` findings were worked on.
    """

    removed: int
    restored: int
    kept: int
    children: tuple[UUID, ...]
    tasks: tuple[UUID, ...]


@transaction.atomic
def undo_run(*, run: UUID, by: Actor, at: datetime) -> RunUndone:
    """
    Take back what a run did, as far as nobody has worked on it since (撤销比对).

    New findings that nobody verified or proposed are removed, unless a run of the place where the child lives now saw
    them too; changed ones stand again as they stood before.

    :raises NotPermitted: the actor runs nothing there
    :raises RunNotUndoable: the run did not come to an end, or a later one of the place did or is under way
    """
    current = hold_run(run)
    authorise(by, Permission.RUN_SCREENING, current.division_code)
    _refuse(current)
    delta = Delta()
    fresh = list(_untouched(Finding.objects.everywhere(_WHY).filter(first_run=current, last_run=current)))
    for finding in fresh:
        delta.count(place_of(finding), finding.stake_fen, times=-1)
    tasks = {finding.task_id for finding in fresh if finding.task_id}
    children = {finding.child_id for finding in fresh}
    restored = list(_restored(current, delta))
    Finding.objects.everywhere(_WHY).filter(pk__in=[finding.pk for finding in fresh]).delete()
    rest = Finding.objects.everywhere(_WHY).filter(last_run=current)
    kept = rest.filter(first_run=current).count()
    rest.exclude(first_run=current).update(last_run=current.earlier)
    FindingEvidence.objects.filter(run=current).exclude(
        Exists(Finding.objects.everywhere(_WHY).filter(evidence_run=current, child_id=OuterRef("child_id")))
    ).delete()
    FindingTurn.objects.filter(run=current).delete()
    Change.objects.everywhere(_WHY).filter(run=current).delete()
    add_to_tallies(delta)
    current.state = RunState.UNDONE
    current.save(update_fields=["state"])
    undone = RunUndone(
        removed=len(fresh),
        restored=len(restored),
        kept=kept,
        children=tuple(_without(children, "child_id")),
        tasks=tuple(_without(tasks, "task_id")),
    )
    told = {"removed": undone.removed, "restored": undone.restored, "kept": undone.kept}
    record_run("policies.undo", current, by, at, told)
    return undone


def _refuse(run: Run) -> None:
    if run.state != RunState.DONE:
        raise RunNotUndoable(f"这次比对{run.get_state_display()}，不能撤销")
    later = Run.objects.everywhere(_WHY).filter(division_code=run.division_code)
    if later.filter(earlier=run, state=RunState.DONE).exists() or later.filter(state__in=sorted(RUN_WAITING)).exists():
        raise RunNotUndoable("这次比对之后又有了新的比对，请先撤销后一次")


def _untouched(found: QuerySet[Finding]) -> QuerySet[Finding]:
    proposed = Recognition.objects.everywhere(_WHY).filter(finding=OuterRef("pk"))
    return found.filter(~Exists(proposed), state=FindingState.OPEN, verdict=Verdict.NOT_YET)


def _restored(run: Run, delta: Delta) -> Iterator[Finding]:
    """Put findings back as they stood, unless somebody has moved them since."""
    turns = FindingTurn.objects.filter(run=run).select_related("finding")
    for turn in turns.iterator():
        finding = turn.finding
        moved_on = (
            finding.state != turn.state_after
            or Recognition.objects.everywhere(_WHY)
            .filter(finding=finding, first_at__gte=run.finished_at or run.queued_at)
            .exists()
        )
        if moved_on or (turn.turn != Turn.GONE and finding.verdict not in ("", turn.verdict_before)):
            continue
        delta.count(place_of(finding), finding.stake_fen, times=-1)
        finding.state, finding.told_id = turn.state_before, turn.told_before_id
        finding.verdict, finding.verified_at = turn.verdict_before, turn.verified_before
        finding.last_run_id, finding.evidence_run_id = turn.last_run_before_id, turn.evidence_run_before_id
        finding.evidence_hash = turn.evidence_hash_before
        finding.save()
        delta.count(place_of(finding), finding.stake_fen)
        yield finding


def _without(keys: set[UUID], column: str) -> list[UUID]:
    """Give the children or tasks that no finding names any more."""
    rest = Finding.objects.everywhere(_WHY).filter(**{f"{column}__in": list(keys)})
    named = set(rest.values_list(column, flat=True))
    return sorted(keys - named)
