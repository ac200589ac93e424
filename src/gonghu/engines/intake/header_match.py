"""How well one header fits one field of a profile (表头匹配)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


def _fits(profile: Profile, own: str, notes: str) -> dict[str, Fit]:
    role, rest = profile.words.split(own, notes)
    found = {field.name: _fit(field, own, notes, role, rest) for field in profile.fields}
    return {name: fit for name, fit in found.items() if fit.points}


def _fit(field: Field, own: str, notes: str, role: str | None, rest: str) -> Fit:
    if own in field.aliases or own + notes in field.aliases:
        return Fit(ALIAS, Found.ALIAS)
    by_role = _fit_by_role(field, role, rest) if field.nouns else NO_FIT
    if by_role.points:
        return by_role
    # “与户主之间的关系” names the head of the household and is still said of the person in the row.
    of_row = role in (None, SELF, field.role) or (field.type == FieldType.CODE and role != MIXED)
    if of_row and any(pattern.search(own) for pattern in field.patterns):
        return Fit(PATTERN, Found.PATTERN)
    if role in (None, SELF) and field.role == SELF and _is_part(field, own):
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


def _is_part(field: Field, own: str) -> bool:
    part = field.alias_pattern.search(own)
    return part is not None and len(own) - len(part[0]) <= _LONGEST_REST
