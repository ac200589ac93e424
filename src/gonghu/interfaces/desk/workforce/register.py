"""The real-name register (实名台账): the list, one person, who leaves."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.queries import account_named
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import Worker
from gonghu.domain.workforce.operations import (
    DaysOutOfOrder,
    NumberWrong,
    WorkerEntry,
    WorkerKnown,
    change_worker,
    register_worker,
    release_worker,
)
from gonghu.domain.workforce.queries import worker_by_key, workers_in
from gonghu.domain.workforce.terms import CHECK_MONTHS, TRAINING_MONTHS, Background, Employment, months_before
from gonghu.interfaces.desk.accounts.forms import DayForm
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.interfaces.desk.workforce.forms import RegisterFilter, WorkerForm
from gonghu.standards.masking import masked_number, masked_phone

REFUSED: Final = 422
_AT_ONCE: Final = 2_000
_COLUMNS: Final = (
    (_("姓名"), 10),
    (_("工作区划"), 34),
    (_("专职或兼职"), 10),
    (_("身份来源"), 20),
    (_("身份证号"), 22),
    (_("手机号"), 14),
    (_("到岗日期"), 12),
    (_("最近一次培训"), 14),
    (_("最近一次违法犯罪记录查询"), 16),
)


@dataclass(frozen=True, slots=True)
class WorkerShown:
    """One line of the register (台账显示项)."""

    worker: Worker
    place: str
    check_is_due: bool
    training_is_due: bool


@require_safe
@needs(Permission.ASSIGN_TASKS)
def register(request: DeskRequest) -> HttpResponse:
    """List the register; the filters hold together."""
    form = RegisterFilter(request.GET)
    page = keyset_page(request, _wanted(form.said(), request.officer.scope))
    context = {
        "form": form,
        "page": page,
        "rows": _shown(page.rows, timezone.localdate()),
        "is_filtered": bool(request.GET),
        **offered_export(request, "desk:export-register"),
        "kept": kept_filters(request, "register"),
    }
    return render(request, "desk/workforce/register.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the register as a workbook; numbers and telephones stay masked."""
    found = _wanted(RegisterFilter(request.GET).said(), request.officer.scope.holding(Permission.EXPORT))
    return workbook_response(
        request,
        name=str(_("实名台账")),
        columns=[WorkbookColumn(str(title), width) for title, width in _COLUMNS],
        rows=_lines(found),
        kind="worker",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def enter(request: DeskRequest) -> HttpResponse:
    """Enter somebody in the register."""
    form = WorkerForm(request.POST or None, initial={"entered_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        entry = _entry(request, form)
        if entry and _kept(lambda: register_worker(entry=entry, by=request.officer, at=request.at), form):
            messages.success(request, _("“%(name)s”已登记。") % {"name": entry.name})
            return HttpResponseRedirect(reverse("desk:register"))
    return render(request, "desk/workforce/enter.html", {"form": form}, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def worker(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show one person of the register; put the entry right, or let the person leave."""
    shown = worker_by_key(key=key, scope=request.officer.scope)
    if shown is None:
        raise Http404
    leaves = request.method == "POST" and "leave" in request.POST
    form = WorkerForm(request.POST if request.method == "POST" and not leaves else None, initial=_first(shown))
    leave = DayForm(request.POST if leaves else None, initial={"on": timezone.localdate()})
    if request.method == "POST" and (_left(request, shown, leave) if leaves else _changed(request, shown, form)):
        return HttpResponseRedirect(reverse("desk:register"))
    context = {
        "worker": shown,
        "number": masked_number(shown.number),
        "phone": masked_phone(shown.phone),
        "place": names_of([shown.division_code])[shown.division_code],
        "form": form,
        "leave": leave,
    }
    status = REFUSED if form.errors or leave.errors else 200
    return render(request, "desk/workforce/worker.html", context, status=status)


def _wanted(said: dict[str, Any], scope: Scope) -> QuerySet[Worker]:
    return workers_in(
        scope=scope,
        area=Area.of(said["place"]) if said.get("place") else None,
        text=said.get("text", ""),
        due_on=timezone.localdate() if said.get("due") else None,
        left=bool(said.get("left")),
    )


def _shown(workers: Sequence[Worker], on: date) -> list[WorkerShown]:
    names = names_of([each.division_code for each in workers])
    checked, trained = months_before(on, CHECK_MONTHS), months_before(on, TRAINING_MONTHS)
    return [
        WorkerShown(
            each,
            names[each.division_code],
            each.checked_on is None or each.checked_on <= checked,
            each.trained_on is None or each.trained_on <= trained,
        )
        for each in workers
    ]


def _lines(found: QuerySet[Worker]) -> Iterator[Sequence[WorkbookCell]]:
    remaining = found.iterator(chunk_size=_AT_ONCE)
    while part := list(islice(remaining, _AT_ONCE)):
        names = names_of([each.division_code for each in part])
        for each in part:
            yield (
                each.name, names[each.division_code], each.get_employment_display(), each.get_background_display(),
                masked_number(each.number), masked_phone(each.phone), each.entered_on, each.trained_on,
                each.checked_on,
            )  # fmt: skip


def _entry(request: DeskRequest, form: WorkerForm) -> WorkerEntry | None:
    said = form.cleaned_data
    account = account_named(name=said["account"], scope=request.officer.scope) if said["account"] else None
    if said["account"] and account is None:
        form.add_error("account", _("您管理的账号里没有这个登录名，请在“账号”列表中核对，或留空。"))
        return None
    return WorkerEntry(
        name=said["name"],
        division_code=said["division_code"],
        employment=Employment(said["employment"]),
        background=Background(said["background"]),
        entered_on=said["entered_on"],
        number=said["number"].strip().upper() or None,
        phone=said["phone"].strip() or None,
        account=account.uuid if account else None,
        trained_on=said["trained_on"],
        checked_on=said["checked_on"],
    )


def _kept(write: Callable[[], Worker], form: WorkerForm) -> bool:
    try:
        write()
    except NumberWrong as refusal:
        form.refuse(refusal, "number")
    except NotPermitted as refusal:
        form.refuse(refusal, "division_code")
    except (WorkerKnown, DaysOutOfOrder) as refusal:
        form.refuse(refusal)
    else:
        return True
    return False


def _first(shown: Worker) -> dict[str, Any]:
    names = ("name", "division_code", "employment", "background", "entered_on", "trained_on", "checked_on")
    return {name: getattr(shown, name) for name in names}


def _changed(request: DeskRequest, shown: Worker, form: WorkerForm) -> bool:
    entry = _entry(request, form) if form.is_valid() else None
    if entry is None:
        return False
    if shown.account_id and not form.cleaned_data["account"]:
        entry = replace(entry, account=shown.account_id)
    if _kept(lambda: change_worker(worker=shown, entry=entry, by=request.officer, at=request.at), form):
        messages.success(request, _("“%(name)s”的登记已更新。") % {"name": shown.name})
        return True
    return False


def _left(request: DeskRequest, shown: Worker, form: DayForm) -> bool:
    if not form.is_valid():
        return False
    try:
        release_worker(worker=shown, on=form.cleaned_data["on"], by=request.officer, at=request.at)
    except (NotPermitted, DaysOutOfOrder) as refusal:
        form.refuse(refusal)
        return False
    messages.success(request, _("已登记离岗；岗位请另行办理交接或离任。"))
    return True
