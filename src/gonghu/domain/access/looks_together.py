"""
Looks of one person at one child soon after each other, as one (查阅合并): a file is read page by page.

The audit keeps every one of them; this is only how they are shown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from gonghu.domain.access.queries import Look

WITHIN: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class LooksTogether:
    """Looks of one person at one child for one purpose within half an hour (合并的查阅), the last one's time first."""

    at: datetime
    since: datetime
    name: str
    child_key: str
    purpose: str
    fields: tuple[str, ...]
    unmasked: bool
    times: int


def looks_together(looks: Iterable[Look]) -> list[LooksTogether]:
    """Put looks together that lie within half an hour of the last of them; they are given the last first."""
    groups: list[list[Look]] = []
    open_groups: dict[tuple[str, str, str], list[Look]] = {}
    for look in looks:
        who = (look.actor, look.child_key, look.purpose)
        group = open_groups.get(who)
        if group is None or group[0].at - look.at >= WITHIN:
            group = open_groups[who] = []
            groups.append(group)
        group.append(look)
    return [_one(group) for group in groups]


def _one(group: list[Look]) -> LooksTogether:
    last, first = group[0], group[-1]
    return LooksTogether(
        last.at,
        first.at,
        last.name,
        last.child_key,
        last.purpose,
        tuple(sorted({name for look in group for name in look.fields})),
        any(look.unmasked for look in group),
        len(group),
    )
