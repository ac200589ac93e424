"""Pages of emergencies (紧急查阅页面): opened with a reason, judged by a supervisor afterwards."""

from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.leave_reading import EmergencyStage, emergencies_in, emergencies_shown
from gonghu.domain.access.models import BreakGlass
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import review_break_glass
from gonghu.domain.access.operations.emergencies import ReasonTooShort, ReviewedAlready, TooLong
from gonghu.domain.access.queries import who_looked_at
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.emergencies.forms import EmergencyFilter, EmergencyForm
from gonghu.interfaces.desk.emergencies.rows import emergency_columns, emergency_rows
from gonghu.interfaces.desk.emergency_hints import child_hinted
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.usecases.look_in_an_emergency import NoChildBehind, look_in_an_emergency

REFUSED: Final = 422
JUDGEMENTS: Final = {"justified": True, "unjustified": False}


@require_safe
@needs(Permission.SEE_CHILDREN, Permission.APPROVE_ACCESS)
def emergencies(request: DeskRequest) -> HttpResponse:
    """List the emergencies that somebody judges, and the own ones."""
    form = EmergencyFilter(request.GET)
    found = emergencies_shown(scope=request.officer, on=timezone.localdate(), stage=_stage(form))
    page = page_of_rows(request, found)
    context = {
        "form": form,
        "page": page,
        "table": table_of(emergency_columns(), emergency_rows(page.rows)),
        "is_filtered": bool(request.GET),
        **offered_export(request, "desk:export-emergencies"),
    }
    return render(request, "desk/emergencies/emergencies.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook: the emergencies of places where somebody judges them and may export."""
    scope, stage = request.officer.scope.holding(Permission.EXPORT), _stage(EmergencyFilter(request.GET))
    return taken_along(
        request,
        name=_("紧急查阅清单"),
        kind="emergency",
        columns=emergency_columns(),
        found=emergencies_in(scope=scope, on=timezone.localdate(), stage=stage),
        rows=emergency_rows,
    )


@sensitive_post_parameters("number")
@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CHILDREN)
def open_emergency(request: DeskRequest) -> HttpResponse:
    """Open a child's file elsewhere for some minutes; a hint says which child, or the whole number."""
    hinted = child_hinted(request.GET.get("hint", ""), request.officer)
    form = EmergencyForm(request.POST or None, is_hinted=hinted is not None)
    if request.method == "POST" and form.is_valid():
        child = _opened(request, form, hinted)
        if child:
            messages.success(request, _("档案已打开，到时自动关闭。当地负责人会审批这次查阅。"))
            return HttpResponseRedirect(reverse("desk:child", args=[child]))
    context = {"form": form, "is_hinted": hinted is not None}
    return render(request, "desk/emergencies/open.html", context, status=REFUSED if form.errors else 200)


def _opened(request: DeskRequest, form: EmergencyForm, hinted: UUID | None) -> UUID | None:
    said = form.cleaned_data
    try:
        return look_in_an_emergency(
            number=said.get("number", ""),
            key=hinted,
            reason=said["reason"],
            minutes=said["minutes"],
            by=request.officer,
            at=request.at,
        )
    except ReasonTooShort as refusal:
        form.refuse(refusal, "reason")
    except (NotPermitted, TooLong, TooManyAttempts, NoChildBehind) as refusal:
        form.refuse(refusal)
    return None


@require_safe
@needs(Permission.SEE_CHILDREN, Permission.APPROVE_ACCESS)
def emergency(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an emergency with what was looked at meanwhile."""
    shown = _emergency(request, key)
    by = request.officer
    looks = [
        look
        for look in who_looked_at(child_key=shown.child_key, division_code=shown.division_code, scope=by.scope)
        if look.actor == str(shown.account_id) and shown.opened_at <= look.at <= shown.ends_at
    ]
    judges = by.scope.allows(Permission.APPROVE_ACCESS, shown.division_code)
    context = {
        "emergency": shown,
        "place": names_of([shown.division_code])[shown.division_code],
        "looks": looks,
        "is_overdue": shown.reviewed_at is None and shown.review_due_on < timezone.localdate(),
        "is_open": shown.ends_at > request.at,
        "may_judge": judges and shown.account_id != by.account and shown.reviewed_at is None,
    }
    return render(request, "desk/emergencies/emergency.html", context)


@require_POST
@needs(Permission.APPROVE_ACCESS)
def judge(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Judge an emergency afterwards."""
    if act not in JUDGEMENTS:
        raise Http404
    shown = _emergency(request, key)
    try:
        review_break_glass(emergency=shown, justified=JUDGEMENTS[act], by=request.officer, at=request.at)
    except (NotPermitted, ReviewedAlready) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已审批。"))
    return HttpResponseRedirect(reverse("desk:emergency", args=[key]))


def _emergency(request: DeskRequest, key: UUID) -> BreakGlass:
    listed = emergencies_shown(scope=request.officer, on=timezone.localdate())
    found: BreakGlass = get_object_or_404(listed, uuid=key)
    return found


def _stage(form: EmergencyFilter) -> EmergencyStage | None:
    said = form.said()
    return EmergencyStage(said["stage"]) if said.get("stage") else None
