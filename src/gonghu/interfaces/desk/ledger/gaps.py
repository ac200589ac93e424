"""Where the money of children stops on its way (应享未享), as a page and as a workbook."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.queries import GapShown, GapsWanted, gap_shown, gaps_in
from gonghu.domain.ledger.terms import Gap
from gonghu.domain.people.models import Child
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.ledger.forms import GapFilter
from gonghu.interfaces.desk.ledger.month import month_before
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.places import own_area
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along
from gonghu.standards.masking import masked_name

_LOOKS: Final = {Gap.NOT_APPLIED: "bad", Gap.NOT_CONFIRMED: "wait", Gap.NOT_PAID: "wait", Gap.RETURNED: "bad"}


@dataclass(frozen=True, slots=True)
class GapRow:
    """One child in the list (应享未享显示项)."""

    key: UUID
    name: str
    place: str
    category: str
    gap: Gap
    gap_label: str
    entitled: str
    applied: str
    confirmed: str
    application: UUID | None
    due_on: date | None


@require_safe
@needs(Permission.SEE_MONEY)
def gaps(request: DeskRequest) -> HttpResponse:
    """List the children whose money stops on its way, with where it stops and what is next."""
    form = GapFilter(request.GET)
    page = keyset_page(request, _found(request, form.said(), request.officer.scope))
    rows = _rows(request, page.rows)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=_columns(), export="desk:export-gaps"),
        "month": month_before(timezone.localdate()),
        "tabs": tabs_for(request, "desk:gaps"),
        "kept": kept_filters(request, "gaps"),
        "may_take_over": request.officer.scope.has(Permission.CONFIRM_APPLICATIONS),
    }
    return render(request, "desk/ledger/gaps.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("应享未享清单"),
        kind="gap",
        columns=_columns(),
        found=_found(request, GapFilter(request.GET).said(), scope),
        rows=lambda part: _rows(request, part),
    )


def _found(request: DeskRequest, said: dict[str, Any], scope: Scope) -> QuerySet[Child]:
    today = timezone.localdate()
    area = Area.of(said["place"]) if said.get("place") else None
    place = (area or own_area(request.officer, Permission.SEE_MONEY)).low
    living = frozenset(code for code, line in lines_of(division_code=place, on=today).items() if line.living)
    gap = Gap(said["gap"]) if said.get("gap") else None
    return gaps_in(scope=scope, wanted=GapsWanted(month_before(today), living, area, gap))


def _rows(request: DeskRequest, children: Iterable[Child]) -> list[GapRow]:
    found, by = list(children), request.officer
    places = places_shown([child.division_code for child in found], by)
    shown = (gap_shown(child=child, scope=by.scope) for child in found)
    return [_row(each, places[each.child.division_code], by.scope) for each in shown if each]


def _row(shown: GapShown, place: str, scope: Scope) -> GapRow:
    child = shown.child
    return GapRow(
        child.pk,
        masked_name(child.name),
        place,
        category_shown(child.category, child.division_code, scope),
        shown.gap,
        str(shown.gap.label),
        _("已认定") if child.category else _("比对发现"),
        shown.applied_at.isoformat() if shown.applied_at else "",
        f"{shown.from_month:%Y-%m}" if shown.from_month else "",
        shown.application,
        shown.due_on,
    )


def _columns() -> list[Column[GapRow]]:
    file_of, asked = address_of("desk:child-money"), address_of("desk:application")

    def applied(row: GapRow) -> SafeString | str:
        return link(asked(row.application), row.applied) if row.application else "—"

    def due_on(row: GapRow) -> str:
        return row.due_on.isoformat() if row.due_on else "—"

    place, category = attrgetter("place"), attrgetter("category")
    return [
        Column(_("姓名"), lambda row: link(file_of(row.key), row.name), attrgetter("name"), 10, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("类别"), category, category, 18),
        Column(_("环节"), lambda row: mark(_LOOKS[row.gap], row.gap_label), attrgetter("gap_label"), 16),
        Column(_("应享"), attrgetter("entitled"), attrgetter("entitled"), 12, "name"),
        Column(_("申请"), applied, attrgetter("applied"), 12, "code"),
        Column(_("办理期限"), due_on, attrgetter("due_on"), 12, "code"),
        Column(_("确认起始月"), lambda row: row.confirmed or "—", attrgetter("confirmed"), 12, "code"),
    ]
