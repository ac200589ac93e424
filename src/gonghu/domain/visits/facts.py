"""What a visit brought, as it is written down (走访内容)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from gonghu.domain.visits.terms import (
    ComplaintKind,
    Contact,
    ContactMeans,
    MoneyDifference,
    MoneyReceived,
    ProblemKind,
    VisitKind,
    VisitOutcome,
)


@dataclass(frozen=True, slots=True)
class ChildAtVisit:
    """A child as it stood when something was written down about it (走访对象)."""

    key: UUID
    division_code: str
    category: str = ""
    household: UUID | None = None


@dataclass(frozen=True, slots=True)
class VisitFacts:
    """One visit (走访信息); ``key`` is that of the submission, so that the same one is written once."""

    key: UUID
    kind: VisitKind
    outcome: VisitOutcome
    visited_on: date
    account: UUID | None = None
    post: UUID | None = None


@dataclass(frozen=True, slots=True)
class ProblemFound:
    """One problem that was found (发现的问题), with the task that puts it right."""

    key: UUID
    kind: ProblemKind
    words: str
    found_on: date
    due_on: date
    responsible: str
    code: str = ""
    task: UUID | None = None


@dataclass(frozen=True, slots=True)
class ContactFacts:
    """One contact of parents away with their child (联系情况)."""

    key: UUID
    contact_on: date
    contact: Contact
    reached: bool
    means: ContactMeans | None = None
    note: str = ""
    account: UUID | None = None


@dataclass(frozen=True, slots=True)
class HarmFacts:
    """What is reported about harm to a child (线索内容)."""

    key: UUID
    place_code: str
    words: str
    reporter: str
    situation: str = ""
    in_danger: bool = False
    told_police: bool = False
    child: UUID | None = None


@dataclass(frozen=True, slots=True)
class ComplaintFacts:
    """What somebody complains of or suggests (投诉建议内容)."""

    key: UUID
    kind: ComplaintKind
    words: str
    account: UUID | None


@dataclass(frozen=True, slots=True)
class MoneyFacts:
    """What was answered about the subsidy, and in what that is not what was paid (补贴问答内容)."""

    key: UUID
    visit: UUID
    told_on: date
    received: MoneyReceived
    holder: str
    amount_fen: int | None
    difference: MoneyDifference | None
    words: str
    task: UUID | None
