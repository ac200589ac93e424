"""The steps of a payroll (批次办理): freezing, signing, releasing, files, answers, closing."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import record_export
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.banking import AnswerRefused, LayoutInvalid, RowsRefused
from gonghu.domain.payments.operations import (
    AlreadyPast,
    AnsweredAlready,
    BudgetShort,
    BudgetsSuffice,
    ContentChanged,
    DraftStale,
    LooksAnswered,
    NoAccountNow,
    NothingToPay,
    NothingWaits,
    OpinionMissing,
    StillOpen,
    agree_to_overspend,
    approve_payroll,
    check_payroll,
    close_payroll,
    freeze_payroll,
    make_bank_file,
    send_payroll_back,
)
from gonghu.domain.payments.queries import bank_files_of, file_bytes
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.payrolls.forms import AnswerForm, BankFileForm, OpinionForm, ReasonForm
from gonghu.interfaces.desk.payrolls.one import own_bank_layouts, page_of_payroll, payroll_or_404
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.pay import give_payroll_up, pay_again, pay_no_more, release, start_again, take_return

REFUSED = 422
REFUSALS: Final = (
    NotPermitted,
    AlreadyPast,
    OpinionMissing,
    NothingToPay,
    ContentChanged,
    BudgetShort,
    BudgetsSuffice,
    DraftStale,
    StillOpen,
    NothingWaits,
    RowsRefused,
    LayoutInvalid,
    NoAccountNow,
    AnsweredAlready,
)
_MOST_BYTES: Final = 32 << 20


def _freeze(payroll: UUID, opinion: str, **who: Any) -> None:
    del opinion
    freeze_payroll(payroll=payroll, **who)


def _release(payroll: UUID, opinion: str, **who: Any) -> None:
    del opinion
    release(payroll=payroll, **who)


def _close(payroll: UUID, opinion: str, **who: Any) -> None:
    del opinion
    close_payroll(payroll=payroll, **who)


def _redraft(payroll: UUID, opinion: str, **who: Any) -> None:
    del opinion
    start_again(payroll=payroll, **who)


ACTS: Final[dict[str, tuple[Callable[..., Any], Promise]]] = {
    "redraft": (_redraft, _("已开始重新编制。")),
    "freeze": (_freeze, _("名单已冻结，等待另一人复核。")),
    "check": (check_payroll, _("已复核，等待审批。")),
    "approve": (approve_payroll, _("已审批。")),
    "send-back": (send_payroll_back, _("已退回草稿，占用的月份已释放。")),
    "cancel": (give_payroll_up, _("批次已作废，占用的月份已释放。")),
    "overspend": (agree_to_overspend, _("已同意超预算放款，理由已记入经过，可以放款。")),
    "release": (_release, _("已放款并记入台账，请生成银行文件。")),
    "close": (_close, _("对账完成，分毫不差。")),
}


@require_POST
@needs(Permission.PREPARE_PAYMENT, Permission.CHECK_PAYMENT, Permission.APPROVE_PAYMENT, Permission.RELEASE_PAYMENT)
def act(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Take a step of a payroll."""
    if act not in ACTS:
        raise Http404
    found = payroll_or_404(request, key)
    done, said = ACTS[act]
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            done(payroll=found.pk, opinion=form.cleaned_data["opinion"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return _back(key)
    return page_of_payroll(request, payroll_or_404(request, key), opinion=form, status=REFUSED)


@require_POST
@needs(Permission.RELEASE_PAYMENT)
def make_file(request: DeskRequest, key: UUID) -> HttpResponse:
    """Write what waits into a file for a bank."""
    found = payroll_or_404(request, key)
    form = BankFileForm(request.POST, layouts=own_bank_layouts())
    if form.is_valid():
        try:
            made = make_bank_file(payroll=key, layout=form.cleaned_data["layout"], by=request.officer, at=request.at)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(_("已生成 %(name)s，请下载后送银行。")) % {"name": made.file.name})
            return _back(key)
    return page_of_payroll(request, found, banking=form, status=REFUSED)


@require_safe
@needs(Permission.RELEASE_PAYMENT)
def download(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give a file for a bank; it is written down that it left."""
    found = file_bytes(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    name, content = found
    record_export(kind="bank_file", rows=1, columns=[name], by=request.officer, at=request.at)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        b"".join(content), content_type="application/octet-stream", headers={"Content-Disposition": disposition}
    )


@require_POST
@needs(Permission.RELEASE_PAYMENT)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take a bank's answer; where rows are wrong nothing is stored and every row is named."""
    found = payroll_or_404(request, key)
    files = list(bank_files_of(payroll=key, scope=request.officer.scope))
    form = AnswerForm(request.POST, request.FILES, files=files)
    problems: Any = ()
    if form.is_valid():
        upload = form.cleaned_data["answer"]
        if upload.size > _MOST_BYTES:
            form.add_error("answer", str(_("文件太大，不像一份回盘文件；请核对是否选错了文件。")))
            return page_of_payroll(request, found, answer=form, status=REFUSED)
        try:
            taken = take_return(
                bank_file=UUID(form.cleaned_data["bank_file"]),
                name=upload.name,
                content=b"".join(upload.chunks()),
                vouched=form.cleaned_data["vouched"],
                by=request.officer,
                at=request.at,
            )
        except AnswerRefused as refusal:
            problems = refusal.problems
            form.add_error("answer", str(_("文件有 %(n)s 处问题，没有登记任何结果。")) % {"n": len(problems)})
        except LooksAnswered as question:
            form.refuse(question, "vouched")
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            told = {"paid": taken.file.paid, "returned": taken.file.returned}
            messages.success(request, str(_("回盘已登记：到账 %(paid)s 笔，退回 %(returned)s 笔。")) % told)
            return _back(key)
    return page_of_payroll(request, found, answer=form, problems=problems, status=REFUSED)


@require_POST
@needs(Permission.PREPARE_PAYMENT, Permission.RELEASE_PAYMENT)
def settle(request: DeskRequest, key: UUID, other: UUID, act: str) -> HttpResponse:
    """Pay again what came back, or give it up."""
    ways = {"again": (pay_again, _("已重新列入待支付。")), "give-up": (pay_no_more, _("不再发放，月份已释放。"))}
    if act not in ways:
        raise Http404
    found, form = payroll_or_404(request, key), ReasonForm(request.POST)
    done, said = ways[act]
    if not form.is_valid():
        messages.error(request, str(_("请写明理由。")))
        return _back(key)
    try:
        done(payment=other, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        messages.success(request, str(said))
    except REFUSALS as refusal:
        messages.error(request, refused(refusal))
    return _back(found.pk)


def _back(key: UUID) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("desk:payroll", args=[key]))
