"""
What a kind of roster looks like (名单画像): its fields, the words departments use for them, its codes.

The words themselves are YAML in packs/rosters; this module only holds them in a shape the recognition can use.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from gonghu.engines.intake.header_words import HeaderWords


class FieldType(StrEnum):
    """How the cells of a field are cleaned and stored."""

    CITIZEN_ID = "citizen_id"
    NAME = "name"
    DATE = "date"
    YEAR = "year"
    INTEGER = "integer"
    MONEY = "money"
    DIVISION = "division"
    CODE = "code"
    TEXT = "text"


@dataclass(frozen=True)
class CodeMap:
    """
    The words a department writes for each code (代码对照).

    Exact words first, then the national standard's own reading if there is one, then patterns in order.
    A pattern with an empty code says that the word is known and means none of the codes.
    """

    words: Mapping[str, str]
    patterns: tuple[tuple[re.Pattern[str], str], ...] = ()
    reader: Callable[[str], str | None] | None = None

    def code_of(self, word: str) -> str | None:
        """Return the code for a word folded by ``fold``; None when nobody has taught us the word."""
        if word in self.words:
            return self.words[word]
        standard = self.reader(word) if self.reader is not None else None
        if standard is not None:
            return standard
        return next((code for pattern, code in self.patterns if pattern.search(word)), None) or None


@dataclass(frozen=True)
class Field:
    """One column of a kind's table (字段); ``until`` names the field of the second day where a cell holds two."""

    name: str
    title: str
    type: FieldType
    role: str = "self"
    aliases: frozenset[str] = frozenset()
    nouns: frozenset[str] = frozenset()
    patterns: tuple[re.Pattern[str], ...] = ()
    weight: float = 1.0
    key: bool = False
    codes: CodeMap = field(default_factory=lambda: CodeMap({}))
    until: str = ""


@dataclass(frozen=True, eq=False)
class Profile:
    """One kind of roster (名单种类): who holds it, its fields, and what cannot be found without it."""

    kind: str
    title: str
    holder: str
    loses: str
    fields: tuple[Field, ...]
    subjects: tuple[str, ...]
    hints: tuple[str, ...]
    words: HeaderWords
    fallback: bool = False
    sealed: bool = False
    version: str = ""

    def field_named(self, name: str) -> Field:
        """
        Return the field of that table column.

        :raises UnknownField: this kind has no such field
        """
        for candidate in self.fields:
            if candidate.name == name:
                return candidate
        raise UnknownField(f"{self.title}没有字段“{name}”,可用的字段:{'、'.join(f.name for f in self.fields)}")


class UnknownField(ValueError):
    """A field was named that the kind does not have."""


class UnknownKind(ValueError):
    """A kind was named that no profile describes."""


@dataclass(frozen=True)
class Profiles:
    """Every kind of roster known to this deployment, by kind."""

    by_kind: Mapping[str, Profile]
    surnames: frozenset[str] = frozenset()

    @cached_property
    def header_words(self) -> frozenset[str]:
        """Every whole header any kind knows: a row holding one of them may be a header."""
        aliases = (field.aliases for profile in self.by_kind.values() for field in profile.fields)
        return frozenset().union(*aliases)

    def __iter__(self) -> Iterator[Profile]:
        """Iterate over the profiles in the order of their names."""
        return iter(self.by_kind[kind] for kind in sorted(self.by_kind))

    def of_kind(self, kind: str) -> Profile:
        """
        Return the profile of that kind.

        :raises UnknownKind: no profile has that name
        """
        if kind not in self.by_kind:
            raise UnknownKind(f"没有名单种类“{kind}”,可用的种类:{'、'.join(sorted(self.by_kind))}")
        return self.by_kind[kind]
