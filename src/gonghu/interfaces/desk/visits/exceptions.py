"""Who is not visited for a while, and why (走访例外)."""

from operator import attrgetter
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import children_in
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.operations import end_exception, except_child
from gonghu.domain.visits.operations.listing import ExceptionUnclear
from gonghu.domain.visits.queries import exceptions_in
from gonghu.domain.visits.terms import ExceptionReason
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.tables import taken_along
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.forms import ExceptionForm
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.waiting_lists import exception_columns, placed
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name

REFUSED = 422


@require_safe
@needs(Permission.SEE_CHILDREN)
def exceptions(request: DeskRequest) -> HttpResponse:
    """List the exceptions that hold today, by place."""
    by, today = request.officer, timezone.localdate()
    page = keyset_page(request, exceptions_in(scope=by.scope, on=today))
    places = near_names([each.division_code for each in page.rows], request)
    rows = [
        {"exception": each, "name": masked_name(each.child.name), "place": places[each.division_code]}
        for each in page.rows
    ]
    context = {
        "page": page,
        "rows": rows,
        "may_end": by.scope.has(Permission.RECORD_VISITS),
        "tabs": tabs_for(request, "desk:visit-exceptions"),
        **offered_export(request, "desk:export-visit-exceptions"),
    }
    return render(request, "desk/visits/exceptions.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    return taken_along(
        request,
        name=_("走访例外"),
        kind="plan_exception",
        columns=exception_columns(),
        found=exceptions_in(scope=request.officer.scope.holding(Permission.EXPORT), on=timezone.localdate()),
        rows=lambda part: placed(request, part, attrgetter("division_code")),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.RECORD_VISITS)
def new(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say why a child is not visited for a while."""
    scope = request.officer.scope.holding(Permission.RECORD_VISITS)
    file = children_in(scope=scope).filter(pk=key).first()
    if file is None:
        raise Http404
    form = ExceptionForm(request.POST or None, initial={"from_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        child = ChildAtVisit(file.pk, file.division_code, file.category)
        said = {**form.cleaned_data, "reason": ExceptionReason(form.cleaned_data["reason"])}
        try:
            except_child(child=child, **said, by=request.officer, at=request.at)
        except (ExceptionUnclear, NotPermitted) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记。该儿童仍计入名单，这段时间不列入应走访。"))
            return HttpResponseRedirect(reverse("desk:visits-due"))
    context = {"form": form, "name": masked_name(file.name), "child": file}
    return render(request, "desk/visits/except.html", context, status=REFUSED if request.method == "POST" else 200)


@require_POST
@needs(Permission.RECORD_VISITS)
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say that a child is visited again from today on."""
    try:
        end_exception(exception=key, on=timezone.localdate(), by=request.officer, at=request.at)
    except NotPermitted as refusal:
        raise Http404 from refusal
    messages.success(request, _("例外到今天为止，明天起恢复走访计划。"))
    return HttpResponseRedirect(reverse("desk:visit-exceptions"))
