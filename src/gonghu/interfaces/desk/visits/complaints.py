"""Complaints and suggestions (投诉建议), with the day a reply is due."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.visits.operations import reply_complaint
from gonghu.domain.visits.operations.reporting import AlreadyTaken, ReplyMissing
from gonghu.domain.visits.queries import complaint_by_key, complaints_in
from gonghu.domain.visits.terms import ComplaintState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.visits.forms import ReplyForm
from gonghu.interfaces.desk.visits.tabs import tabs_for

REFUSED = 422


@require_safe
@needs(Permission.ASSIGN_TASKS)
def complaints(request: DeskRequest) -> HttpResponse:
    """List what people of the officer's districts complained of or suggested."""
    is_all = request.GET.get("state") == "ALL"
    found = complaints_in(scope=request.officer.scope, state=None if is_all else ComplaintState.OPEN)
    page = keyset_page(request, found)
    places = names_of([each.division_code for each in page.rows])
    rows = [{"complaint": each, "place": places[each.division_code]} for each in page.rows]
    context = {
        "page": page,
        "rows": rows,
        "is_all": is_all,
        "today": timezone.localdate(),
        "tabs": tabs_for(request, "desk:complaints"),
    }
    return render(request, "desk/visits/complaints.html", context)


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
