"""Findings as lists show them (问题显示项): the child masked, the reasons as the officer may be told."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.template.defaultfilters import floatformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.queries import ToldShown, told_shown
from gonghu.domain.policies.terms import FindingState, Verdict
from gonghu.foundation.labels import Label, worded
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, tick
from gonghu.standards.masking import masked_name

_LOOKS: Final = {
    FindingState.RECOGNISED: "good",
    FindingState.SETTLED: "good",
    FindingState.OPEN: "wait",
    FindingState.CONFIRMED: "bad",
}
_WORDS_SHOWN: Final = 80


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


def finding_columns(*, with_ticks: bool = False) -> list[Column[FindingRow]]:
    """Give the columns of a list of findings."""
    page_of, file_of = address_of("desk:finding"), address_of("desk:child")
    place, category = attrgetter("place"), attrgetter("category")
    ticks: list[Column[FindingRow]] = [
        Column(_("选"), lambda row: tick(row.key, f"{worded(row.told.name)} {row.name}"), look="no-print")
    ]
    return [
        *(ticks if with_ticks else []),
        Column(
            _("问题"),
            lambda row: link(page_of(row.key), Label(row.told.name)),
            lambda row: Label(row.told.name),
            12,
            "text-nowrap",
        ),
        Column(_("姓名"), lambda row: link(file_of(row.child), row.name), attrgetter("name"), 10, "text-nowrap"),
        Column(_("村（居）"), place, place, 28),
        Column(_("类别"), category, category, 18),
        Column(_("理由"), lambda row: Truncator(row.told.words).chars(_WORDS_SHOWN), attrgetter("told.words"), 46),
        Column(_("需核实"), taken=attrgetter("told.verify"), width=40),
        Column(_("元/月"), lambda row: _yuan(row.stake_yuan), look="number"),
        Column(_("每月涉及金额（元）"), taken=attrgetter("stake_yuan")),
        Column(_("政策依据"), taken=attrgetter("told.cited"), width=28),
        Column(_("状态"), _state_and_verdict, attrgetter("state_label"), 12),
        Column(_("核实结论"), taken=attrgetter("verdict"), width=12),
    ]


def finding_mark(state: str, label: str) -> SafeString:
    """Show how a finding stands."""
    return mark(_LOOKS.get(FindingState(state), "off"), label)


def _state_and_verdict(row: FindingRow) -> SafeString:
    verdict = f" {worded(row.verdict)}" if row.verdict and row.state == FindingState.OPEN else ""
    return format_html("{}{}", finding_mark(row.state, row.state_label), verdict)


def _yuan(amount: float | None) -> str:
    return floatformat(amount, "0g") if amount else ""
