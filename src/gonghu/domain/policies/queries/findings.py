"""
Reading of findings (问题的查询).

What is sealed leaves here only for a scope that may know it: words, evidence and changes come in the open form else.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import VERIFIED, SealedKind
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.telling import in_category
from gonghu.domain.people.terms import Category
from gonghu.domain.policies.models import Change, Finding, FindingEvidence, FindingTurn, ToldReason
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.foundation.labels import Label


@dataclass(frozen=True, slots=True)
class FindingsWanted:
    """Which findings are wanted (问题筛选); all conditions hold together, an empty one asks nothing."""

    area: Area | None = None
    policies: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    states: tuple[FindingState, ...] = ()
    verdict: Verdict | None = None
    least_stake_fen: int | None = None
    without_task: bool = False
    run: UUID | None = None
    keys: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ToldShown:
    """What a scope is told of a finding (理由显示项)."""

    name: str
    words: str
    verify: str
    basis: str
    cited: str
    is_open_form: bool


@dataclass(frozen=True, slots=True)
class EvidenceShown:
    """One row that bears a finding out, as a scope is told (证据显示项)."""

    role: str
    file: str
    sheet: str
    row_no: int
    facts: str
    shows: str
    is_hidden: bool = False
    secret: str = ""


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """One difference to the earlier run, as a scope is told (变化显示项)."""

    child: UUID
    division_code: str
    name: str
    before: str
    after: str
    due_on: object


def findings_in(*, scope: Scope, wanted: FindingsWanted | None = None) -> QuerySet[Finding]:
    """Give the findings that somebody sees, by place."""
    found = Finding.objects.visible_to(scope).select_related("told").order_by("division_code", "pk")
    asked = wanted or FindingsWanted()
    if asked.area:
        found = found.filter(asked.area.filter())
    if asked.categories:
        found = found.filter(reduce(or_, (in_category(Category(each), scope) for each in asked.categories)))
    for column, values in (("policy", asked.policies), ("state", asked.states)):
        if values:
            found = found.filter(**{f"{column}__in": values})
    if asked.keys:
        found = found.filter(pk__in=asked.keys)
    if asked.verdict is not None:
        found = found.filter(verdict=asked.verdict)
    if asked.least_stake_fen is not None:
        found = found.filter(stake_fen__gte=asked.least_stake_fen)
    if asked.without_task:
        found = found.filter(task__isnull=True)
    return found.filter(last_run_id=asked.run) if asked.run else found


def finding_by_key(*, key: UUID, scope: Scope) -> Finding | None:
    """Give one finding, if it is seen."""
    return findings_in(scope=scope).filter(pk=key).first()


def findings_of_child(*, child: UUID, scope: Scope) -> QuerySet[Finding]:
    """Give all findings of a child, those that ask for something first."""
    return findings_in(scope=scope).filter(child_id=child).order_by("state", "policy")


def findings_of_task(*, task: UUID, scope: Scope) -> QuerySet[Finding]:
    """Give the findings that a task verifies."""
    return findings_in(scope=scope).filter(task_id=task)


def policies_found(*, scope: Scope) -> list[tuple[str, str]]:
    """Name the policies that anything was ever found of, for choosing among them; the same for everybody."""
    del scope
    rows = ToldReason.objects.order_by("policy", "-pk").values_list("policy", "name").distinct()
    return sorted((policy, Label(name)) for policy, name in dict(rows).items())


def told_shown(*, finding: Finding, scope: Scope) -> ToldShown:
    """Give the reasons of a finding, all of them only if every secret they tell may be told."""
    told = finding.told
    opened = all(scope.opens(kind, finding.division_code) for kind in told.sealed_kinds)
    return ToldShown(
        name=Label(told.name),
        words=told.words if opened else told.words_open,
        verify=told.verify if opened else told.verify_open,
        basis=told.basis,
        cited=told.cited,
        is_open_form=not opened,
    )


def evidence_of(*, finding: Finding, scope: Scope) -> list[EvidenceShown]:
    """Give the rows of files that bear a finding out; of a secret not even the file is named to who may not know it."""
    kept = FindingEvidence.objects.filter(child_id=finding.child_id, run_id=finding.evidence_run_id).first()
    return [_row_shown(row, finding.division_code, scope) for row in (kept.rows if kept else ())]


def turns_of_finding(*, finding: UUID, scope: Scope) -> QuerySet[FindingTurn]:
    """Give what later runs did to a finding, the last first."""
    seen = Finding.objects.visible_to(scope).filter(pk=finding)
    return FindingTurn.objects.filter(finding__in=seen).select_related("run").order_by("-run__finished_at")


def changes_of_run(*, run: UUID, scope: Scope) -> QuerySet[Change]:
    """Give what is different about children since the run before, by event and place."""
    return Change.objects.visible_to(scope).filter(run_id=run).order_by("division_code", "pk")


def changes_to_runs(*, changes: Iterable[Change], scope: Scope) -> list[ChangeShown]:
    """Give changes as a scope is told of them."""
    return [
        ChangeShown(
            each.child_id,
            each.division_code,
            VERIFIED if each.sealed and not scope.opens(SealedKind(each.sealed), each.division_code) else each.name,
            each.before,
            each.after,
            each.due_on,
        )
        for each in changes
    ]


def _row_shown(row: list[object], division_code: str, scope: Scope) -> EvidenceShown:
    role, file, sheet, row_no, facts, shows, secret = row
    if secret and not scope.opens(SealedKind(str(secret)), division_code):
        return EvidenceShown(str(role), "", "", 0, VERIFIED, "", is_hidden=True)
    return EvidenceShown(
        str(role), str(file), str(sheet), int(str(row_no)), str(facts), str(shows), secret=str(secret or "")
    )
