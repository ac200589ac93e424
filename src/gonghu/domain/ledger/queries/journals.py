"""Journals and entries, as lists and exports show them (凭证和分录的查询)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.hashing import JournalHash
from gonghu.domain.ledger.models import Entry, Journal
from gonghu.domain.ledger.terms import JournalKind, Ledger

_WHY: Final = "which journals tell of grants that somebody has at hand"


@dataclass(frozen=True, slots=True)
class LedgerWanted:
    """Which journals or entries to list (台账筛选); all that are said hold together."""

    area: Area | None = None
    kind: JournalKind | None = None
    account: Ledger | None = None
    line: str = ""
    fund: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def of_journals(self) -> Q:
        """The condition on rows of journals."""
        found = self.area.filter() if self.area else Q()
        said = {"kind": self.kind, "on__gte": self.since, "on__lte": self.until}
        return found & Q(**{name: value for name, value in said.items() if value is not None})

    @property
    def of_entries(self) -> Q:
        """The condition on rows of entries."""
        found = self.area.filter() if self.area else Q()
        said = {
            "journal__kind": self.kind, "account": self.account, "line": self.line or None,
            "fund": self.fund or None, "on__gte": self.since, "on__lte": self.until,
        }  # fmt: skip
        return found & Q(**{name: value for name, value in said.items() if value is not None})


def journals_in(*, scope: Scope, wanted: LedgerWanted = LedgerWanted()) -> ScopedQuerySet[Journal]:
    """Give the journals that somebody sees, the last first."""
    return Journal.objects.visible_to(scope).filter(wanted.of_journals).order_by("-on", "-at", "uuid")


def journal_by_key(*, key: UUID, scope: Scope) -> Journal | None:
    """Give one journal that somebody sees."""
    return Journal.objects.visible_to(scope).filter(pk=key).first()


def entries_of(*, journal: UUID, scope: Scope) -> ScopedQuerySet[Entry]:
    """Give the entries of a journal that somebody sees, as they were written."""
    return Entry.objects.visible_to(scope).filter(journal=journal).select_related("grant").order_by("id")


def journals_of_grant(*, grants: Iterable[UUID], scope: Scope) -> ScopedQuerySet[Journal]:
    """Give the journals that say something of some grants and that somebody sees, in the order of time."""
    told = Entry.objects.everywhere(_WHY).filter(grant__in=list(grants)).values("journal")
    return Journal.objects.visible_to(scope).filter(pk__in=told).order_by("at", "uuid")


def ledger_rows(*, scope: Scope, wanted: LedgerWanted = LedgerWanted()) -> ScopedQuerySet[Entry]:
    """Give the entries that somebody sees with their journals, as they were written, for lists and exports."""
    rows = Entry.objects.visible_to(scope).filter(wanted.of_entries)
    return rows.select_related("journal", "grant", "fund").order_by("division_code", "on", "id")


def hash_of(*, journal: Journal, scope: Scope) -> str:
    """Work out the hash of a journal from its entries as they are now; it is intact when that is the one it has."""
    found = JournalHash(journal.kind, journal.division_code, journal.on, journal.source_kind, journal.source_key)
    rows = Entry.objects.visible_to(scope).filter(journal=journal).order_by("id")
    for account, fen, grant, month, line, fund in rows.values_list(
        "account", "amount_fen", "grant_id", "month", "line", "fund_id"
    ).iterator():
        found.add(account, fen, grant, month.isoformat() if month else "", line, fund)
    return found.digest
