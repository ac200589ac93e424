"""
A run goes into the database (入库), all of it or nothing: findings known before go on, new ones are added.

What is written of a known finding is decided in ``matching``; here it is written, by the hundred thousand.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.db.models import Q

from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.found import ReasonTold, RunFound, RunStored, Verifiable
from gonghu.domain.policies.models import Change, Finding, FindingEvidence, FindingTurn, Run, ToldReason
from gonghu.domain.policies.operations.matching import KNOWN, Known, Match, Matching
from gonghu.domain.policies.operations.queueing import record_run, waiting_run
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies
from gonghu.domain.policies.terms import FINDING_LIVE, FindingState, RunState, Verdict
from gonghu.domain.tasks.terms import TaskState
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows, key_writer, update_rows

_AT_ONCE: Final = 5_000
_WHY: Final = "findings that a run goes on with"
_NEW: Final = (
    "uuid", "child_id", "policy", "division_code", "category", "told_id", "stake_fen", "state", "verdict",
    "first_run_id", "last_run_id", "evidence_run_id", "evidence_hash",
)  # fmt: skip
_MOVED: Final = (
    "told_id", "stake_fen", "division_code", "category", "state", "verdict", "verified_at", "last_run_id",
    "evidence_run_id", "evidence_hash",
)  # fmt: skip
_TURNS: Final = (
    "run_id", "finding_id", "turn", "state_before", "state_after", "told_before_id", "verdict_before",
    "verified_before", "last_run_before_id", "evidence_run_before_id", "evidence_hash_before",
)  # fmt: skip
_CHANGES: Final = (
    "run_id", "child_id", "division_code", "event", "name", "role", "before", "after", "due_on", "sealed",
)  # fmt: skip


@transaction.atomic
def store_run(*, run: UUID, found: RunFound, by: Actor, at: datetime) -> RunStored:
    """
    Store all that a run found, and say what has to be done about it (比对结果入库).

    The same finding of the same child goes on; one no longer seen is gone, or settled if it was confirmed; one refuted
    comes back only if its facts changed.

    :raises RunNotWaiting: the run is over
    """
    current = waiting_run(run)
    told = _reasons(found.reasons, current)
    matching = Matching(current, told)
    seen = list(found.findings)
    known = _known(
        current, {each.child for each in seen if not Area.of(current.division_code).holds(each.division_code)}
    )
    matches = [matching.match(each, known.pop((each.child, each.policy), None)) for each in seen]
    matches += [match for each in known.values() if (match := matching.unseen(each))]
    rewritten = {match.seen.child for match in matches if match.seen and match.new_evidence}
    _insert_evidence(current, rewritten, found)
    _insert_findings(current, [match for match in matches if match.before is None])
    _move_findings(current, [match for match in matches if match.before is not None])
    insert_rows(Change, _CHANGES, _change_rows(current, found))
    add_to_tallies(_delta(matches))
    stored = _stored(current, matches)
    counts = {"new": stored.new, "went_on": stored.went_on, "changed": stored.changed}
    counts |= {"returned": stored.returned, "gone": stored.gone}
    current.counts, current.warnings = {**found.counts, "stored": counts}, list(found.warnings)
    current.state, current.finished_at = RunState.DONE, at
    current.save(update_fields=["counts", "warnings", "state", "finished_at"])
    record_run("policies.store", current, by, at, counts)
    return stored


@transaction.atomic
def attach_tasks(*, run: UUID, tasks: Mapping[UUID, UUID], by: Actor, at: datetime) -> None:
    """Note which task verifies the open findings of each child (关联任务); ``tasks`` is by child."""
    current = Run.objects.everywhere("tasks of a run").get(pk=run)
    key, rows = key_writer(), []
    for part in _parts(tasks):
        found = Finding.objects.everywhere(_WHY).filter(child_id__in=part, state__in=sorted(FINDING_LIVE))
        rows += [(key(finding), key(tasks[child])) for finding, child in found.values_list("pk", "child_id")]
    update_rows(Finding, ["task_id"], rows)
    record_run("policies.attach", current, by, at, {"tasks": len(tasks)})


def _reasons(reasons: Sequence[ReasonTold], run: Run) -> dict[str, UUID]:
    """Give the keys of reasons by fingerprint; those told for the first time are added."""
    told: dict[str, UUID] = {}
    prints = {reason.fingerprint: reason for reason in reasons}
    for part in _parts(prints):
        told |= dict(ToldReason.objects.filter(fingerprint__in=part).values_list("fingerprint", "pk"))
    added = [
        ToldReason(
            run=run,
            fingerprint=fingerprint,
            policy=reason.policy,
            name=reason.name,
            words=reason.words,
            words_open=reason.words_open,
            verify=reason.verify,
            verify_open=reason.verify_open,
            basis=reason.basis,
            cited=reason.cited,
            sealed=list(reason.sealed),
        )
        for fingerprint, reason in prints.items()
        if fingerprint not in told
    ]
    ToldReason.objects.bulk_create(added, batch_size=_AT_ONCE)
    return told | {reason.fingerprint: reason.pk for reason in added}


def _known(run: Run, elsewhere: Collection[UUID]) -> dict[tuple[UUID, str], Known]:
    """Give the findings known before, of the run's area, of the run before it, and of some children elsewhere."""
    mine = Area.of(run.division_code).filter()
    if run.earlier_id:
        mine |= Q(last_run=run.earlier_id)
    rows = Finding.objects.everywhere(_WHY).order_by()
    found = {(row[1], row[2]): Known(*row) for row in rows.filter(mine).values_list(*KNOWN).iterator(_AT_ONCE)}
    for part in _parts(elsewhere):
        found |= {(row[1], row[2]): Known(*row) for row in rows.filter(child_id__in=part).values_list(*KNOWN)}
    return found


def _insert_evidence(run: Run, children: Collection[UUID], found: RunFound) -> None:
    key, own = key_writer(), key_writer()(run.pk)
    insert_rows(
        FindingEvidence,
        ("run_id", "child_id", "rows"),
        ((own, key(child), rows) for child, rows in found.evidence(children)),
    )


def _insert_findings(run: Run, matches: Iterable[Match]) -> None:
    key, own = key_writer(), key_writer()(run.pk)
    open_, not_yet = FindingState.OPEN.value, Verdict.NOT_YET.value
    insert_rows(
        Finding,
        _NEW,
        (
            (key(uuid4()), key(seen.child), seen.policy, seen.division_code, seen.category, key(match.told),
             seen.stake_fen, open_, not_yet, own, own, own, seen.evidence_hash)
            for match in matches
            if (seen := match.seen)
        ),
    )  # fmt: skip


def _move_findings(run: Run, matches: Sequence[Match]) -> None:
    key, own, moment = key_writer(), key_writer()(run.pk), connection.ops.adapt_datetimefield_value
    turned = [match for match in matches if match.turn]
    insert_rows(
        FindingTurn,
        _TURNS,
        (
            (own, key(old.key), match.turn, old.state, match.state, key(old.told), old.verdict,
             moment(old.verified_at), key(old.last_run), key(old.evidence_run), old.evidence_hash)
            for match in turned
            if (old := match.before)
        ),
    )  # fmt: skip
    update_rows(Finding, _MOVED, (_moved_row(match, run) for match in turned))
    going_on = Finding.objects.everywhere(_WHY)
    for part in _parts([match.before.key for match in matches if match.before and match.seen and not match.turn]):
        going_on.filter(pk__in=part).update(last_run=run)


def _moved_row(match: Match, run: Run) -> tuple[Any, ...]:
    key, moment = key_writer(), connection.ops.adapt_datetimefield_value
    old, seen = match.before, match.seen
    if old is None:
        raise ValueError("a finding that was not there cannot move")
    # What is not seen any more keeps all but its state.
    place = (
        (seen.stake_fen, seen.division_code, seen.category)
        if seen
        else (old.stake_fen, old.division_code, old.category)
    )
    verified = None if match.verdict == Verdict.NOT_YET else moment(old.verified_at)
    return (
        key(old.key), key(match.told), *place, match.state, match.verdict, verified,
        key(run.pk if seen else old.last_run), key(run.pk if match.new_evidence else old.evidence_run),
        seen.evidence_hash if seen else old.evidence_hash,
    )  # fmt: skip


def _change_rows(run: Run, found: RunFound) -> Iterator[tuple[Any, ...]]:
    key, own, day = key_writer(), key_writer()(run.pk), connection.ops.adapt_datefield_value
    for change in found.changes:
        child, *told, due_on, sealed = change
        yield own, key(child), *told, day(due_on), sealed


def _delta(matches: Iterable[Match]) -> Delta:
    delta = Delta()
    for match in matches:
        old, seen = match.before, match.seen
        if old:
            delta.count((old.division_code, old.policy, old.category, old.state, old.verdict), old.stake_fen, times=-1)
        now = seen or old
        if now:
            place = (now.division_code, now.policy, now.category, match.state, match.verdict)
            delta.count(place, now.stake_fen)
    return delta


def _stored(run: Run, matches: Sequence[Match]) -> RunStored:
    turns = [str(match.turn) for match in matches if match.turn]
    new = sum(1 for match in matches if match.before is None)
    return RunStored(
        new=new,
        went_on=sum(1 for match in matches if match.before and match.seen),
        changed=turns.count("CHANGED"),
        returned=turns.count("RETURNED"),
        gone=turns.count("GONE"),
        to_verify=tuple(_to_verify(run)),
        over=tuple(_over(matches)),
    )


def _to_verify(run: Run) -> Iterator[Verifiable]:
    """Give the children with something open that nobody has looked at, whatever run found it."""
    rows = Finding.objects.everywhere(_WHY).filter(last_run=run, state=FindingState.OPEN, verdict=Verdict.NOT_YET)
    rows = rows.exclude(task__state=TaskState.OPEN).order_by("child_id", "policy")
    by_child: dict[UUID, list[tuple[Any, ...]]] = {}
    for row in rows.values_list("child_id", "division_code", "category", "told__name").iterator(_AT_ONCE):
        by_child.setdefault(row[0], []).append(row)
    for child, found in by_child.items():
        yield Verifiable(child, found[0][1], found[0][2], tuple(dict.fromkeys(row[3] for row in found)))


def _over(matches: Iterable[Match]) -> Iterator[UUID]:
    """Give the tasks still open that were to verify only what is gone."""
    tasks = {match.before.task for match in matches if match.before and match.before.task and match.turn == "GONE"}
    for part in _parts(tasks):
        asked = Finding.objects.everywhere(_WHY).filter(task_id__in=part, task__state=TaskState.OPEN)
        wanted = asked.filter(state__in=sorted(FINDING_LIVE)).values_list("task_id", flat=True)
        yield from sorted(set(asked.values_list("task_id", flat=True)) - set(wanted))


def _parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = list(keys)
    for start in range(0, len(waiting), _AT_ONCE):
        yield waiting[start : start + _AT_ONCE]
