"""
What differs between two persons (差异): equal parts of a number stay hidden, what differs is shown and marked.

Whoever compares must see where two numbers part, and need not learn the rest of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final

from gonghu.standards.masking import NUMBER_HEAD, NUMBER_TAIL

_HIDDEN: Final = "•"


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a text (文字片段), and whether it stands only on this side."""

    text: str
    differs: bool


def text_differences(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part two texts where they differ."""
    return tuple(_pieces(one, other, 0)), tuple(_pieces(one, other, 1))


def number_differences(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """Part two numbers where they differ; of what is equal only the county and the last characters are shown."""
    both = text_differences(one, other)
    return _hidden(both[0], len(one)), _hidden(both[1], len(other))


def _pieces(one: str, other: str, side: int) -> Iterator[Piece]:
    if not one or not other:
        text = (one, other)[side]
        if text:
            yield Piece(text, differs=False)
        return
    if len(one) == len(other):
        # Numbers and days of one length are held against each other place by place, as people do.
        for same, part in groupby(zip(one, other, strict=True), key=lambda pair: pair[0] == pair[1]):
            yield Piece("".join(pair[side] for pair in part), differs=not same)
        return
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    for what, one_from, one_to, other_from, other_to in matcher.get_opcodes():
        text = one[one_from:one_to] if side == 0 else other[other_from:other_to]
        if text:
            yield Piece(text, differs=what != "equal")


def _hidden(pieces: tuple[Piece, ...], length: int) -> tuple[Piece, ...]:
    found, place = [], 0
    for piece in pieces:
        text = piece.text
        if not piece.differs:
            text = "".join(
                character if place + offset < NUMBER_HEAD or place + offset >= length - NUMBER_TAIL else _HIDDEN
                for offset, character in enumerate(piece.text)
            )
        found.append(Piece(text, piece.differs))
        place += len(piece.text)
    return tuple(found)
