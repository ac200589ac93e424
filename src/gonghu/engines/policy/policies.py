"""
Policies (政策): who they are for, what they give, and the documents they rest on.
"""

from dataclasses import dataclass
from datetime import date

from gonghu.engines.policy.conditions import Condition, condition_from
from gonghu.engines.policy.expressions import Expression, parse
from gonghu.engines.policy.parameters import STATUSES
from gonghu.engines.policy.yaml_text import Entry

# category: one per child, first that fits; mark: stands beside it; entitlement: gives something; finding: to act on.
KINDS = ("category", "mark", "entitlement", "finding")
PERIODS = ("month", "year", "once")


@dataclass(frozen=True)
class Basis:
    """A document and article (文号与条款) with the days it is in force and how surely we know its wording."""

    document: str
    number: str
    article: str
    from_on: date | None
    to_on: date | None
    status: str
    note: str

    def holds_on(self, day: date) -> bool:
        """Tell whether the document is in force on the day."""
        return (self.from_on is None or self.from_on <= day) and (self.to_on is None or day < self.to_on)

    def __str__(self) -> str:
        """Return the citation as officials write it: 《…》（文号）第…条."""
        number = f"（{self.number}）" if self.number else ""
        return f"《{self.document}》{number}{self.article}"


@dataclass(frozen=True)
class Pay:
    """An amount for those who satisfy ``when``; the first that fits counts."""

    when: Condition | None
    amount: Expression
    why: str


@dataclass(frozen=True)
class Policy:
    """
    One policy as its pack tells it.

    ``living``: a monthly living allowance; a child draws the first one that fits (基本生活费不重复享受).
    ``sealed``: never shown in lists or exports by default (艾滋病病毒感染).
    """

    id: str
    name: str
    kind: str
    rank: int
    division: str
    basis: tuple[Basis, ...]
    who: Condition
    period: str
    pays: tuple[Pay, ...]
    gives: str
    living: bool
    sealed: bool

    def basis_on(self, day: date) -> tuple[Basis, ...]:
        """Return the documents in force on the day; with none of them the policy does not apply."""
        return tuple(basis for basis in self.basis if basis.holds_on(day))


def policy_from(entry: Entry, division: str) -> Policy:
    """
    Read one policy.

    :raises PackInvalid: missing or unknown keys
    :raises ExpressionUnreadable: an expression outside the pack language
    """
    policy = Policy(
        id=entry.text("id"),
        name=entry.text("name"),
        kind=entry.chosen("kind", KINDS),
        rank=entry.get("rank", 0),
        division=division,
        basis=tuple(_basis(item) for item in entry.entries("basis")),
        who=condition_from(entry.get("who"), entry.place),
        period=entry.chosen("period", PERIODS, "month"),
        pays=tuple(_pay(item) for item in entry.entries("what")),
        gives=entry.text("gives", ""),
        living=bool(entry.get("living", False)),
        sealed=bool(entry.get("sealed", False)),
    )
    entry.finish()
    if not policy.basis:
        raise entry.invalid("缺少依据 basis")
    return policy


def _basis(entry: Entry) -> Basis:
    basis = Basis(
        document=entry.text("document"),
        number=entry.text("number", ""),
        article=entry.text("article", ""),
        from_on=entry.day("from"),
        to_on=entry.day("to"),
        status=entry.chosen("status", STATUSES),
        note=entry.text("note", ""),
    )
    entry.finish()
    return basis


def _pay(entry: Entry) -> Pay:
    when = condition_from(entry.get("when"), entry.place) if "when" in entry else None
    pay = Pay(when, parse(entry.text("amount")), entry.text("why", ""))
    entry.finish()
    return pay
