"""One takeover (接收批次): what would become of its rows, and what did."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
from gonghu.domain.takeovers.judging import first_month_of
from gonghu.domain.takeovers.models import Takeover, TakeoverRow
from gonghu.domain.takeovers.queries import rejected_rows, rows_of_takeover, takeover_by_key
from gonghu.domain.takeovers.sheets import columns_of, field_titles
from gonghu.domain.takeovers.terms import Difference, Doubt, TakeoverState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import table_of
from gonghu.interfaces.desk.takeovers.forms import ColumnsForm, ConfirmForm, RowFilter, WhyForm
from gonghu.interfaces.desk.takeovers.shown import counted, roll_columns, rows_shown
from gonghu.interfaces.desk.workbooks import WorkbookColumn, workbook_response
from gonghu.standards.money import format_yuan

REFUSED: Final = 422


@require_safe
@needs(Permission.SEE_MONEY)
def takeover(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a takeover with its rows."""
    return page_of_takeover(request, takeover_or_404(request, key))


@require_POST
@needs(Permission.EXPORT)
def rejected(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the rows that go back, as they stood in the sheet, each with the reason."""
    found, scope = takeover_or_404(request, key), request.officer.scope
    if not scope.allows(Permission.UNMASK, found.division_code):
        raise Http404
    titles = [title or f"{place}" for place, title in enumerate(found.titles, start=1)]
    columns = [WorkbookColumn(_("退回原因"), 40), WorkbookColumn(_("行号"), 8)]
    columns += [WorkbookColumn(title, 16) for title in titles]
    rows = (
        [row.problem, row.row_no, *row.told["cells"]]
        for row in rejected_rows(takeover=key, scope=scope)
        if not _is_secret(row, scope)
    )
    name = _("在发名册退回行 %(month)s") % {"month": f"{found.through_month:%Y-%m}"}
    return workbook_response(request, name=name, columns=columns, rows=rows, kind="takeover_row")


def takeover_or_404(request: DeskRequest, key: UUID) -> Takeover:
    """
    Give a takeover unless it is out of scope.

    :raises Http404: it is, or there is none
    """
    found = takeover_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def columns_form(found: Takeover, said: Any = None) -> ColumnsForm:
    """Give the form that says what the columns of a roll are."""
    mapped = columns_of(found.titles, found.columns)
    return ColumnsForm(said, titles=found.titles, found=mapped, told=found.columns)


def page_of_takeover(request: DeskRequest, found: Takeover, *, status: int = 200, **said: Any) -> HttpResponse:
    """Show a takeover with the forms of its steps; ``said`` takes the place of what they begin with."""
    by, scope = request.officer, request.officer.scope
    form = RowFilter(request.GET)
    page = page_of_rows(request, rows_of_takeover(takeover=found.pk, scope=scope, **_wanted(form.said())))
    rows = rows_shown(page.rows, by, found.through_month)
    may = scope.allows(Permission.CONFIRM_APPLICATIONS, found.division_code)
    waits, is_own = found.state == TakeoverState.READ, by.account == found.first_by_id
    titles = field_titles()
    context = {
        "takeover": found,
        "place": names_of([found.division_code])[found.division_code],
        "first_month": first_month_of(found),
        "told": format_yuan(found.told_fen),
        "own": format_yuan(found.own_fen),
        "apart": format_yuan(found.own_fen - found.told_fen),
        "differences": counted(found.counts.get("differences", {}), Difference),
        "doubts": counted(found.counts.get("doubts", {}), Doubt),
        "read_as": [
            (found.titles[place], titles[field])
            for field, place in sorted(columns_of(found.titles, found.columns).items(), key=lambda pair: pair[1])
        ],
        "form": form,
        "chips": chips_of(request, form),
        "is_filtered": bool(request.GET),
        "page": page,
        "rows": rows,
        "table": table_of(roll_columns(), rows),
        "may_take_along": scope.has(Permission.EXPORT) and scope.has(Permission.UNMASK) and found.rejected,
        "is_own": waits and may and is_own,
        "may_confirm": waits and may and not is_own and found.ready,
        "may_drop": waits and may,
        "may_undo": may and found.state == TakeoverState.CONFIRMED,
        "confirming": ConfirmForm(count=found.ready),
        "why": WhyForm(),
        "columns": columns_form(found) if waits and may else None,
        **said,
    }
    return render(request, "desk/takeovers/takeover.html", context, status=status)


def _wanted(said: dict[str, Any]) -> dict[str, str]:
    return {name: said.get(name, "") for name in ("state", "difference", "doubt")}


def _is_secret(row: TakeoverRow, scope: Scope) -> bool:
    """Tell whether the cells of a row could give away what somebody may not know; an unread category could."""
    may_be = [Category(row.category)] if row.category else SEALED_CATEGORIES
    kinds = [SEALED_CATEGORIES[each] for each in may_be if each in SEALED_CATEGORIES]
    return not all(scope.opens(kind, row.division_code) for kind in kinds)
