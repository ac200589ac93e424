"""
What waits for somebody on the work table (等我办理): each kind of page says so for itself.

A page that has such work offers a function ``(request) -> Waiting | None``; ``home/sources.py`` lists them all.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.interfaces.desk.admission import DeskRequest

SHOWN_AT_ONCE: Final = 5
"""So many rows a kind of work shows on the work table; the rest is behind its link."""


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """One thing that waits (待办项): what, where, until when, and the page to do it on."""

    title: str
    address: str
    note: str = ""
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work that waits for somebody (待办类别)."""

    title: str
    rows: Sequence[WaitingRow]
    address: str
    hint: str = ""
    has_more: bool = False


Source = Callable[[DeskRequest], Waiting | None]


def waiting(title: str, rows: Sequence[WaitingRow], address: str, hint: str = "") -> Waiting | None:
    """Give the work that waits, cut to what the work table shows; nothing if there is none."""
    if not rows:
        return None
    return Waiting(title, rows[:SHOWN_AT_ONCE], address, hint, has_more=len(rows) > SHOWN_AT_ONCE)
