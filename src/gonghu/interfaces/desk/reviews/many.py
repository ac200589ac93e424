"""Recognitions that a run of this month bears out, written down together (批量复核), each chosen by a person."""

from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import CategoryAssignment
from gonghu.domain.people.queries.reviews import ReviewsWanted, reviews_in
from gonghu.domain.tasks.clocks import clocks
from gonghu.foundation.read_keys import keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.confirming import not_yet_confirmed
from gonghu.interfaces.desk.reviews.one import REFUSALS
from gonghu.interfaces.desk.reviews.shown import review_columns, review_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.review_categories import ReviewSaid, still_holds

_MOST: Final = 500


@require_POST
@needs(Permission.RECOGNISE_FIRST)
def still_all(request: DeskRequest) -> HttpResponse:
    """Write down of the chosen recognitions that they still hold, after they were shown once more."""
    today = timezone.localdate()
    found = _borne_out(request, keys_of(request.POST.getlist("keys"))[:_MOST], today)
    back = HttpResponseRedirect(reverse("desk:reviews"))
    if not found.exists():
        messages.warning(request, _("请先勾选本月比对在册、没有发现问题的认定；须入户了解的类别请逐个复核。"))
        return back
    page = not_yet_confirmed(
        request,
        title=_("仍然符合：以本月比对为据"),
        found=found,
        rows=lambda part: review_rows(request, part, today),
        columns=review_columns(),
        back=back.url,
    )
    if page:
        return page
    try:
        done = _written(request, list(found), today)
    except REFUSALS as refusal:
        messages.error(request, refused(refusal))
        return back
    messages.success(request, _("已登记 %(n)s 项复核：仍然符合。") % {"n": done})
    return back


@transaction.atomic
def _written(request: DeskRequest, rows: list[CategoryAssignment], today: date) -> int:
    for row in rows:
        words = f"{row.clean_on} 比对：在册，没有发现问题"
        said = ReviewSaid(today, words, run=row.clean_run)
        still_holds(child=row.child, assignments=[row.pk], said=said, by=request.officer, at=request.at)
    return len(rows)


def _borne_out(request: DeskRequest, keys: list[UUID], on: date) -> QuerySet[CategoryAssignment]:
    """Give those of some recognitions that a run of this month bears out, where the officer decides first."""
    scope = request.officer.scope.holding(Permission.RECOGNISE_FIRST)
    enough = [category for category, clock in clocks().reviews.items() if clock.by_registers]
    wanted = ReviewsWanted(clean_since=on.replace(day=1))
    return reviews_in(scope=scope, wanted=wanted).filter(pk__in=keys, category__in=enough)
