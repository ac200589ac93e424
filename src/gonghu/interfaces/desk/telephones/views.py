"""Pages of the telephones (走访手机页面)."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.models import Device
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import reopen_device, seal_device
from gonghu.domain.access.queries import devices_in
from gonghu.domain.access.terms import Permission
from gonghu.foundation.sealed_letters import LetterBroken
from gonghu.foundation.sealed_uploads import SealedUpload, taken_over
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.telephones.forms import RescueForm
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.usecases.rescue_telephone import Rescued, TelephoneUnknown, rescue_telephone

REFUSED: Final = 422
_LONGEST_LINE: Final = 4 << 20
ACTS: Final[dict[str, tuple[Callable[..., None], object]]] = {
    "seal": (seal_device, _("手机已封存：打不开了，里面未送达的内容都还在。")),
    "reopen": (reopen_device, _("手机已解封，重新登录后可以打开。")),
}


@require_safe
@needs(Permission.MAKE_CARDS)
def telephones(request: DeskRequest) -> HttpResponse:
    """List the telephones of the directors whose cards one makes."""
    page = page_of_rows(request, devices_in(scope=request.officer.scope))
    names = names_of({device.division_code for device in page.rows})
    rows = [
        {
            "device": device,
            "place": names[device.division_code],
            "is_sealed": device.is_sealed(request.at),
            "is_disabled": device.account.disabled_at is not None,
        }
        for device in page.rows
    ]
    context = {"rows": rows, "page": page, **offered_export(request, "desk:export-telephones")}
    return render(request, "desk/telephones/telephones.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the telephones as a workbook."""

    def line(device: Device, place: str) -> Sequence[WorkbookCell]:
        state = _("已封存") if device.is_sealed(request.at) else _("可用")
        return device.account.display_name, place, device.label, device.registered_at, device.seen_at, str(state)

    return workbook_response(
        request,
        name=str(_("走访手机")),
        columns=columns_of(
            (_("姓名"), 12), (_("所在"), 34), (_("手机"), 20), (_("登记时间"), 18), (_("最近联系"), 18), (_("状态"), 10)
        ),
        rows=rows_with_places(devices_in(scope=request.officer.scope.holding(Permission.EXPORT)), line),
        kind="telephone",
    )


@require_POST
@needs(Permission.MAKE_CARDS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Seal a telephone, or open it again."""
    if act not in ACTS:
        raise Http404
    found: Device = get_object_or_404(devices_in(scope=request.officer.scope), pk=key)
    operation, said = ACTS[act]
    try:
        operation(device=found, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, str(said))
    return HttpResponseRedirect(reverse("desk:telephones"))


@require_http_methods(["GET", "POST"])
@needs(Permission.MAKE_CARDS)
def rescue(request: DeskRequest) -> HttpResponse:
    """Hand in what a telephone could not send."""
    form, rescued = RescueForm(request.POST or None, request.FILES or None), None
    if request.method == "POST" and form.is_valid():
        rescued = _rescued(request, form)
    status = REFUSED if form.errors else 200
    return render(request, "desk/telephones/rescue.html", {"form": form, "rescued": rescued}, status=status)


def _rescued(request: DeskRequest, form: RescueForm) -> Rescued | None:
    upload: UploadedFile[Any] = form.cleaned_data["letter"]
    sealed = taken_over(upload)
    try:
        return rescue_telephone(
            lines=lambda: _lines(sealed), scope=request.officer.scope, by=request.officer, at=request.at
        )
    except (LetterBroken, TelephoneUnknown, NotPermitted) as refusal:
        form.refuse(refusal, "letter")
    finally:
        sealed.close()
    return None


def _lines(upload: SealedUpload) -> Iterator[str]:
    """Give the lines of an upload; one without an end is no letter."""
    waiting = b""
    for chunk in upload.chunks():
        *whole, waiting = (waiting + chunk).split(b"\n")
        yield from (line.decode("ascii", "replace") for line in whole)
        if len(waiting) > _LONGEST_LINE:
            raise LetterBroken(str(_("这不是手机导出的救援文件")))
    if waiting:
        yield waiting.decode("ascii", "replace")
