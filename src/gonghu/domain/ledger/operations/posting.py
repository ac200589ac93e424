"""Posting journals (记账): all entries at once, in balance, never changed afterwards."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, day_of, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.funds import require_funds
from gonghu.domain.ledger.hashing import JournalHash
from gonghu.domain.ledger.models import Accrual, Entry, Journal
from gonghu.domain.ledger.posting import EntryOf
from gonghu.domain.ledger.terms import JournalKind, Ledger
from gonghu.engines.entitlement import added_to, month_of, runs_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import insert_rows, key_writer, update_rows

_POSTERS: Final = (Permission.PREPARE_PAYMENT, Permission.RELEASE_PAYMENT)
_COLUMNS: Final = (
    "journal_id", "division_code", "on", "account", "grant_id", "fund_id", "line", "month", "amount_fen",
)  # fmt: skip
_AT_ONCE: Final = 50_000
_KEYS_AT_ONCE: Final = 900


class JournalNotBalanced(ValueError):
    """The entries do not add up to nothing, or there are none."""


class JournalPostedAlready(ValueError):
    """What causes the journal has one of its kind already: it would be counted twice."""


@transaction.atomic
def post_journal(
    *,
    kind: JournalKind,
    division_code: str,
    entries: Iterable[EntryOf],
    source_kind: str,
    source_key: str,
    words: str,
    by: Actor,
    at: datetime,
) -> Journal:
    """
    Write a journal with its entries, read once and in order, and keep what each grant was given by month.

    ``division_code`` is the county that pays, in twelve digits. Entries of nothing are left out.

    :raises NotPermitted: the actor pays nothing there
    :raises JournalPostedAlready: the source has a journal of this kind
    :raises JournalNotBalanced: the entries do not add up to nothing
    :raises FundMissing: an entry names a fund that there is not
    """
    if not any(reached_by(by).allows(permission, division_code) for permission in _POSTERS):
        raise NotPermitted(f"{by.label} 在区划 {division_code} 没有记账权限")
    posted = Journal.objects.everywhere("a source is posted once")
    if posted.filter(source_kind=source_kind, source_key=source_key, kind=kind).exists():
        raise JournalPostedAlready(f"{source_kind} {source_key} 已有“{kind.label}”凭证")
    journal = Journal(
        uuid=uuid4(), kind=kind, division_code=division_code, at=at, on=day_of(at), by_id=by.account,
        label=by.label[:100], source_kind=source_kind, source_key=source_key, words=words[:200],
    )  # fmt: skip
    _Writing(journal).write(entries)
    journal.save(force_insert=True)
    record(
        by=by,
        at=at,
        verb="ledger.post",
        subject_kind="journal",
        subject_key=str(journal.pk),
        detail={"kind": kind, "entries": journal.count, "fen": journal.volume_fen, "hash": journal.hash},
        district=division_code[:6],
    )
    return journal


class _Writing:
    """Entries on their way into the database: added up, hashed, and written part by part."""

    def __init__(self, journal: Journal) -> None:
        self.journal = journal
        self.hash = JournalHash(
            journal.kind, journal.division_code, journal.on, journal.source_kind, journal.source_key
        )
        self.count = self.balance = self.volume = 0
        self.funds: set[str] = set()
        self.given: dict[UUID, list[tuple[int, int]]] = {}

    def write(self, entries: Iterable[EntryOf]) -> None:
        remaining = (entry for entry in entries if entry.amount_fen)
        while part := list(islice(remaining, _AT_ONCE)):
            insert_rows(Entry, _COLUMNS, self._rows(part))
            _give(self.given)
            self.given.clear()
        if self.balance or not self.count:
            raise JournalNotBalanced(f"{self.journal.words}：{self.count} 条分录，合计 {self.balance} 分")
        require_funds(self.funds)
        self.journal.count, self.journal.volume_fen = self.count, self.volume
        self.journal.hash = self.hash.digest

    def _rows(self, entries: list[EntryOf]) -> Iterator[tuple[Any, ...]]:
        key = key_writer()
        journal, division, on = key(self.journal.uuid), self.journal.division_code, self.journal.on.isoformat()
        for account, fen, grant, month, line, fund in entries:
            written = month.isoformat() if month else ""
            self.hash.add(account, fen, grant, written, line, fund)
            self.count += 1
            self.balance += fen
            self.volume += max(fen, 0)
            if fund:
                self.funds.add(fund)
            if account == Ledger.ENTITLED and grant is not None and month is not None:
                self.given.setdefault(grant, []).append((month_of(month), fen))
            yield (
                journal, division, on, str(account), key(grant) if grant else None, fund, line, written or None, fen,
            )  # fmt: skip


def _give(given: dict[UUID, list[tuple[int, int]]]) -> None:
    """Add months to what grants were given; their rows are held in the order of keys until the transaction ends."""
    key = key_writer()
    remaining = iter(sorted(given))
    fresh: list[tuple[Any, ...]] = []
    changed: list[tuple[Any, ...]] = []
    while keys := list(islice(remaining, _KEYS_AT_ONCE)):
        held = dict(
            Accrual.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("grant_id", "runs")
        )
        for grant in keys:
            if grant in held:
                changed.append((key(grant), added_to(held[grant], given[grant])))
            else:
                fresh.append((key(grant), _runs(given[grant])))
    insert_rows(Accrual, ("grant_id", "runs"), fresh)
    if changed:
        update_rows(Accrual, ("runs",), changed)


def _runs(months: list[tuple[int, int]]) -> str:
    return runs_of(dict(months)) if len(months) == 1 else added_to("", months)
