"""
Checking of the audit chains (审计链核验): was anything changed, removed, put in, moved or cut off?

A chain vouches for everything before its head. Somebody who can write to the database could still compute a whole chain
anew; heads that were published earlier, in reports and backups, find that too.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from gonghu.foundation.audit.hashing import HASHED, entry_hash
from gonghu.foundation.audit.models import AuditEntry, AuditHead

_AT_ONCE: Final = 2_000


class Tampering(StrEnum):
    """What was done to a chain (篡改种类)."""

    CHANGED = "内容被改动"
    REMOVED = "记录被删除"
    INSERTED = "记录被插入"
    REORDERED = "次序被调换"
    CUT = "链尾被截断"
    HEAD_CHANGED = "链头与最后一条不符"
    REWRITTEN = "与先前公布的链头不符"


@dataclass(frozen=True, slots=True)
class ChainHead:
    """How far a chain had come at some time (链头快照)."""

    chain: str
    sequence: int
    hash: str


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """The first entry of a chain that is not as it was written (断链处)."""

    chain: str
    sequence: int
    tampering: Tampering
    entry: str = ""

    def __str__(self) -> str:
        return f"链 {self.chain} 第 {self.sequence} 条：{self.tampering}"


@dataclass(frozen=True, slots=True)
class Verification:
    """What a check found (核验结果)."""

    chains: int
    entries: int
    broken: tuple[BrokenLink, ...]


def heads() -> list[ChainHead]:
    """List where every chain ends now, to be published where the database's administrator cannot change it."""
    return [ChainHead(*row) for row in AuditHead.objects.order_by("chain").values_list("chain", "sequence", "hash")]


def entries_written() -> int:
    """Count the entries of all chains by their heads, without walking them."""
    return sum(head.sequence for head in heads())


def verify(chain: str | None = None, *, published: Iterable[ChainHead] = ()) -> Verification:
    """
    Check one chain or all of them against their heads, and against heads published earlier.

    Of every broken chain the first broken entry is named; what follows it is not looked at.
    """
    expected: dict[str, dict[int, str]] = {}
    for head in published:
        expected.setdefault(head.chain, {})[head.sequence] = head.hash
    chains = [chain] if chain else sorted(_chains() | expected.keys())
    checked, broken = 0, []
    for name in chains:
        walk = _Walk(name, expected.get(name, {}))
        found = walk.first_broken()
        checked += walk.entries
        if found:
            broken.append(found)
    return Verification(len(chains), checked, tuple(broken))


def _chains() -> set[str]:
    heads = AuditHead.objects.values_list("chain", flat=True)
    return {*heads, *AuditEntry.objects.order_by().values_list("chain", flat=True).distinct()}


class _Walk:
    """One chain from its first entry to its head."""

    def __init__(self, chain: str, published: Mapping[int, str]) -> None:
        self._chain = chain
        self._published = published
        self._last_hash = ""
        self.entries = 0

    def first_broken(self) -> BrokenLink | None:
        for entry in self._stored():
            tampering = self._tampering(entry)
            if tampering:
                sequence = entry.sequence if tampering is not Tampering.REMOVED else self.entries + 1
                return BrokenLink(self._chain, sequence, tampering, str(entry.uuid))
            self.entries += 1
            self._last_hash = entry.hash
        return self._broken_end()

    def _stored(self) -> Iterator[AuditEntry]:
        return AuditEntry.objects.filter(chain=self._chain).order_by("sequence").iterator(chunk_size=_AT_ONCE)

    def _tampering(self, entry: AuditEntry) -> Tampering | None:
        expected = self.entries + 1
        follows = entry.previous_hash == self._last_hash
        whole = entry.hash == entry_hash({name: getattr(entry, name) for name in HASHED})
        if entry.sequence < expected:
            return Tampering.INSERTED
        if entry.sequence > expected:
            return Tampering.REMOVED
        if not follows:
            return self._out_of_order(entry)
        if not whole:
            return Tampering.CHANGED
        if self._published.get(expected, entry.hash) != entry.hash:
            return Tampering.REWRITTEN
        return None

    def _out_of_order(self, entry: AuditEntry) -> Tampering:
        """Tell an entry that came from elsewhere from one whose true predecessor stands elsewhere."""
        follower = AuditEntry.objects.filter(chain=self._chain, previous_hash=self._last_hash).exclude(uuid=entry.uuid)
        if not follower.exists():
            return Tampering.CHANGED
        known = AuditEntry.objects.filter(chain=self._chain, hash=entry.previous_hash).exists()
        return Tampering.REORDERED if known else Tampering.INSERTED

    def _broken_end(self) -> BrokenLink | None:
        head = AuditHead.objects.filter(chain=self._chain).first()
        last = max(self._published, default=0)
        if last > self.entries or (head and head.sequence > self.entries):
            return BrokenLink(self._chain, self.entries + 1, Tampering.CUT)
        if head is None or (head.sequence, head.hash) != (self.entries, self._last_hash):
            return None if head is None and not self.entries else self._wrong_head()
        return None

    def _wrong_head(self) -> BrokenLink:
        return BrokenLink(self._chain, self.entries, Tampering.HEAD_CHANGED)
