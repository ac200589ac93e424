"""What a run hands over to be stored (比对结果): plain values, by the hundred thousand."""

import hashlib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from uuid import UUID

EvidenceOf = Callable[[Collection[UUID]], Iterable[tuple[UUID, str]]]
"""Gives the rows that bear out the findings of some children, each child's as the text of a JSON list."""


@dataclass(frozen=True, slots=True)
class ReasonTold:
    """What is told of one policy (理由): with secrets, and without."""

    policy: str
    name: str
    words: str
    words_open: str
    verify: str
    verify_open: str
    basis: str
    cited: str
    sealed: tuple[str, ...]

    @property
    def fingerprint(self) -> str:
        """A digest of all that is told: as long as it stays, the facts are the same."""
        told = (self.policy, self.name, self.words, self.words_open, self.verify, self.verify_open, self.basis)
        return hashlib.sha256("\0".join(told).encode()).hexdigest()


class FindingSeen(NamedTuple):
    """One finding of a run (所见问题); ``told`` is the fingerprint of its reason."""

    child: UUID
    policy: str
    division_code: str
    category: str
    told: str
    stake_fen: int | None
    evidence_hash: str


class ChangeSeen(NamedTuple):
    """One difference to the earlier run (所见变化)."""

    child: UUID
    division_code: str
    event: str
    name: str
    role: str
    before: str
    after: str
    due_on: date | None
    sealed: str


@dataclass(frozen=True)
class RunFound:
    """All that a run found (比对结果)."""

    reasons: Sequence[ReasonTold]
    findings: Iterable[FindingSeen]
    evidence: EvidenceOf
    changes: Iterable[ChangeSeen] = ()
    counts: Mapping[str, Any] = field(default_factory=dict)
    warnings: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Verifiable:
    """A child about whom something is open that nobody verifies yet (待核实的儿童), with the names of it."""

    child: UUID
    division_code: str
    category: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunStored:
    """
    What storing a run came to (入库结果).

    ``to_verify`` are children who need a task, ``over`` tasks about which nothing is open any more.
    """

    new: int
    went_on: int
    changed: int
    returned: int
    gone: int
    to_verify: tuple[Verifiable, ...]
    over: tuple[UUID, ...]
