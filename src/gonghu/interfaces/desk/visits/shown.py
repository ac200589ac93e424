"""How visits and problems are shown (走访显示项), names masked, the same on the page and in the workbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.colleagues import colleagues
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import names_of_children
from gonghu.domain.people.terms import RiskLevel
from gonghu.domain.visits.models import Problem, Visit
from gonghu.domain.visits.queries import VisitDue
from gonghu.domain.visits.terms import ProblemState, VisitOutcome
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.children.rows import category_shown, risk_mark
from gonghu.interfaces.desk.tables import Column, address_of, link, mark
from gonghu.interfaces.desk.tasks.shown import near_names, owner_label
from gonghu.standards.masking import masked_name

_STATE_LOOKS: Final = {
    ProblemState.OPEN: "wait",
    ProblemState.ANSWERED: "plain",
    ProblemState.RECHECK: "bad",
    ProblemState.CLOSED: "good",
}


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit in a list (走访显示项)."""

    key: UUID
    visited_on: date
    child_name: str
    place: str
    kind: str
    outcome: str
    outcome_label: str
    visitor: str


@dataclass(frozen=True, slots=True)
class DueRow:
    """One child to visit in a list (待走访显示项)."""

    key: UUID
    child_name: str
    place: str
    category: str
    risk: str
    risk_label: str
    reason: str
    last_on: date | None
    due_on: date
    days_late: int


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """One problem in a list (问题显示项)."""

    key: UUID
    words: str
    kind: str
    child_name: str
    place: str
    responsible: str
    found_on: date
    due_on: date
    days_late: int
    state: str
    state_label: str


def visit_rows(request: DeskRequest, found: Sequence[Visit], on: date) -> list[VisitRow]:
    """Write visits as a list shows them."""
    names = names_of_children(children={each.child_id for each in found}, scope=request.officer.scope)
    places = near_names([each.division_code for each in found], request)
    visitors = colleagues(posts=[each.post_id for each in found], on=on)
    return [
        VisitRow(
            each.pk,
            each.visited_on,
            masked_name(names.get(each.child_id)),
            places[each.division_code],
            str(each.get_kind_display()),
            each.outcome,
            str(each.get_outcome_display()),
            owner_label(visitors[each.post_id]) if each.post_id in visitors else "",
        )
        for each in found
    ]


def visit_columns() -> list[Column[VisitRow]]:
    """Give the columns of a list of visits."""
    page_of, place, kind = address_of("desk:visit"), attrgetter("place"), attrgetter("kind")
    name, visitor = attrgetter("child_name"), attrgetter("visitor")
    return [
        Column(
            _("走访日期"),
            lambda row: link(page_of(row.key), row.visited_on.isoformat()),
            attrgetter("visited_on"),
            12,
            "code",
        ),
        Column(_("儿童"), name, name, 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("种类"), kind, kind, 12),
        Column(_("结果"), outcome_mark, attrgetter("outcome_label"), 12),
        Column(_("走访人"), visitor, visitor, 24),
    ]


def outcome_mark(row: VisitRow) -> SafeString:
    """Show whether the child was met; not at home is as complete an answer."""
    return mark("good" if row.outcome == VisitOutcome.MET else "plain", row.outcome_label)


def due_rows(request: DeskRequest, found: Sequence[VisitDue], on: date) -> list[DueRow]:
    """Write children to visit as a list shows them."""
    places = near_names([each.division_code for each in found], request)
    scope = request.officer.scope
    return [
        DueRow(
            each.child,
            masked_name(each.name),
            places[each.division_code],
            category_shown(each.category, each.division_code, scope),
            each.risk_level,
            str(RiskLevel(each.risk_level).label) if each.risk_level else "",
            str(each.reason.label),
            each.last_on,
            each.due_on,
            each.days_late(on),
        )
        for each in found
    ]


def due_columns(by: Officer) -> list[Column[DueRow]]:
    """Give the columns of the list of children to visit; only whoever visits says why a child is not."""
    file_of, place, category = address_of("desk:child"), attrgetter("place"), attrgetter("category")
    reason, last = attrgetter("reason"), attrgetter("last_on")
    except_of = address_of("desk:except-child")
    excepting: Column[DueRow] = Column(
        _("不能走访"), lambda row: link(except_of(row.key), _("说明原因")), look="no-print"
    )
    return [
        Column(_("儿童"), lambda row: link(file_of(row.key), row.child_name), attrgetter("child_name"), 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("类别"), category, category, 18),
        Column(_("风险"), lambda row: risk_mark(row.risk, row.risk_label), attrgetter("risk_label"), 8),
        Column(_("原因"), reason, reason, 16),
        Column(_("上次见到"), lambda row: row.last_on.isoformat() if row.last_on else "—", last, 12, "code"),
        Column(_("应走访日期"), late_mark, attrgetter("due_on"), 12),
        Column(_("逾期天数"), taken=lambda row: row.days_late or None, width=8),
        *([excepting] if by.scope.has(Permission.RECORD_VISITS) else []),
    ]


def late_mark(row: DueRow | ProblemRow) -> SafeString:
    """Show until when something is due, in words that need no calendar."""
    late = mark("bad", _("逾期 %(n)s 天") % {"n": row.days_late}) if row.days_late else ""
    return format_html('<span class="parts">{} <span class="code">{}</span></span>', late, row.due_on.isoformat())


def problem_rows(request: DeskRequest, found: Sequence[Problem], on: date) -> list[ProblemRow]:
    """Write problems as a list shows them."""
    names = names_of_children(children={each.child_id for each in found}, scope=request.officer.scope)
    places = near_names([each.division_code for each in found], request)
    return [
        ProblemRow(
            each.pk,
            each.words,
            str(each.get_kind_display()),
            masked_name(names.get(each.child_id)),
            places[each.division_code],
            each.responsible,
            each.found_on,
            each.due_on,
            0 if each.state == ProblemState.CLOSED else max((on - each.due_on).days, 0),
            each.state,
            str(each.get_state_display()),
        )
        for each in found
    ]


def problem_columns() -> list[Column[ProblemRow]]:
    """Give the columns of a list of problems."""
    page_of, kind, place = address_of("desk:problem"), attrgetter("kind"), attrgetter("place")
    name, body = attrgetter("child_name"), attrgetter("responsible")
    return [
        Column(_("问题"), lambda row: link(page_of(row.key), row.words), attrgetter("words"), 40),
        Column(_("种类"), kind, kind, 10, "text-nowrap"),
        Column(_("儿童"), name, name, 8, "name"),
        Column(_("所在"), place, place, 32),
        Column(_("责任单位"), body, body, 20),
        Column(_("发现日期"), lambda row: row.found_on.isoformat(), attrgetter("found_on"), 12, "code"),
        Column(_("整改期限"), late_mark, attrgetter("due_on"), 12),
        Column(_("状态"), lambda row: state_mark(row.state, row.state_label), attrgetter("state_label"), 16),
    ]


def state_mark(state: str, label: str) -> SafeString:
    """Show how far a problem is put right."""
    return mark(_STATE_LOOKS[ProblemState(state)], label)
