"""Work for many at once is looked at before it is done (批量确认): how many, some of them, the number typed."""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeVar

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.forms import ManyForm
from gonghu.interfaces.desk.tables import Column, table_of

REFUSED: Final = 422
_SAMPLES: Final = 5
_SURE: Final = "sure"
Row = TypeVar("Row")


def not_yet_confirmed(
    request: DeskRequest,
    *,
    title: str,
    found: QuerySet[Any],
    rows: Callable[[Sequence[Any]], Sequence[Row]],
    columns: Sequence[Column[Row]],
    back: str,
) -> HttpResponse | None:
    """Show what is about to be done for how many and for whom, until the same is sent once more; then nothing."""
    count = found.count()
    is_sent = _SURE in request.POST
    form = ManyForm(request.POST if is_sent else None, count=count)
    if not count or (is_sent and form.is_valid()):
        return None
    samples = rows(list(found[:_SAMPLES]))
    context = {
        "title": title,
        "count": count,
        "more": count - len(samples),
        "table": table_of(columns, samples),
        "form": form,
        "keys": request.POST.getlist("keys"),
        "back": back,
    }
    return render(request, "desk/confirm_many.html", context, status=REFUSED if form.errors else 200)
