"""What becomes of rows when what they point at turns out to be the same as another (合并时的去向)."""

from dataclasses import dataclass
from typing import Final

from django.db import models
from django.db.models import Q


@dataclass(frozen=True, slots=True)
class WhenMerged:
    """
    What becomes of the rows of a table when the file they hang on goes into another (合并时的去向).

    A table says so in ``when_merged``; one that says nothing has its rows moved. ``stays`` is why they keep the key
    they were written with. ``refused`` is what is told where both files have what a file has once; if it is empty such
    a row stays. Rows that fit ``lies_with_file`` take the place of the file that is kept; with ``within_county`` only
    those that lay in its county. ``person`` and ``seat`` are columns that hold the key a second time, alone or in a
    text.
    """

    stays: str = ""
    refused: str = ""
    lies_with_file: Q | None = None
    within_county: bool = False
    person: str = ""
    seat: str = ""


_MOVES: Final = WhenMerged()


def rule_of(model: type[models.Model]) -> WhenMerged:
    """Give what a table says of merging; one that says nothing has its rows moved."""
    said: WhenMerged = getattr(model, "when_merged", _MOVES)
    return said
