"""How well one header fits one field of a profile (表头匹配)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from gonghu.engines.intake.header_words import MIXED, SELF, fold_header
from gonghu.engines.intake.profiles import Field, FieldType, Profile

ALIAS, ROLE_AND_NOUN, PLAIN_NOUN, ROLE_ALONE, PATTERN, PART_OF = 100, 96, 92, 86, 74, 62
_LONGEST_REST = 4
_CODED = re.compile(r"(代码|编码|码值|代号|码|DM)$")


class Found(StrEnum):
    """How a column's field was found."""

    ALIAS = "alias"
    PATTERN = "pattern"
    CONTENT = "content"
    POSITION = "position"
    OVERRIDE = "override"
    TITLE = "title"


@dataclass(frozen=True)
class Fit:
    """Points from 0 to 100, and by what the header was understood."""

    points: int
    how: Found


NO_FIT = Fit(0, Found.ALIAS)


@lru_cache(maxsize=20_000)
def fits(profile: Profile, header: str) -> Mapping[str, Fit]:
    """Return how well a header, alone, names each field of this profile; fields it does not name are left out."""
    own, notes = fold_header(header)
    if not own:
        return {}
    found = _fits(profile, own, notes)
    plain = _CODED.sub("", own)
    if plain and plain != own:
        # A system's export writes 性别代码, 与户主关系代码: the same column, in codes instead of words.
        coded = _fits(profile, plain, notes)
        for field in profile.fields:
            if field.type == FieldType.CODE and field.name in coded:
                found.setdefault(field.name, coded[field.name])
    return found


@dataclass(frozen=True)
class _Header:
    """A header taken apart: its own words, those in brackets, whose it is, what is left, and its longer parts."""

    own: str
    notes: str
    role: str | None
    rest: str
    parts: frozenset[str]


def _fits(profile: Profile, own: str, notes: str) -> dict[str, Fit]:
    header = _Header(own, notes, *profile.words.split(own, notes), _parts(own))
    found = {field.name: _fit(field, header) for field in profile.fields}
    return {name: fit for name, fit in found.items() if fit.points}


def _parts(own: str) -> frozenset[str]:
    """Return the parts of two characters and more that leave little over."""
    shortest = max(len(own) - _LONGEST_REST, 2)
    lengths = range(shortest, len(own) + 1)
    return frozenset(own[start : start + length] for length in lengths for start in range(len(own) - length + 1))


def _fit(field: Field, header: _Header) -> Fit:
    if header.own in field.aliases or header.own + header.notes in field.aliases:
        return Fit(ALIAS, Found.ALIAS)
    by_role = _fit_by_role(field, header.role, header.rest) if field.nouns else NO_FIT
    if by_role.points:
        return by_role
    # “与户主之间的关系” names the head of the household and is still said of the person in the row.
    of_row = header.role in (None, SELF, field.role) or (field.type == FieldType.CODE and header.role != MIXED)
    if of_row and any(pattern.search(header.own) for pattern in field.patterns):
        return Fit(PATTERN, Found.PATTERN)
    if header.role in (None, SELF) and field.role == SELF and not header.parts.isdisjoint(field.aliases):
        return Fit(PART_OF, Found.PATTERN)
    return NO_FIT


def _fit_by_role(field: Field, role: str | None, rest: str) -> Fit:
    if role != field.role and not (role is None and field.role == SELF):
        return NO_FIT
    if rest in field.nouns:
        return Fit(ROLE_AND_NOUN if role else PLAIN_NOUN, Found.ALIAS)
    if not rest:
        return Fit(ROLE_ALONE, Found.ALIAS) if field.type == FieldType.NAME else NO_FIT
    longest = max((len(noun) for noun in field.nouns if len(noun) > 1 and noun in rest), default=0)
    if longest and len(rest) - longest <= _LONGEST_REST:
        return Fit(PATTERN, Found.PATTERN)
    return NO_FIT
