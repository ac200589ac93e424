"""
The lists of sweeps on a telephone (摸排户名单同步): which doors to go to, and what came of each so far.

Fifty doors are one thing to keep: a list is brought with few words, and one outcome does not bring it all again.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any, Final, Protocol
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.campaigns.models import SweptHousehold
from gonghu.domain.campaigns.queries import households_to_go_to
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.people.models import Child
from gonghu.standards.masking import masked_name
from gonghu.usecases.sweep_lists import protected_labels

MOST_DOORS: Final = 3_000
"""More than a village or a small town has; whoever has more marks them at the desk."""
_TOGETHER: Final = 50
_AROUND: Final = timedelta(days=14)
"""So long before a round its lists are brought, and so long after it what was forgotten can be said."""


class _Gathering(Protocol):
    @property
    def scope(self) -> Scope: ...
    @property
    def on(self) -> date: ...
    @property
    def children(self) -> Mapping[UUID, Child]: ...
    @property
    def swept(self) -> Sequence[SweptHousehold]: ...


def swept_around(*, scope: Scope, on: date) -> list[SweptHousehold]:
    """Give the households of the rounds about a day; of too many, one more than a telephone carries."""
    return list(households_to_go_to(scope=scope, from_on=on - _AROUND, to_on=on + _AROUND)[: MOST_DOORS + 1])


def sweeps(gathering: _Gathering) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the rounds that are under way, come soon or ended lately; of too many doors only that they are."""
    too_many = len(gathering.swept) > MOST_DOORS
    for sweep in {row.sweep_id: row.sweep for row in gathering.swept}.values():
        said = {"name": sweep.name, "from_on": sweep.from_on.isoformat(), "to_on": sweep.to_on.isoformat()}
        yield str(sweep.pk), {**said, "too_many": too_many}


def doors(gathering: _Gathering) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the lists of the villages, fifty doors at a time."""
    rows = gathering.swept
    if len(rows) > MOST_DOORS:
        return
    names = divisions_as_of(codes={row.division_code for row in rows}, on=gathering.on)
    protected = _protected(gathering)
    for (sweep, code, part), together in groupby(rows, key=_whereabouts):
        yield (
            f"{sweep}.{code}.{part}",
            {
                "sweep": str(sweep),
                "village": names[code].name if code in names else code,
                "code": code,
                "doors": [_door(row, protected) for row in together],
            },
        )


def _whereabouts(row: SweptHousehold) -> tuple[UUID, str, int]:
    return row.sweep_id, row.division_code, (row.number - 1) // _TOGETHER


def _protected(gathering: _Gathering) -> Mapping[UUID, str]:
    """Say how households are called whose address was protected after they came on a list."""
    if not any(row.household for row in gathering.swept):
        return {}
    return protected_labels(children=gathering.children.values(), scope=gathering.scope, on=gathering.on)


def _door(row: SweptHousehold, protected: Mapping[UUID, str]) -> Mapping[str, Any]:
    hidden = protected.get(row.household) if row.household else None
    return {
        "key": str(row.pk),
        "number": row.number,
        "label": hidden or row.label,
        "head": "" if hidden or not row.head else masked_name(row.head),
        "added": row.is_addition,
        "from_door": row.is_from_door,
        "outcome": row.outcome,
        "seen_on": row.seen_on.isoformat() if row.seen_on else "",
        "version": row.version,
    }
