"""
What a screening found is stored (比对结果入库): files, findings, tasks, questions, in one transaction or not at all.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final
from uuid import UUID

from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.opening.found import ChildFound, OnRoll, OpenedFiles, ParentFound
from gonghu.domain.people.opening.on_file import places_on_file
from gonghu.domain.people.operations import note_clean, open_files, recognise_by_roll
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.found import ChangeSeen, FindingSeen, ReasonTold, RunFound, RunStored, Verifiable
from gonghu.domain.policies.kept_files import keep_families
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import attach_tasks, store_run
from gonghu.domain.rosters.operations import ask_about_links, note_screened
from gonghu.domain.rosters.terms import Likeness, LinkAsked, LinkSide
from gonghu.domain.tasks.operations import cancel_tasks, open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.engines.reporting import (
    ChildHanded,
    DoubtHanded,
    ToldHanded,
    changes_handed,
    children_handed,
    doubts_handed,
    enrolled_handed,
    evidence_handed,
    findings_handed,
    hand_over,
    told_handed,
)
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.table_statistics import refresh_statistics
from gonghu.usecases.departments_in_files import note_what_departments_say
from gonghu.usecases.explain_a_child import KEPT
from gonghu.usecases.kept_children import children_kept, write_children
from gonghu.usecases.policy_finds_people import Screening

_STORING: Final = 0.75
_RELATIONS: Final = {"father": "51", "mother": "52"}
_LIKENESS: Final = {each.label: each for each in Likeness}
_TITLE: Final = "核实线索："
_ROLL: Final = "儿童福利在册名单（主管部门已认定）"
_NOT_FOUND_ANY_MORE: Final = "最近一次比对不再发现这些问题"


def store_screening(
    run: Run, by: Actor, progress: Progress, earlier: Path | None, stored: dict[str, Any], screening: Screening
) -> None:
    """Store everything in one transaction, once; the families are sealed before it is over."""
    progress.tell("存入系统", _STORING)
    connection = screening.connection
    hand_over(connection)
    here = Area.of(run.division_code)
    found = [_child(run, each) for each in children_handed(connection)]
    mine = list(_of_the_place(found, here))
    enrolled = list(_enrolled(run, screening))
    with progress.once("store") as owed:
        if not owed:
            return
        files = open_files(found=[*mine, *(child for child, _ in enrolled)], by=by, at=progress.at, source_key=run.pk)
        # Whoever moved away is for the department there to recognise.
        on_roll = {files.children[child.key]: said for child, said in enrolled if here.holds(files.places[child.key])}
        recognised = recognise_by_roll(children=on_roll, source_key=run.pk, on=run.as_of, by=by, at=progress.at)
        clean = {child: said.category for child, said in on_roll.items()}
        note_clean(children=clean, run=run.pk, on=run.as_of, by=by, at=progress.at)
        note_what_departments_say(run, screening, files.children, by, progress.at)
        known = {**(children_kept(earlier / "work" / KEPT) if earlier else {}), **files.children}
        counts = _counts(screening, files=len(mine), elsewhere=len(found) - len(mine), on_roll=len(on_roll))
        told = _run_found(screening, files, known, counts)
        result = store_run(run=run.pk, found=told, by=by, at=progress.at)
        _give_work(run, result, by, progress.at)
        asked = (_question(run, doubt) for doubt in doubts_handed(connection))
        ask_about_links(run_key=run.pk, division_code=run.division_code, questions=asked, by=by, at=progress.at)
        note_screened(delivery=run.delivery_id, by=by, at=progress.at)
        kept = screening.order.work / KEPT
        write_children(kept, files.children)
        keep_families(run.pk, kept)
    refresh_statistics()
    stored.update(
        new=result.new, went_on=result.went_on, gone=result.gone, files=len(files.opened), recognised=recognised
    )


def _child(run: Run, handed: ChildHanded) -> ChildFound:
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


def _of_the_place(found: Iterable[ChildFound], here: Area) -> Iterator[ChildFound]:
    """Give the children who live in an area, as the rosters say or as their files say that are there already."""
    elsewhere = []
    for child in found:
        if here.holds(child.division_code):
            yield child
        else:
            elsewhere.append(child)
    places = places_on_file(found=elsewhere)
    for child in elsewhere:
        if (place := places.get(child.key)) and here.holds(place):
            yield replace(child, division_code=place)


def _enrolled(run: Run, screening: Screening) -> Iterator[tuple[ChildFound, OnRoll]]:
    """Give the children of the place whom the department recognised before and about whom nothing was found."""
    here = Area.of(run.division_code)
    for handed, row in enrolled_handed(screening.connection, screening.evaluation):
        child = _child(run, handed)
        if here.holds(child.division_code):
            category = Category(row.category) if row.category in Category.values else Category.DIFFICULT
            yield child, OnRoll(category, row.since_on, _ROLL, row.place)


def _run_found(
    screening: Screening, opened: OpenedFiles, known: Mapping[int, UUID], counts: Mapping[str, Any]
) -> RunFound:
    """Gather what was found; a finding lies where the child's file says, also if the rosters do not know it moved."""
    connection, evaluation = screening.connection, screening.evaluation
    files, places = opened.children, opened.places
    reasons = {(told.pattern, told.policy): _reason(told) for told in told_handed(connection)}
    prints = {key: reason.fingerprint for key, reason in reasons.items()}

    def evidence(children: Collection[UUID]) -> Iterator[tuple[UUID, str]]:
        for person, rows in evidence_handed(connection):
            child = files.get(person)
            if child is not None and child in children:
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
            ChangeSeen(known[each.person], places.get(each.person, each.division_code), *each[2:])
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


def _counts(screening: Screening, *, files: int, elsewhere: int, on_roll: int) -> dict[str, Any]:
    sheets = screening.delivery.sheets
    return {
        "sheets": len(sheets),
        "read_before": sum(sheet.from_cache for sheet in sheets),
        "rows": sum(sheet.counts.total for sheet in sheets),
        "accepted": sum(sheet.counts.accepted for sheet in sheets),
        "returned": sum(sheet.counts.quarantined for sheet in sheets),
        "children": screening.children,
        "with_findings": files,
        "elsewhere": elsewhere,
        "on_roll": on_roll,
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
    here = Area.of(run.division_code)
    given: dict[UUID, UUID] = {}
    # A child that moved away is another district's to look after, where whoever asked for the run gives no work.
    for giver, is_here in ((by, True), (SYSTEM, False)):
        each_of = [each for each in stored.to_verify if here.holds(each.division_code) is is_here]
        if each_of:
            keys = open_tasks(orders=map(_order, each_of), by=giver, at=at)
            given |= zip((each.child for each in each_of), keys, strict=True)
    attach_tasks(run=run.pk, tasks=given, by=by, at=at)
    if stored.over:
        cancel_tasks(tasks=stored.over, reason=_NOT_FOUND_ANY_MORE, by=SYSTEM, at=at)


def _question(run: Run, doubt: DoubtHanded) -> LinkAsked:
    row_digest, _, person = doubt.answer_key.rpartition("|")
    return LinkAsked(
        division_code=run.division_code,
        row_digest=row_digest,
        person=int(person),
        kind=doubt.kind,
        row_place=doubt.row_place,
        role=doubt.label.rpartition(".")[2],
        row=LinkSide(doubt.name, doubt.number, doubt.born, doubt.place),
        known=LinkSide(doubt.known_name, doubt.known_number, doubt.known_born, doubt.known_place),
        why=doubt.why,
        likeness=_LIKENESS[doubt.advice],
        children=doubt.children,
        turn=doubt.turn,
    )


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
