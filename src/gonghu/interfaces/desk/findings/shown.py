"""Findings as lists show them (问题显示项): the child masked, the reasons as the officer may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from gonghu.domain.access.officer import Officer
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.queries import ToldShown, told_shown
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.standards.masking import masked_name


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding in a list (问题显示项)."""

    key: UUID
    child: UUID
    name: str
    place: str
    category: str
    told: ToldShown
    stake_yuan: float | None
    state: str
    state_label: str
    verdict: str
    task: UUID | None


def finding_rows(found: Sequence[Finding], by: Officer) -> list[FindingRow]:
    """Write findings as a list shows them; one whose child is hidden from the officer is left out."""
    scope = by.scope
    names = names_of_children(children={each.child_id for each in found}, scope=scope)
    places = places_shown([each.division_code for each in found], by)
    return [
        FindingRow(
            each.pk,
            each.child_id,
            masked_name(names[each.child_id]),
            places[each.division_code],
            category_shown(each.category, each.division_code, scope),
            told_shown(finding=each, scope=scope),
            each.stake_fen / 100 if each.stake_fen else None,
            each.state,
            str(FindingState(each.state).label),
            str(Verdict(each.verdict).label) if each.verdict else "",
            each.task_id,
        )
        for each in found
        if each.child_id in names
    ]
