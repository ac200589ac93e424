"""
Facts (事实): what the records say about one person on one day, declared in the pack, named in conditions.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from gonghu.engines.policy.conditions import Condition, condition_from
from gonghu.engines.policy.expressions import Expression, names_in, parse
from gonghu.engines.policy.yaml_text import Entry

# Columns of `person` and `child` that conditions may compare (child.age < adult_age).
OWN_COLUMNS = frozenset(
    {"age", "sex", "hukou_type", "in_register", "division_code", "father_named", "mother_named", "kinship_disputed"}
)


# What expressions may call the day itself, beside fields and parameters.
DAY_NAMES = ("as_of", "this_year", "this_school_year")
# The column of a record that is yes when the row is surely about the person, empty when it only may be (仅姓名相同).
CERTAIN = "certain"


@dataclass(frozen=True)
class Kind:
    """A kind of department file (名单种类) as conditions see it: fields and codes with their Chinese words."""

    id: str
    name: str
    holder: str
    fields: dict[str, str]
    words: dict[str, str]


@dataclass(frozen=True)
class RecordFact:
    """
    Yes when enough records of one kind satisfy ``holds`` on the day.

    A record that may or may not satisfy it makes the fact unknown, never no. ``undated`` names dates that a list may
    lack altogether: whoever is on such a list counts as of the day (整份名单没有日期). ``sealed`` names the secret it
    tells (PRISON, DETOX, HIV, ADOPTION), if it does.
    """

    id: str
    name: str
    over: str
    holds: Expression
    at_least: int
    verify: str
    undated: tuple[str, ...]
    sealed: str = ""

    def names(self) -> Iterator[str]:
        """Yield the fields and parameters the fact asks for."""
        yield from names_in(self.holds)


@dataclass(frozen=True)
class LastingFact:
    """Yes from the day of a record that satisfies ``begins`` until a later one that satisfies ``ends``."""

    id: str
    name: str
    over: str
    begins: Expression
    ends: Expression
    dated: Expression
    verify: str
    undated: tuple[str, ...]
    sealed: str = ""

    def names(self) -> Iterator[str]:
        """Yield the fields and parameters the fact asks for."""
        for expression in (self.begins, self.ends, self.dated):
            yield from names_in(expression)


@dataclass(frozen=True)
class DerivedFact:
    """A condition over other facts of the same person, with a name of its own."""

    id: str
    name: str
    who: Condition
    verify: str


@dataclass(frozen=True)
class AmountFact:
    """A sum over records of one kind, in fen or days; 0 without records, unknown when a term is unknown."""

    id: str
    name: str
    over: str
    when: Expression
    total: Expression

    def names(self) -> Iterator[str]:
        """Yield the fields and parameters the amount asks for."""
        for expression in (self.when, self.total):
            yield from names_in(expression)


Fact = RecordFact | LastingFact | DerivedFact | AmountFact


def secret_of(fact: Fact | None) -> str:
    """Name the secret that a fact tells, empty for most."""
    return fact.sealed if isinstance(fact, RecordFact | LastingFact) else ""


def kind_from(identifier: str, entry: Entry) -> Kind:
    """Read the description of one kind of file."""
    kind = Kind(
        id=identifier,
        name=entry.text("name"),
        holder=entry.text("holder"),
        fields=dict(entry.get("fields") or {}),
        words=dict(entry.get("words") or {}),
    )
    entry.finish()
    return kind


def fact_from(entry: Entry) -> Fact:
    """
    Read one fact.

    :raises PackInvalid: neither holds, begins, who nor total, or unknown keys
    :raises ExpressionUnreadable: an expression outside the pack language
    """
    identifier, name = entry.text("id"), entry.text("name")
    fact: Fact
    if "who" in entry:
        who = condition_from(entry.get("who"), entry.place)
        fact = DerivedFact(identifier, name, who, entry.text("verify", ""))
    elif "total" in entry:
        when = parse(entry.text("when", "yes"))
        fact = AmountFact(identifier, name, entry.text("over"), when, parse(entry.text("total")))
    elif "begins" in entry:
        fact = LastingFact(
            identifier,
            name,
            entry.text("over"),
            parse(entry.text("begins")),
            parse(entry.text("ends")),
            parse(entry.text("dated")),
            entry.text("verify", ""),
            tuple(entry.get("undated_list", ())),
            entry.text("sealed", ""),
        )
    else:
        holds, least = parse(entry.text("holds")), entry.get("at_least", 1)
        verify, undated = entry.text("verify", ""), tuple(entry.get("undated_list", ()))
        sealed = entry.text("sealed", "")
        fact = RecordFact(identifier, name, entry.text("over"), holds, least, verify, undated, sealed)
    entry.finish()
    return fact
