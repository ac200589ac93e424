"""The queue of recognitions to be looked at (定期复核), as a page and as a workbook."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.reviews import ReviewsWanted, reviews_in
from gonghu.domain.tasks.clocks import Mark, clocks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import TaskKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.reviews.forms import ALL, CLEAN, OVERDUE, ReviewFilter
from gonghu.interfaces.desk.reviews.shown import review_columns, review_rows
from gonghu.interfaces.desk.reviews.tabs import recognition_tabs
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.tasks.shown import rows_waiting
from gonghu.interfaces.desk.waiting import SHOWN_AT_ONCE, Waiting, waiting

_ONE_DAY = timedelta(days=1)


@require_safe
@needs(Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND)
def reviews(request: DeskRequest) -> HttpResponse:
    """List the recognitions to be looked at, overdue ones first."""
    scope, today = request.officer.scope, timezone.localdate()
    form = ReviewFilter(request.GET, scope=scope, on=today)
    page = keyset_page(request, reviews_in(scope=scope, wanted=wanted(form.said(), today)), by="review_on")
    rows = review_rows(request, page.rows, today)
    may_tick = any(row.may_tick for row in rows)
    columns = review_columns(may_tick=may_tick)
    context = {
        **list_shown(request, form=form, page=page, rows=rows, columns=columns, export="desk:export-reviews"),
        "kept": kept_filters(request, "reviews"),
        "tabs": recognition_tabs(request, "desk:reviews"),
        "may_tick": may_tick,
        "ahead": clocks().review_ahead.days,
        "is_own_figure": any(each.mark is not Mark.VERIFIED for each in clocks().reviews.values()),
    }
    return render(request, "desk/reviews/reviews.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the queue as a workbook, masked as on the page, of where somebody may export."""
    scope, today = request.officer.scope.holding(Permission.EXPORT), timezone.localdate()
    said = ReviewFilter(request.GET, scope=request.officer.scope, on=today).said()
    return taken_along(
        request,
        name=_("定期复核"),
        kind="recognition",
        columns=review_columns(),
        found=reviews_in(scope=scope, wanted=wanted(said, today)),
        rows=lambda part: review_rows(request, part, today),
    )


def reviews_waiting(request: DeskRequest) -> Waiting | None:
    """Give the tasks of reviews where the officer decides first, by the day they are due."""
    scope = request.officer.scope
    if not scope.has(Permission.RECOGNISE_FIRST):
        return None
    filters = TaskFilters(kind=TaskKind.REVIEW_CATEGORY)
    found = tasks_in(scope=scope.holding(Permission.RECOGNISE_FIRST), filters=filters)[: SHOWN_AT_ONCE + 1]
    rows = rows_waiting(request, found)
    return waiting(_("定期复核"), rows, reverse("desk:reviews"))


def wanted(said: dict[str, Any], on: date) -> ReviewsWanted:
    """Read which recognitions are asked for out of the filter form."""
    when, due_from, due_until, clean_since = said.get("when", ""), None, None, None
    if when == OVERDUE:
        due_until = on - _ONE_DAY
    elif when == CLEAN:
        clean_since, due_until = on.replace(day=1), on + timedelta(days=clocks().review_ahead.days)
    elif when and when != ALL:
        due_from = date.fromisoformat(f"{when}-01")
        due_until = due_from.replace(day=monthrange(due_from.year, due_from.month)[1])
    elif not when:
        due_until = on + timedelta(days=clocks().review_ahead.days)
    area = Area.of(said["place"]) if said.get("place") else None
    return ReviewsWanted(area, said.get("category", ""), due_from, due_until, clean_since)
