"""
What a telephone keeps of its owner's area (片区同步): it says what it holds, and is told what differs.

There is no feed of changes and so none that could miss one: the area is worked out anew each time, as small as it is,
and compared by digests. Whoever lost a post, or a child that moved away, is simply no longer there.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import Officer, day_of
from gonghu.domain.access.operations import record_area_reading
from gonghu.domain.access.terms import Permission
from gonghu.usecases.field_area_kinds import KINDS, MOST_CHILDREN, Gathering

_DIGEST_DIGITS: Final = 20


class AreaTooLarge(ValueError):
    """More children than a telephone should carry about."""


@dataclass(frozen=True, slots=True)
class AreaItem:
    """One thing that the telephone keeps (本片区资料项): a child, a visit that is due, a problem to look at again …"""

    kind: str
    key: str
    body: Mapping[str, Any]
    digest: str

    @property
    def name(self) -> str:
        """Give what the telephone calls it."""
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True, slots=True)
class AreaPage:
    """A page of differences (差异页); ``next`` is where the following one begins, empty after the last."""

    items: tuple[AreaItem, ...]
    gone: tuple[str, ...]
    next: str
    area_digest: str


@transaction.atomic
def area_differences(*, have: Mapping[str, str], after: str, limit: int, by: Officer, at: datetime) -> AreaPage:
    """
    Compare what a telephone holds with the area of its owner (片区差异), and note down whose cards were handed out.

    ``have`` are digests by name; a page looks at names after ``after``, and holds at most ``limit`` items.
    ``area_digest`` is that of the whole area: what the telephone has after the last page must have it too, else
    something changed between two pages and it asks again.

    :raises AreaTooLarge: more children than a telephone should carry
    """
    found = area_of(by=by, at=at)
    page = _page(found, have, after, limit)
    children = [UUID(each.key) for each in page.items if each.kind == "child"]
    if children:
        record_area_reading(children=children, purpose="走访", by=by, at=at)
    return page


def area_of(*, by: Officer, at: datetime) -> list[AreaItem]:
    """
    Work out all that belongs to an officer's area, in order of name (本片区资料).

    :raises AreaTooLarge: more children than a telephone should carry
    """
    scope = by.scope.holding(Permission.RECORD_VISITS)
    gathering = Gathering(by, scope, day_of(at))
    if len(gathering.children) > MOST_CHILDREN:
        raise AreaTooLarge(f"您负责的儿童超过 {MOST_CHILDREN} 名，不能整批存到手机")
    return sorted(_items(gathering), key=lambda each: each.name)


def digest_of(body: Mapping[str, Any]) -> str:
    """Give the digest of a body: the same for the same content, however it came about."""
    text = json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_DIGEST_DIGITS]


def digest_of_area(digests: Mapping[str, str]) -> str:
    """Give the digest of an area from those of its items, as a telephone works it out too."""
    text = "\n".join(f"{name} {digest}" for name, digest in sorted(digests.items()))
    return sha256(text.encode()).hexdigest()


def _items(gathering: Gathering) -> Iterator[AreaItem]:
    for kind, gather in KINDS.items():
        for key, body in gather(gathering):
            yield AreaItem(kind, key, body, digest_of(body))


def _page(found: Sequence[AreaItem], have: Mapping[str, str], after: str, limit: int) -> AreaPage:
    different = [each for each in found if each.name > after and have.get(each.name) != each.digest]
    shown = different[:limit]
    last = shown[-1].name if len(different) > limit else ""
    there = {each.name for each in found}
    # What is gone is told on the page in whose stretch of names it would stand.
    gone = sorted(name for name in have if name > after and name not in there and (not last or name <= last))
    return AreaPage(tuple(shown), tuple(gone), last, digest_of_area({each.name: each.digest for each in found}))
