"""Writing down at the desk where a child is, and asking those who answer for the villages (登记去向、转任务)."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.holidays import calendar_of
from gonghu.domain.campaigns.operations.telling import WhereaboutsUnclear
from gonghu.domain.campaigns.queries import children_in_holiday
from gonghu.domain.campaigns.terms import LookedAfter, ParentsHome, Stay, WhereaboutsFacts
from gonghu.domain.people.queries import children_in
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.foundation.read_keys import keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.holidays.forms import AskForm, TellForm
from gonghu.interfaces.desk.holidays.shown import holiday_rows, leading_to
from gonghu.interfaces.desk.holidays.views import asked
from gonghu.standards.masking import masked_name
from gonghu.usecases.holiday_whereabouts import ask_whereabouts, tell_holiday

REFUSED: Final = 422
MOST_AT_ONCE: Final = 20_000
_SAMPLES: Final = 5


@require_http_methods(["GET", "POST"])
@needs(Permission.RECORD_VISITS)
def tell(request: DeskRequest, key: UUID) -> HttpResponse:
    """Write down where a child is in a holiday."""
    file = children_in(scope=request.officer.scope.holding(Permission.RECORD_VISITS)).filter(pk=key).first()
    if file is None:
        raise Http404
    today = timezone.localdate()
    calendar = calendar_of(file.division_code)
    form = TellForm(
        request.POST or None, calendar=calendar, on=today, initial={"holiday": request.GET.get("holiday", "")}
    )
    if request.method == "POST" and form.is_valid():
        facts = _facts(form.cleaned_data, form.chosen().code, today)
        child = ChildAtVisit(file.pk, file.division_code, file.category)
        try:
            tell_holiday(child=child, facts=facts, by=request.officer, at=request.at)
        except (NotPermitted, WhereaboutsUnclear) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记去向。"))
            return HttpResponseRedirect(leading_to("", facts.holiday))
    context = {"form": form, "name": masked_name(file.name), "child": file}
    return render(request, "desk/holidays/tell.html", context, status=REFUSED if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def ask(request: DeskRequest) -> HttpResponse:
    """Show about whom tasks would be given to find out where they are; give them."""
    of, today = asked(request), timezone.localdate()
    scope = request.officer.scope.holding(Permission.ASSIGN_TASKS)
    found = children_in_holiday(scope=scope, wanted=of.wanted)
    by_filter = "all" in request.GET
    if not by_filter:
        found = found.filter(pk__in=keys_of(request.GET.getlist("keys")))
    files: list[Any] = list(found[: MOST_AT_ONCE + 1])
    back = leading_to(of.said.get("place", ""), of.holiday.code)
    if not files or len(files) > MOST_AT_ONCE:
        messages.error(request, _refusal(len(files)))
        return HttpResponseRedirect(back)
    count = len(files)
    form = AskForm(request.POST if request.method == "POST" else None, count=count)
    if form.is_valid():
        try:
            ask_whereabouts(children=files, holiday=of.holiday, by=request.officer, at=request.at)
        except NotPermitted as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已为 %(n)s 名儿童派出任务，由负责的村（居）去问清。") % {"n": count})
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "count": count,
        "holiday": of.holiday,
        "rows": holiday_rows(request, files[:_SAMPLES], of.holiday, of.answers, today),
        "more": max(count - _SAMPLES, 0),
        "by_filter": by_filter,
        "back": back,
    }
    return render(request, "desk/holidays/ask.html", context, status=REFUSED if form.errors else 200)


def _facts(said: dict[str, Any], holiday: str, today: Any) -> WhereaboutsFacts:
    return WhereaboutsFacts(
        holiday=holiday,
        stay=Stay(said["stay"]),
        told_on=today,
        looked_after=LookedAfter(said["looked_after"]),
        parents=ParentsHome(said["parents"]) if said["parents"] else None,
        place=said["place"],
        from_on=said["from_on"],
        back_on=said["back_on"],
    )


def _refusal(count: int) -> str:
    if count:
        return _("一次最多派 %(most)s 项，请按乡镇（街道）筛选后分几次办理。") % {"most": MOST_AT_ONCE}
    return _("没有选中去向不明的儿童：请勾选，或选“全部去向不明的”。")
