"""Funds and budgets (资金与预算): what there is for a year, what is spent, and what is left."""

from collections.abc import Callable
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.operations import BudgetOverdrawn, FundMissing, change_budget
from gonghu.domain.ledger.queries import BudgetShown, budget_changes, budgets_of, funds
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.ledger.forms import BudgetForm, YearFilter
from gonghu.interfaces.desk.ledger.shown import signed
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.tables import Column, table_of, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.money import format_yuan

REFUSED: Final = 422
_CHANGES: Final = 100


@require_safe
@needs(Permission.SEE_MONEY)
def budgets(request: DeskRequest) -> HttpResponse:
    """Show the budgets of a year with what is spent of them."""
    year = YearFilter(request.GET).said().get("year") or timezone.localdate().year
    return _page(request, year, _form(request, year))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the budgets of a year as a workbook."""
    year = YearFilter(request.GET).said().get("year") or timezone.localdate().year
    found = budgets_of(year=year, scope=request.officer.scope.holding(Permission.EXPORT))
    places = names_of([each.division_code for each in found])
    name = _("%(year)s年资金与预算") % {"year": year}
    return workbook_of(request, name=name, kind="budget", columns=_columns(places), rows=found)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_BUDGETS)
def change(request: DeskRequest) -> HttpResponse:
    """Add to a budget, or take from it."""
    today = timezone.localdate()
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:budgets"))
    form = BudgetForm(request.POST, funds=_named(request))
    if form.is_valid():
        said = form.cleaned_data
        try:
            change_budget(
                fund=said["fund"], division_code=said["place"], year=said["year"], amount_fen=said["amount"],
                document=said["document"], reason=said["reason"], by=request.officer, at=request.at,
            )  # fmt: skip
        except (NotPermitted, FundMissing, BudgetOverdrawn) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("预算已登记。"))
            return HttpResponseRedirect(f"{reverse('desk:budgets')}?year={said['year']}")
    return _page(request, form.cleaned_data.get("year") or today.year, form, opened="change", status=REFUSED)


def _page(
    request: DeskRequest, year: int, form: BudgetForm | None, *, opened: str = "", status: int = 200
) -> HttpResponse:
    scope = request.officer.scope
    shown = budgets_of(year=year, scope=scope)
    changes = list(budget_changes(year=year, scope=scope)[:_CHANGES])
    places = names_of([*(each.division_code for each in shown), *(each.division_code for each in changes)])
    context: dict[str, Any] = {
        "year": year,
        "years": YearFilter(initial={"year": year}),
        "rows": shown,
        "table": table_of(_columns(places), shown),
        "changes": [(each, places[each.division_code], signed(each.amount_fen)) for each in changes],
        "form": form,
        "opened_form": opened,
        "tabs": tabs_for(request, "desk:budgets"),
        **offered_export(request, "desk:export-budgets"),
    }
    return render(request, "desk/ledger/budgets.html", context, status=status)


def _form(request: DeskRequest, year: int) -> BudgetForm | None:
    if not request.officer.scope.has(Permission.MANAGE_BUDGETS):
        return None
    place = own_area(request.officer, Permission.MANAGE_BUDGETS).low
    return BudgetForm(initial={"year": year, "place": place}, funds=_named(request))


def _named(request: DeskRequest) -> dict[str, str]:
    return {fund.code: Label(fund.name) for fund in funds(scope=request.officer.scope)}


def _columns(places: dict[str, str]) -> list[Column[BudgetShown]]:
    told: tuple[tuple[str, Callable[[BudgetShown], str], float, str], ...] = (
        (_("资金来源"), lambda row: Label(row.fund.name), 24, "name"),
        (_("层级"), lambda row: str(row.fund.get_level_display()), 10, ""),
        (_("区县"), lambda row: places[row.division_code], 24, ""),
        (_("预算（元）"), lambda row: format_yuan(row.budget_fen), 16, "number"),
        (_("已支出（元）"), lambda row: format_yuan(row.spent_fen), 16, "number"),
        (_("结余（元）"), lambda row: signed(row.left_fen), 16, "number"),
        (_("支出比例"), lambda row: "" if row.share is None else f"{row.share:.1%}", 10, "number"),
    )
    return [Column(title, said, said, width, look) for title, said, width, look in told]
