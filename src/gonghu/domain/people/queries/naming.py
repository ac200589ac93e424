"""Finding children by name (按姓名查找): from its beginning or that of the given name, in characters or by sound."""

from collections.abc import Iterator
from typing import Final
from uuid import UUID

from django.db.models import Q

from gonghu.domain.people.models import Child

FEW: Final = 1_000
"""So many children are found by the indexes of names; of more, the first ones in order of place soon fill a page."""
_AFTER_ALL: Final = "\U0010ffff"


def named(text: str) -> Q:
    """Give the condition that a child is called so: 张, 三丰, zhangsan, sanfeng, zsf; a few are told by their keys."""
    found: set[UUID] = set()
    for condition in _beginnings(text):
        rows = Child.objects.everywhere("keys of those called so, cut to the scope by who asks").filter(condition)
        found.update(rows.values_list("person_id", flat=True)[: FEW + 1])
        if len(found) > FEW:
            return _any(_beginnings(text))
    return Q(pk__in=found)


def _beginnings(text: str) -> Iterator[Q]:
    words = " ".join(text.split())
    if words.isascii():
        spelt = words.lower().replace(" ", "")
        for column in ("pinyin", "initials", "given_pinyin"):
            yield _begins(column, spelt)
        yield _begins("name", words.upper())
    else:
        for column in ("name", "given_name"):
            yield _begins(column, words.replace(" ", ""))


def _begins(column: str, text: str) -> Q:
    """Give the condition as a range: an index serves it on both databases, as it does not every LIKE."""
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + _AFTER_ALL})


def _any(conditions: Iterator[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found
