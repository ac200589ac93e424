"""
How high a row must be for its wrapped texts (行高): not every office program works that out by itself.
"""

from collections.abc import Sequence

LINE = 13.5
"""Points of one line of 10-point type."""
MARGIN = 5.0
LOWEST, HIGHEST = 20.25, 409.0
"""A spreadsheet allows no higher row."""


def row_height(row: Sequence[object], widths: Sequence[float]) -> float:
    """Return the height in points; a Chinese character is as wide as two digits, widths are in digits."""
    lines = 1
    for value, width in zip(row, widths, strict=True):
        if isinstance(value, str) and (len(value) * 2 >= width or "\n" in value):
            lines = max(lines, sum(_lines(part, width) for part in value.split("\n")))
    return min(HIGHEST, max(LOWEST, lines * LINE + MARGIN))


def _lines(text: str, width: float) -> int:
    # Three bytes a Chinese character, one a digit: half of bytes and characters together is the width.
    wide = (len(text.encode()) + len(text)) // 2
    return max(1, -(-wide // max(1, int(width) - 1)))
