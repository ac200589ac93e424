"""
A child's family drawn in rows, one a generation (家庭关系图): who stands where, and how the lines run.

Nothing here knows of pages or of scope: it is given people with what may be told of them.
"""

from collections import deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from gonghu.standards.relationship import (
    CHILDREN,
    CHILDREN_IN_LAW,
    GRANDCHILDREN,
    GRANDPARENTS,
    NEPHEWS_AND_NIECES,
    PARENTS,
    PARENTS_IN_LAW,
)

BOX_WIDTH: Final = 148
BOX_HEIGHT: Final = 64
_APART: Final = 28
_BETWEEN_ROWS: Final = 76
_MARGIN: Final = 16
_HEIGHTS: Final = 4

# How many generations above somebody a relative of each kind stands (GB/T 4761).
_UP: Final[dict[str, int]] = {
    **dict.fromkeys(PARENTS | PARENTS_IN_LAW | {"59"}, 1),
    **dict.fromkeys(GRANDPARENTS | {"65", "69"}, 2),
    **dict.fromkeys({"66", "67", "68"}, 3),
    **dict.fromkeys({"81", "82", "83", "84", "85", "86", "87", "88", "89", "90"}, 1),
    **dict.fromkeys(CHILDREN | CHILDREN_IN_LAW | NEPHEWS_AND_NIECES, -1),
    **dict.fromkeys(GRANDCHILDREN | {"45", "46"}, -2),
    **dict.fromkeys({"47", "48"}, -3),
}


@dataclass(frozen=True, slots=True)
class Relative:
    """Somebody in the picture (图中的人): a name and up to two short lines that may be told."""

    key: UUID
    name: str
    notes: Sequence[str] = ()
    is_child: bool = False
    is_dead: bool = False


@dataclass(frozen=True, slots=True)
class Tie:
    """That ``to`` is the ``word`` (父亲, 母亲 …, by code) of ``of`` (图中的关系)."""

    of: UUID
    to: UUID
    relation: str
    word: str


@dataclass(frozen=True, slots=True)
class Box:
    """Somebody with a place in the picture (图框)."""

    relative: Relative
    x: int
    y: int

    @property
    def middle(self) -> int:
        """The middle of the box from left to right."""
        return self.x + BOX_WIDTH // 2

    @property
    def bottom(self) -> int:
        """The lower edge of the box."""
        return self.y + BOX_HEIGHT

    @property
    def name_y(self) -> int:
        """Where the name is written."""
        return self.y + 24

    @property
    def notes(self) -> list[tuple[int, str]]:
        """The lines under the name, each with where it is written."""
        return [(self.y + 42 + 15 * number, note) for number, note in enumerate(self.relative.notes[:2])]


@dataclass(frozen=True, slots=True)
class Line:
    """A tie drawn between two boxes (连线), with its word."""

    points: str
    word_x: int
    word_y: int
    word: str


@dataclass(frozen=True, slots=True)
class FamilyPicture:
    """The whole picture (家庭关系图)."""

    width: int
    height: int
    boxes: Sequence[Box] = field(default_factory=tuple)
    lines: Sequence[Line] = field(default_factory=tuple)


def family_picture(relatives: Iterable[Relative], ties: Iterable[Tie]) -> FamilyPicture:
    """Draw a family: elders above, the child's generation below them, whoever is tied to nobody in the child's row."""
    people = {each.key: each for each in relatives}
    known = [tie for tie in ties if tie.of in people and tie.to in people]
    rows = _rows(people, known)
    boxes = _boxes(rows)
    lines = _lines(boxes, known)
    widest = max((len(row) for row in rows), default=0)
    return FamilyPicture(
        width=2 * _MARGIN + widest * (BOX_WIDTH + _APART) - (_APART if widest else 0),
        height=2 * _MARGIN + len(rows) * (BOX_HEIGHT + _BETWEEN_ROWS) - (_BETWEEN_ROWS if rows else 0),
        boxes=tuple(boxes.values()),
        lines=tuple(lines),
    )


def generations(people: Iterable[Relative], ties: Iterable[Tie]) -> dict[UUID, int]:
    """Count how many generations above the child everybody stands."""
    near: dict[UUID, list[tuple[UUID, int]]] = {}
    for tie in ties:
        up = _UP.get(tie.relation, 0)
        near.setdefault(tie.of, []).append((tie.to, up))
        near.setdefault(tie.to, []).append((tie.of, -up))
    everybody = list(people)
    found = {each.key: 0 for each in everybody if each.is_child}
    waiting = deque(found)
    while waiting:
        here = waiting.popleft()
        for there, up in near.get(here, ()):
            if there not in found:
                found[there] = found[here] + up
                waiting.append(there)
    return {each.key: found.get(each.key, 0) for each in everybody}


def _rows(people: dict[UUID, Relative], ties: list[Tie]) -> list[list[Relative]]:
    height = generations(people.values(), ties)
    rows: dict[int, list[Relative]] = {}
    for key, relative in people.items():
        rows.setdefault(height[key], []).append(relative)
    return [rows[row] for row in sorted(rows, reverse=True)]


def _boxes(rows: list[list[Relative]]) -> dict[UUID, Box]:
    """Give everybody a place; each row stands in the middle."""
    widest = max((len(row) for row in rows), default=0)
    found = {}
    for number, row in enumerate(rows):
        left = _MARGIN + (widest - len(row)) * (BOX_WIDTH + _APART) // 2
        for place, relative in enumerate(row):
            x = left + place * (BOX_WIDTH + _APART)
            found[relative.key] = Box(relative, x, _MARGIN + number * (BOX_HEIGHT + _BETWEEN_ROWS))
    return found


def _lines(boxes: dict[UUID, Box], ties: list[Tie]) -> list[Line]:
    """Draw all ties; those of one relative run at one height of their own, and bear their word once."""
    heights: dict[int, dict[UUID, int]] = {}
    said: set[tuple[UUID, str]] = set()
    found = []
    for tie in ties:
        of_row = heights.setdefault(boxes[tie.to].y, {})
        height = of_row.setdefault(tie.to, len(of_row)) % _HEIGHTS
        word = "" if (tie.to, tie.word) in said else tie.word
        said.add((tie.to, tie.word))
        found.append(_line(boxes[tie.of], boxes[tie.to], word, height))
    return found


def _line(of: Box, to: Box, word: str, shift: int) -> Line:
    """Run a line from box to box: straight down between rows, in a bow below within one."""
    if of.y == to.y:
        low = of.bottom + 18 + 12 * shift
        middle = (of.middle + to.middle) // 2
        points = f"{of.middle},{of.bottom} {of.middle},{low} {to.middle},{low} {to.middle},{to.bottom}"
        return Line(points, middle, low - 4, word)
    upper, lower = (to, of) if to.y < of.y else (of, to)
    turn = lower.y - 12 - 9 * shift
    points = f"{upper.middle},{upper.bottom} {upper.middle},{turn} {lower.middle},{turn} {lower.middle},{lower.y}"
    return Line(points, to.middle, (to.bottom if to.y < of.y else to.y) + (16 if to.y < of.y else -8), word)
