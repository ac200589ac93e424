"""Journals (凭证): the list with the balances, one of them with its entries, and all entries as a workbook."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.ledger.queries import (
    Balance,
    LedgerWanted,
    entries_of,
    hash_of,
    journal_by_key,
    journals_in,
    ledger_rows,
    trial_balance,
)
from gonghu.domain.ledger.terms import JournalKind, Ledger
from gonghu.domain.people.queries import names_of_children
from gonghu.foundation.labels import Label
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.ledger.forms import JournalFilter
from gonghu.interfaces.desk.ledger.shown import in_yuan, line_name, signed
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.sentences import sentence
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, table_of, taken_along
from gonghu.standards.masking import masked_name
from gonghu.standards.money import format_yuan

_LOOKS: Final = {
    JournalKind.PAYROLL: "good",
    JournalKind.GIFT: "good",
    JournalKind.RETURN: "bad",
    JournalKind.RECOVERY: "wait",
}


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry in a list (分录显示项)."""

    on: date
    kind: str
    words: str
    place: str
    account: str
    line: str
    month: date | None
    child: UUID | None
    child_name: str
    fund: str
    amount_fen: int
    journal: UUID

    @property
    def yuan(self) -> Decimal:
        """The sum in yuan, to the fen."""
        return in_yuan(self.amount_fen)


@require_safe
@needs(Permission.SEE_MONEY)
def journals(request: DeskRequest) -> HttpResponse:
    """List the journals somebody sees, the last first, under the balances of all accounts."""
    form, scope = JournalFilter(request.GET), request.officer.scope
    wanted = _wanted(form.said())
    page = page_of_rows(request, journals_in(scope=scope, wanted=wanted))
    context = {
        **list_shown(
            request,
            form=form,
            page=page,
            rows=page.rows,
            columns=_journal_columns(page.rows),
            export="desk:export-ledger",
        ),
        "balances": [(balance.account.label, format_yuan(balance.fen)) for balance in _balances(request, wanted)],
        "tabs": tabs_for(request, "desk:ledger"),
        "kept": kept_filters(request, "ledger"),
    }
    return render(request, "desk/ledger/journals.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give all entries as a workbook, of where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    return taken_along(
        request,
        name=_("台账明细"),
        kind="entry",
        columns=_entry_columns(),
        found=ledger_rows(scope=scope, wanted=_wanted(JournalFilter(request.GET).said())),
        rows=lambda part: _entry_rows(request, part),
    )


@require_safe
@needs(Permission.SEE_MONEY)
def journal(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a journal with its entries, and whether they are still what was posted."""
    scope = request.officer.scope
    found = journal_by_key(key=key, scope=scope)
    if found is None:
        raise Http404
    page = keyset_page(request, entries_of(journal=key, scope=scope), by="id")
    rows = _entry_rows(request, page.rows)
    context = {
        "journal": found,
        "kind": _kind_mark(found),
        "place": names_of([found.division_code])[found.division_code],
        "volume": format_yuan(found.volume_fen),
        "is_intact": hash_of(journal=found, scope=scope) == found.hash,
        "page": page,
        "rows": rows,
        "table": table_of(_entry_columns(), rows),
    }
    return render(request, "desk/ledger/journal.html", context)


def _balances(request: DeskRequest, wanted: LedgerWanted) -> list[Balance]:
    until = wanted.until or timezone.localdate()
    return trial_balance(scope=request.officer.scope, area=wanted.area, until=until)


def _wanted(said: dict[str, Any]) -> LedgerWanted:
    return LedgerWanted(
        area=Area.of(said["place"]) if said.get("place") else None,
        kind=JournalKind(said["kind"]) if said.get("kind") else None,
        since=said.get("since"),
        until=said.get("until"),
    )


def _journal_columns(rows: Sequence[Journal]) -> list[Column[Journal]]:
    shown, places = address_of("desk:journal"), names_of([row.division_code for row in rows])
    return [
        Column(_("摘要"), lambda row: link(shown(row.pk), sentence(row.words))),
        Column(_("种类"), _kind_mark),
        Column(_("区县"), lambda row: places[row.division_code]),
        Column(_("日期"), lambda row: row.on.isoformat(), look="code"),
        Column(_("分录"), lambda row: str(row.count), look="number"),
        Column(_("金额（元）"), lambda row: format_yuan(row.volume_fen), look="number"),
        Column(_("记账人"), lambda row: sentence(row.label) if row.by_id else _("系统")),
    ]


def _kind_mark(row: Journal) -> SafeString:
    return mark(_LOOKS.get(JournalKind(row.kind), "plain"), row.get_kind_display())


def _entry_rows(request: DeskRequest, entries: Iterable[Entry]) -> list[EntryRow]:
    found, scope = list(entries), request.officer.scope
    names = names_of_children(children={row.grant.child_id for row in found if row.grant}, scope=scope)
    places = names_of([row.division_code for row in found])
    lines: dict[tuple[str, str], str] = {}
    rows = []
    for row in found:
        child = row.grant.child_id if row.grant and row.grant.child_id in names else None
        line = (row.line, row.division_code)
        if line not in lines:
            lines[line] = line_name(*line, timezone.localdate(), scope) if row.line else ""
        rows.append(
            EntryRow(
                row.on,
                row.journal.get_kind_display(),
                sentence(row.journal.words),
                places[row.division_code],
                str(Ledger(row.account).label),
                lines[line],
                row.month,
                child,
                masked_name(names[child]) if child else "",
                Label(row.fund.name) if row.fund else "",
                row.amount_fen,
                row.journal_id,
            )
        )
    return rows


def _entry_columns() -> list[Column[EntryRow]]:
    money = address_of("desk:child-money")
    return [
        Column(_("科目"), attrgetter("account"), attrgetter("account"), 12, "name"),
        Column(_("项目"), attrgetter("line"), attrgetter("line"), 24),
        Column(_("所属月份"), lambda row: f"{row.month:%Y-%m}" if row.month else "", _month, 12, "code"),
        Column(
            _("儿童"), lambda row: link(money(row.child), row.child_name) if row.child else "", attrgetter("child_name")
        ),
        Column(_("资金来源"), attrgetter("fund"), attrgetter("fund"), 16),
        Column(_("金额（元）"), lambda row: signed(row.amount_fen), attrgetter("yuan"), 16, "number"),
        Column(_("记账日期"), taken=attrgetter("on"), width=12),
        Column(_("凭证种类"), taken=attrgetter("kind"), width=12),
        Column(_("摘要"), taken=lambda row: sentence(row.words), width=32),
        Column(_("区县"), taken=attrgetter("place"), width=24),
        Column(_("凭证编号"), taken=lambda row: str(row.journal), width=38),
    ]


def _month(row: EntryRow) -> str:
    return f"{row.month:%Y-%m}" if row.month else ""
