"""
The list of papers that a family is asked for once (一次性告知): only what no register shows (先比对、后要证).

An application keeps the list as it was told, each paper with what made it needless or the day it was handed in.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from gonghu.domain.tasks.clocks import Mark
from gonghu.foundation.labels import Label

UNLESS: Final = frozenset({"", "number", "kin", "father", "mother", "school"})


@dataclass(frozen=True, slots=True)
class PaperRule:
    """A paper that may be asked for (材料规则), and what makes it needless."""

    code: str
    name: str
    of: str
    unless: str
    lines: tuple[str, ...]
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class Paper:
    """
    One paper on the list of an application (材料).

    ``shown`` says that a register or the file shows it already; ``got_on`` is the day it was handed in, as text.
    """

    code: str
    name: str
    of: str
    shown: bool = False
    got_on: str = ""

    @property
    def is_missing(self) -> bool:
        """Tell whether the family still has to hand it in."""
        return not self.shown and not self.got_on


@dataclass(frozen=True, slots=True)
class Fact:
    """
    One row of a register that bears the application out (查验事实), and what the check made of it.

    ``secret`` names the kind of secret the row tells, empty for most; ``agrees`` is None until it was checked.
    """

    role: str
    file: str
    sheet: str
    row_no: int
    facts: str
    shows: str
    secret: str = ""
    agrees: bool | None = None
    note: str = ""


def paper_rules(said: Mapping[str, Any]) -> tuple[PaperRule, ...]:
    """
    Read the rules of a pack.

    :raises ValueError: a rule names something nobody knows
    """
    found = []
    for each in said.get("papers", ()):
        if each.get("unless", "") not in UNLESS:
            raise ValueError(f"papers 里“{each['code']}”的 unless 只能是 {'、'.join(sorted(UNLESS - {''}))}")
        found.append(
            PaperRule(
                str(each["code"]),
                Label(each["name"]),
                str(each["of"]),
                str(each.get("unless", "")),
                tuple(each.get("lines") or ()),
                Mark(each["mark"]),
                str(each["basis"]),
            )
        )
    return tuple(found)


def papers_asked(rules: Sequence[PaperRule], known: Collection[str]) -> list[Paper]:
    """List the papers of a line; what is ``known`` from registers or the file need not be handed in."""
    return [Paper(rule.code, rule.name, rule.of, shown=bool(rule.unless) and rule.unless in known) for rule in rules]


def papers_got(papers: Sequence[Paper], codes: Collection[str], on: str) -> list[Paper]:
    """Write down that papers were handed in on a day; those that were before keep their day."""
    return [replace(each, got_on=on) if each.code in codes and not each.got_on else each for each in papers]


def kept(rows: Sequence[Paper | Fact]) -> list[dict[str, Any]]:
    """Give rows as they are kept in an application."""
    return [asdict(row) for row in rows]


def papers_from(rows: Sequence[Mapping[str, Any]]) -> list[Paper]:
    """Read the papers that an application keeps."""
    return [Paper(**row) for row in rows]


def facts_from(rows: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """Read the facts that an application keeps."""
    return [Fact(**row) for row in rows]
