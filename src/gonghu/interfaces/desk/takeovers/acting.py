"""What is done with a takeover (办理接收): looked through anew, confirmed, dropped, undone."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.writing import ReasonMissing
from gonghu.domain.takeovers.models import Takeover
from gonghu.domain.takeovers.operations import (
    NothingReady,
    TakeoverDecided,
    TakeoverUnknown,
    drop_takeover,
    judge_again,
)
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.takeovers.forms import ConfirmForm, WhyForm
from gonghu.interfaces.desk.takeovers.one import REFUSED, columns_form, page_of_takeover, takeover_or_404
from gonghu.usecases.take_over_roll import PaidAlready, RowsChanged, confirm, undo

REFUSALS: Final = (
    NotPermitted, NothingReady, PaidAlready, ReasonMissing, RowsChanged, TakeoverDecided, TakeoverUnknown,
)  # fmt: skip


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def columns(request: DeskRequest, key: UUID) -> HttpResponse:
    """Say what the columns are; every row is judged anew, and the next roll of the county is read the same way."""
    found = takeover_or_404(request, key)
    form = columns_form(found, request.POST)
    if form.is_valid():
        try:
            judge_again(takeover=key, told=form.told, by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已按新的对应重新核对；下次同样的表头自动沿用。"))
            return _back(key)
    return page_of_takeover(request, found, status=REFUSED, columns=form)


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS)
def act(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Take one step with a takeover."""
    found = takeover_or_404(request, key)
    steps: dict[str, Callable[[DeskRequest, Takeover], HttpResponse]] = {
        "judge": _judge,
        "confirm": _confirm,
        "drop": _drop,
        "undo": _undo,
    }
    if act not in steps:
        raise Http404
    return steps[act](request, found)


def _judge(request: DeskRequest, found: Takeover) -> HttpResponse:
    try:
        judge_again(takeover=found.pk, told=None, by=request.officer, at=request.at)
    except REFUSALS as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已按现在的档案和标准重新核对。"))
    return _back(found.pk)


def _confirm(request: DeskRequest, found: Takeover) -> HttpResponse:
    form = ConfirmForm(request.POST, count=found.ready)
    done = _("已接收 %(n)s 人，自 %(month)s 起由本系统发放。")

    def step() -> str:
        taken = confirm(takeover=found.pk, opinion=form.cleaned_data["opinion"], by=request.officer, at=request.at)
        month = taken.decision.from_month if taken.decision else None
        return done % {"n": taken.ready, "month": f"{month:%Y-%m}" if month else ""}

    return _done(request, found, "confirming", form, step)


def _drop(request: DeskRequest, found: Takeover) -> HttpResponse:
    form = WhyForm(request.POST)

    def step() -> str:
        drop_takeover(takeover=found.pk, opinion=form.cleaned_data["reason"], by=request.officer, at=request.at)
        return _("已作废，没有写入任何儿童的档案。")

    return _done(request, found, "why", form, step)


def _undo(request: DeskRequest, found: Takeover) -> HttpResponse:
    form = WhyForm(request.POST)

    def step() -> str:
        undo(takeover=found.pk, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        return _("已整批撤销：待遇、账户和新建的档案都已收回。")

    return _done(request, found, "why", form, step)


def _done(request: DeskRequest, found: Takeover, name: str, form: DeskForm, step: Callable[[], str]) -> HttpResponse:
    if form.is_valid():
        try:
            messages.success(request, step())
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            return _back(found.pk)
    said: dict[str, Any] = {name: form}
    return page_of_takeover(request, takeover_or_404(request, found.pk), status=REFUSED, **said)


def _back(key: UUID) -> HttpResponse:
    return HttpResponseRedirect(reverse("desk:takeover", args=[key]))
