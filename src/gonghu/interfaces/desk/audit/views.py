"""Pages of the audit (审计页面): who did and saw what, and whether the chains are whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any, Final

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.audit_reading import AuditFilter, EntryRead, entries_read
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.audit.detail_words import detail_in_words
from gonghu.interfaces.desk.audit.forms import AuditForm
from gonghu.interfaces.desk.audit.words import SUBJECTS, VERBS, word_for
from gonghu.interfaces.desk.paging import PAGE, Page, page_number
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.usecases.check_the_audit import ask_for_check, last_check

MOST_TAKEN: Final = 20_000


@dataclass(frozen=True, slots=True)
class EntryShown:
    """One line of the audit (审计显示项)."""

    entry: AuditEntry
    name: str
    verb: str
    subject: str
    detail: str


@require_safe
@needs(Permission.READ_AUDIT)
def audit(request: DeskRequest) -> HttpResponse:
    """List entries, the last first; the filters hold together."""
    return _page(request)


@require_POST
@needs(Permission.READ_AUDIT)
def verify(request: DeskRequest) -> HttpResponse:
    """Have the chains checked in the background."""
    ask_for_check(by=request.officer, at=request.at)
    messages.success(request, _("已交后台核验，完成后结果显示在本页。"))
    return HttpResponseRedirect(reverse("desk:audit"))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the entries as a workbook, of the districts where somebody reads the audit and may export."""
    wanted = _wanted(AuditForm(request.GET).said())
    scope = request.officer.scope.holding(Permission.EXPORT)
    found = entries_read(scope=scope, wanted=wanted, most=MOST_TAKEN)
    return workbook_response(
        request,
        name=str(_("审计记录")),
        columns=_columns(),
        rows=(_line(_shown(each)) for each in found),
        kind="audit",
    )


def _columns() -> list[WorkbookColumn]:
    titled = (
        (_("时间"), 18), (_("操作人"), 12), (_("动作"), 20), (_("对象"), 14), (_("对象编号"), 38), (_("目的"), 24),
        (_("详情"), 40), (_("链"), 10),
    )  # fmt: skip
    return [WorkbookColumn(title, width) for title, width in titled]


def _line(row: EntryShown) -> Sequence[WorkbookCell]:
    entry = row.entry
    return entry.at, row.name, row.verb, row.subject, entry.subject_key, entry.purpose, row.detail, entry.chain


def _page(request: DeskRequest) -> HttpResponse:
    form = AuditForm(request.GET)
    said = form.said()
    number = page_number(request)
    start = (number - 1) * PAGE
    found = entries_read(scope=request.officer.scope, wanted=_wanted(said), after=start, most=PAGE + 1)
    page = Page([_shown(each) for each in found[:PAGE]], number, len(found) > PAGE)
    context = {"form": form, "page": page, "is_filtered": bool(request.GET), "check": last_check()}
    context |= offered_export(request, "desk:export-audit")
    return render(request, "desk/audit/audit.html", context)


def _wanted(said: dict[str, Any]) -> AuditFilter:
    until = said.get("until")
    return AuditFilter(
        actor=said.get("actor", ""),
        verb=said.get("verb", ""),
        subject_key=said.get("subject", ""),
        since=_start_of(said.get("since")),
        until=_start_of(until + timedelta(days=1)) if until else None,
    )


def _start_of(day: Any) -> datetime | None:
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def _shown(read: EntryRead) -> EntryShown:
    entry = read.entry
    return EntryShown(
        entry,
        _("系统") if read.name == SYSTEM.label else read.name,
        word_for(VERBS, entry.verb),
        word_for(SUBJECTS, entry.subject_kind),
        detail_in_words(entry.detail, entry.verb),
    )
