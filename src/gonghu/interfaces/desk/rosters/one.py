"""The page of one delivery (批次详情): what its sheets are, what reading brings, confirming and undoing."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.operations import RunNotUndoable, RunWaiting
from gonghu.domain.policies.queries import runs_of_delivery
from gonghu.domain.rosters.models import Delivery
from gonghu.domain.rosters.operations.arriving import DeliveryPast
from gonghu.domain.rosters.operations.mapping import MappingRefused
from gonghu.domain.rosters.operations.settling import (
    AgreementNotInForce,
    NotChecked,
    PurposeMissing,
    ReasonForUndoingMissing,
    stop_delivery,
)
from gonghu.domain.rosters.queries import agreement_by_key, agreements_in, delivery_by_key, files_of
from gonghu.domain.rosters.terms import CHANGEABLE, DeliveryState
from gonghu.foundation.audit.recording import PersonalDetail
from gonghu.foundation.jobs.looking_up import job_by_key
from gonghu.foundation.jobs.models import Job
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.rosters.forms import ConfirmForm, UndoDeliveryForm
from gonghu.interfaces.desk.rosters.shown import sheets_shown, totals_of
from gonghu.interfaces.desk.rosters.views import REFUSED
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.take_delivery import confirm_and_screen, correct_and_try
from gonghu.usecases.undo_delivery import undo_delivery_and_its_runs

_PURPOSE: Final = "困境儿童信息比对排查"


@require_safe
@needs(Permission.IMPORT_ROSTERS)
def delivery(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a delivery."""
    return _page(request, delivery_or_404(request, key))


@require_safe
@needs(Permission.IMPORT_ROSTERS)
def progress(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show how far the job is; when it is over the whole page is shown again."""
    shown = delivery_or_404(request, key)
    job = job_by_key(shown.job)
    if job is None or job.over:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "desk/rosters/progress.html", {"delivery": shown, "job": job, "percent": _percent(job)})


@require_POST
@needs(Permission.IMPORT_ROSTERS)
def start_trial(request: DeskRequest, key: UUID) -> HttpResponse:
    """Have the delivery tried."""
    shown = delivery_or_404(request, key)
    try:
        correct_and_try(delivery=shown.pk, said=[], by=request.officer, at=request.at)
    except (NotPermitted, DeliveryPast, MappingRefused) as refusal:
        messages.error(request, refused(refusal))
    return HttpResponseRedirect(reverse("desk:delivery", args=[key]))


@require_POST
@needs(Permission.IMPORT_ROSTERS)
def stop(request: DeskRequest, key: UUID) -> HttpResponse:
    """Stop the job of a delivery."""
    shown = delivery_or_404(request, key)
    try:
        stop_delivery(delivery=shown, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已要求停下；正在读的表读完后停止。读完的文件留着，再试读时接着读其余的。"))
    return HttpResponseRedirect(reverse("desk:delivery", args=[key]))


@require_POST
@needs(Permission.IMPORT_ROSTERS)
def confirm(request: DeskRequest, key: UUID) -> HttpResponse:
    """Confirm a delivery and have it screened."""
    shown = delivery_or_404(request, key)
    form = _confirm_form(request, shown, request.POST)
    if form.is_valid():
        said = form.cleaned_data
        chosen = said["agreement"]
        try:
            run = confirm_and_screen(
                delivery=shown.pk,
                purpose=said["purpose"],
                agreement=agreement_by_key(key=UUID(chosen), scope=request.officer.scope) if chosen else None,
                as_of=said["as_of"],
                by=request.officer,
                at=request.at,
            )
        except AgreementNotInForce as refusal:
            form.refuse(refusal, "agreement")
        except PurposeMissing as refusal:
            form.refuse(refusal, "purpose")
        except PersonalDetail:
            form.add_error("purpose", _("这里不能写身份证号，请改写。"))
        except (NotPermitted, DeliveryPast, NotChecked, RunWaiting) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("名册已确认，正在后台比对；可以离开此页。"))
            return HttpResponseRedirect(reverse("desk:run", args=[run.pk]))
    return _page(request, shown, confirm_form=form)


@require_POST
@needs(Permission.IMPORT_ROSTERS)
def undo(request: DeskRequest, key: UUID) -> HttpResponse:
    """Undo a delivery and what its runs found."""
    shown = delivery_or_404(request, key)
    form = UndoDeliveryForm(request.POST)
    if form.is_valid():
        try:
            runs = undo_delivery_and_its_runs(
                delivery=shown.pk, because=form.cleaned_data["because"], by=request.officer, at=request.at
            )
        except (NotPermitted, DeliveryPast, ReasonForUndoingMissing, RunNotUndoable) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("整批已撤销，文件已销毁；退回了 %(runs)s 次比对的结果。") % {"runs": runs})
            return HttpResponseRedirect(reverse("desk:delivery", args=[key]))
    return _page(request, shown, undo_form=form)


def delivery_or_404(request: DeskRequest, key: UUID) -> Delivery:
    """
    Give a delivery unless it is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    found = delivery_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _page(request: DeskRequest, shown: Delivery, **forms: DeskForm) -> HttpResponse:
    scope = request.officer.scope
    job = job_by_key(shown.job)
    sheets = sheets_shown(request, shown)
    is_open = job is not None and not job.over
    context: dict[str, Any] = {
        "delivery": shown,
        "state": DeliveryState(shown.state),
        "place": names_of([shown.division_code])[shown.division_code],
        "files": list(files_of(delivery=shown.pk, scope=scope)),
        "sheets": sheets,
        "totals": totals_of(sheets),
        "job": job if is_open else None,
        "percent": _percent(job) if job else 0,
        "trouble": job.error if job and job.error and shown.state in CHANGEABLE else "",
        "is_changeable": shown.state in CHANGEABLE and not is_open,
        "runs": runs_of_delivery(delivery=shown.pk, scope=scope),
        "confirm_form": forms.get("confirm_form") or _confirm_form(request, shown, None),
        "undo_form": forms.get("undo_form") or UndoDeliveryForm(),
    }
    return render(request, "desk/rosters/delivery.html", context, status=REFUSED if forms else 200)


def _confirm_form(request: DeskRequest, shown: Delivery, said: Any) -> ConfirmForm:
    today = timezone.localdate(request.at)
    agreements = agreements_in(scope=request.officer.scope, on=today)
    if shown.organisation_id:
        agreements = agreements.filter(organisation=shown.organisation_id)
    # Of several departments nobody can say whose agreement it was.
    first = agreements.first() if shown.organisation_id else None
    start = {"purpose": first.purpose if first else _PURPOSE, "agreement": first and str(first.pk), "as_of": today}
    return ConfirmForm(said, agreements=agreements, initial=start)


def _percent(job: Job) -> int:
    return round(job.share * 100)
