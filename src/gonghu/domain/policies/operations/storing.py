"""
A run goes into the database (入库), all of it or nothing: findings known before go on, new ones are added.

What is written of a known finding is decided in ``matching``; here it is written, by the hundred thousand.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import connection, transaction

from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.found import ReasonTold, RunFound, RunStored, Verifiable
from gonghu.domain.policies.models import Change, Finding, FindingEvidence, FindingTurn, Run, ToldReason
from gonghu.domain.policies.operations.matching import KNOWN, Known, Match, Matching
from gonghu.domain.policies.operations.queueing import record_run, waiting_run
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies
from gonghu.domain.policies.terms import FINDING_LIVE, FindingState, RunState, Turn, Verdict
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.terms import TaskState
from gonghu.foundation.acting import Actor
from gonghu.foundation.bulk_rows import insert_rows, key_writer, update_rows
from gonghu.foundation.many_objects import without_collecting
from gonghu.foundation.ordered_keys import ordered_keys

_AT_ONCE: Final = 5_000
_FEW: Final = 500
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
@without_collecting()
def store_run(*, run: UUID, found: RunFound, by: Actor, at: datetime) -> RunStored:
    """
    Store all that a run found, and say what has to be done about it (比对结果入库).

    The same finding of the same child goes on; one no longer seen is gone, or settled if it was confirmed, unless the
    child has moved away since; one refuted comes back only if its facts changed.

    :raises RunNotWaiting: the run is over
    """
    current = waiting_run(run)
    told = _reasons(found.reasons, current)
    key = key_writer()
    here, seen = Area.of(current.division_code), list(found.findings)
    low, high = here.low, here.high
    matching = Matching(key(current.earlier_id) if current.earlier_id else None, told, here)
    known = _known(current, {each.child for each in seen if not low <= each.division_code < high})
    matches = [matching.match(each, known.pop((key(each.child), each.policy), None)) for each in seen]
    matches += [match for each in known.values() if (match := matching.unseen(each))]
    left = [each.key for each in known.values() if matching.follows(each)]
    rewritten = {match.seen.child for match in matches if match.seen and match.new_evidence}
    _insert_evidence(current, rewritten, found)
    _insert_findings(current, (match for match in matches if match.before is None), at)
    _move_findings(current, [match for match in matches if match.turn])
    _go_on(current, matches, left)
    insert_rows(Change, _CHANGES, _change_rows(current, found))
    add_to_tallies(_delta(matches))
    stored = _stored(matches, {told[reason.fingerprint]: reason.name for reason in found.reasons})
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


def _known(run: Run, elsewhere: Collection[UUID]) -> dict[tuple[Any, str], Known]:
    """
    Give the findings known before, of the run's area, of the run before it, and of some children elsewhere.

    Keys are as the database gives them: making a hundred thousand rows of them into objects takes longer than the rest.
    """
    here, key = Area.of(run.division_code), key_writer()
    found = list(_rows("f.division_code >= %s AND f.division_code < %s", [here.low, here.high]))
    if run.earlier_id:
        moved = "f.last_run_id = %s AND (f.division_code < %s OR f.division_code >= %s)"
        found += _rows(moved, [key(run.earlier_id), here.low, here.high])
    for part in _parts(elsewhere):
        found += _rows(f"f.child_id IN ({', '.join(['%s'] * len(part))})", [key(child) for child in part])
    return {(each.child, each.policy): each for each in found}


def _rows(condition: str, asked: Sequence[Any]) -> Iterator[Known]:
    tables = f"{Finding._meta.db_table} AS f LEFT JOIN {Task._meta.db_table} AS t ON t.uuid = f.task_id"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(KNOWN)} FROM {tables} WHERE {condition}", asked)
        while part := cursor.fetchmany(_AT_ONCE):
            yield from map(Known._make, part)


def _insert_evidence(run: Run, children: Collection[UUID], found: RunFound) -> None:
    key, own = key_writer(), key_writer()(run.pk)
    insert_rows(
        FindingEvidence,
        ("run_id", "child_id", "rows"),
        ((own, key(child), rows) for child, rows in found.evidence(children)),
    )


def _insert_findings(run: Run, matches: Iterable[Match], at: datetime) -> None:
    """Lay down new findings village by village, as lists show them: their indexes then grow only at the end."""
    new = [(match.seen, match.told) for match in matches if match.seen]
    new.sort(key=lambda each: each[0].division_code)
    key, own, keys = key_writer(), key_writer()(run.pk), ordered_keys(at)
    open_, not_yet = FindingState.OPEN.value, Verdict.NOT_YET.value
    insert_rows(
        Finding,
        _NEW,
        (
            (next(keys), key(seen.child), seen.policy, seen.division_code, seen.category, key(told),
             seen.stake_fen, open_, not_yet, own, own, own, seen.evidence_hash)
            for seen, told in new
        ),
    )  # fmt: skip


def _move_findings(run: Run, turned: Sequence[Match]) -> None:
    own, moment = key_writer()(run.pk), connection.ops.adapt_datetimefield_value
    insert_rows(
        FindingTurn,
        _TURNS,
        (
            (own, old.key, match.turn, old.state, match.state, old.told, old.verdict, moment(old.verified_at),
             old.last_run, old.evidence_run, old.evidence_hash)
            for match in turned
            if (old := match.before)
        ),
    )  # fmt: skip
    rows = (_moved_row(match, match.before, run) for match in turned if match.before)
    if turned:
        update_rows(Finding, _MOVED, rows)


def _moved_row(match: Match, old: Known, run: Run) -> tuple[Any, ...]:
    key, moment, seen = key_writer(), connection.ops.adapt_datetimefield_value, match.seen
    verified = None if match.verdict == Verdict.NOT_YET else moment(old.verified_at)
    if seen is None:
        # What is not seen any more keeps all but its state.
        return (
            old.key, old.told, old.stake_fen, old.division_code, old.category, match.state, match.verdict, verified,
            old.last_run, old.evidence_run, old.evidence_hash,
        )  # fmt: skip
    own = key(run.pk)
    return (
        old.key, key(match.told), seen.stake_fen, seen.division_code, seen.category, match.state, match.verdict,
        verified, own, own if match.new_evidence else old.evidence_run, seen.evidence_hash,
    )  # fmt: skip


def _go_on(run: Run, matches: Iterable[Match], left: Collection[Any]) -> None:
    """Let all that was seen again and is as it was go on with this run."""
    table, own = Finding._meta.db_table, key_writer()(run.pk)
    with connection.cursor() as cursor:
        if len(left) <= _FEW and run.earlier_id:
            apart = f" AND uuid NOT IN ({', '.join(['%s'] * len(left))})" if left else ""
            statement = f"UPDATE {table} SET last_run_id = %s WHERE last_run_id = %s{apart}"
            cursor.execute(statement, [own, key_writer()(run.earlier_id), *left])
            return
    same = (match.before.key for match in matches if match.before and match.seen and not match.turn)
    update_rows(Finding, ["last_run_id"], ((key, own) for key in same))


def _change_rows(run: Run, found: RunFound) -> Iterator[tuple[Any, ...]]:
    key, own, day = key_writer(), key_writer()(run.pk), connection.ops.adapt_datefield_value
    for change in found.changes:
        child, *told, due_on, sealed = change
        yield own, key(child), *told, day(due_on), sealed


def _delta(matches: Iterable[Match]) -> Delta:
    delta = Delta()
    for match in matches:
        old, seen = match.before, match.seen
        if old and seen and not match.turn:
            # Nothing but the date is new.
            continue
        if old:
            delta.count((old.division_code, old.policy, old.category, old.state, old.verdict), old.stake_fen, times=-1)
        now = seen or old
        if now:
            place = (now.division_code, now.policy, now.category, match.state, match.verdict)
            delta.count(place, now.stake_fen)
    return delta


def _stored(matches: Sequence[Match], names: Mapping[UUID, str]) -> RunStored:
    turns = [str(match.turn) for match in matches if match.turn]
    new = sum(1 for match in matches if match.before is None)
    return RunStored(
        new=new,
        went_on=sum(1 for match in matches if match.before and match.seen),
        changed=turns.count("CHANGED"),
        returned=turns.count("RETURNED"),
        gone=turns.count("GONE"),
        to_verify=tuple(_to_verify(matches, names)),
        over=tuple(_over(matches)),
    )


def _to_verify(matches: Iterable[Match], names: Mapping[UUID, str]) -> Iterator[Verifiable]:
    """Give the children with something open that nobody has looked at or is looking at."""
    by_child: dict[UUID, list[Match]] = {}
    for match in matches:
        waits = match.state == FindingState.OPEN and match.verdict == Verdict.NOT_YET
        if match.seen and waits and (match.before is None or match.before.task_state != TaskState.OPEN):
            by_child.setdefault(match.seen.child, []).append(match)
    for child, several in by_child.items():
        seen = several[0].seen
        if seen:
            told = tuple(dict.fromkeys(names[match.told] for match in several))
            yield Verifiable(child, seen.division_code, seen.category, told)


def _over(matches: Iterable[Match]) -> Iterator[UUID]:
    """Give the tasks still open that were to verify only what is gone."""
    gone = (match.before.task for match in matches if match.before and match.turn == Turn.GONE)
    for part in _parts({task for task in gone if task}):
        asked = Finding.objects.everywhere(_WHY).filter(task_id__in=part, task__state=TaskState.OPEN)
        wanted = asked.filter(state__in=sorted(FINDING_LIVE)).values_list("task_id", flat=True)
        yield from sorted(set(asked.values_list("task_id", flat=True)) - set(wanted))


def _parts(keys: Iterable[Any]) -> Iterator[list[Any]]:
    waiting = list(keys)
    for start in range(0, len(waiting), _AT_ONCE):
        yield waiting[start : start + _AT_ONCE]
