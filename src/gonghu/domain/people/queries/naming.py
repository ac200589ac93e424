"""Finding children by name (按姓名查找): from its beginning or that of the given name, in characters or by sound."""

from collections.abc import Iterable, Iterator
from typing import Final

from django.db.models import Q

from gonghu.domain.people.models import Child
from gonghu.foundation.plain_rows import key_read, plain_rows

FEW: Final = 1_000
"""So many children are found by the indexes of names; of more, the first ones in order of place soon fill a page."""
_AFTER_ALL: Final = "\U0010ffff"
_KEYS: Final = (
    f"SELECT person_id FROM (SELECT person_id FROM {Child._meta.db_table}"
    f" WHERE {{column}} >= %s AND {{column}} < %s LIMIT {FEW + 1}) AS by_{{column}}"
)
"""Keys of everybody called so; whoever asks cuts them to a scope."""


def named(text: str) -> Q:
    """Give the condition that a child is called so: 张, 三丰, zhangsan, sanfeng, zsf; a few are told by their keys."""
    asked = list(_beginnings(text))
    statement = " UNION ".join(_KEYS.format(column=column) for column, _ in asked)
    found = plain_rows(statement, [each for _, begins in asked for each in (begins, begins + _AFTER_ALL)])
    if len(found) > FEW:
        return _any(asked)
    return Q(pk__in=[key_read(key) for (key,) in found])


def _beginnings(text: str) -> Iterator[tuple[str, str]]:
    """Give the columns to look into, each with what it begins with."""
    words = " ".join(text.split())
    if words.isascii():
        spelt = words.lower().replace(" ", "")
        yield from ((column, spelt) for column in ("pinyin", "initials", "given_pinyin"))
        yield "name", words.upper()
    else:
        yield from ((column, words.replace(" ", "")) for column in ("name", "given_name"))


def _any(asked: Iterable[tuple[str, str]]) -> Q:
    """Give the same as a condition, as ranges: an index serves them on both databases, as it does not every LIKE."""
    found = Q(pk__in=[])
    for column, begins in asked:
        found |= Q(**{f"{column}__gte": begins, f"{column}__lt": begins + _AFTER_ALL})
    return found
