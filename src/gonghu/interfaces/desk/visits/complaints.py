"""Complaints and suggestions (投诉建议), with the day a reply is due."""

from operator import attrgetter
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.models import Complaint
from gonghu.domain.visits.operations import reply_complaint
from gonghu.domain.visits.operations.reporting import AlreadyTaken, ReplyMissing
from gonghu.domain.visits.queries import complaint_by_key, complaints_in
from gonghu.domain.visits.terms import ComplaintState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.visits.forms import ReplyForm
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.waiting_lists import complaint_columns, placed
from gonghu.interfaces.desk.workbook_lists import offered_export

REFUSED = 422


@require_safe
@needs(Permission.ASSIGN_TASKS)
def complaints(request: DeskRequest) -> HttpResponse:
    """List what people of the officer's districts complained of or suggested."""
    state = _state_asked(request)
    by = order_of(request.officer, "", day="reply_due_on" if state == ComplaintState.OPEN else "-received_at")
    page = keyset_page(request, complaints_in(scope=request.officer.scope, state=state), by=by)
    rows = placed(request, page.rows, attrgetter("division_code"))
    context = {
        "page": page,
        "rows": rows,
        "table": table_of(complaint_columns(timezone.localdate()), rows),
        "is_all": state is None,
        "tabs": tabs_for(request, "desk:complaints"),
        **offered_export(request, "desk:export-complaints"),
    }
    return render(request, "desk/visits/complaints.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    return taken_along(
        request,
        name=_("投诉建议"),
        kind="complaint",
        columns=complaint_columns(timezone.localdate()),
        found=_exported(request),
        rows=lambda part: placed(request, part, attrgetter("division_code")),
    )


def _state_asked(request: DeskRequest) -> ComplaintState | None:
    return None if request.GET.get("state") == "ALL" else ComplaintState.OPEN


def _exported(request: DeskRequest) -> QuerySet[Complaint]:
    scope = request.officer.scope.holding(Permission.ASSIGN_TASKS).holding(Permission.EXPORT)
    return complaints_in(scope=scope, state=_state_asked(request))


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def complaint(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a complaint or suggestion, and reply to it."""
    shown = complaint_by_key(key=key, scope=request.officer.scope)
    if shown is None:
        raise Http404
    is_open = shown.state == ComplaintState.OPEN
    form = ReplyForm(request.POST or None) if is_open else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            reply_complaint(complaint=key, reply=form.cleaned_data["reply"], by=request.officer, at=request.at)
        except (NotPermitted, AlreadyTaken, ReplyMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("答复已送出，提出人下次打开时会看到。"))
            return HttpResponseRedirect(reverse("desk:complaints"))
    context = {
        "complaint": shown,
        "form": form,
        "place": names_of([shown.division_code])[shown.division_code],
        "today": timezone.localdate(),
    }
    return render(request, "desk/visits/complaint.html", context, status=REFUSED if request.method == "POST" else 200)
