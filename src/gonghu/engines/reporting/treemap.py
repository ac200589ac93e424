"""
A treemap without borders of any map (矩形树图): area by size, laid out in strips as square as they can be.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Tile:
    """A rectangle of the map; ``place`` is the index of its value in what was given."""

    place: int
    x: float
    y: float
    width: float
    height: float


def tiles(sizes: Sequence[float], width: float, height: float) -> tuple[Tile, ...]:
    """
    Return a tile for every size above zero, its area in proportion, together filling ``width`` by ``height``.

    Squarified treemaps, Bruls, Huizing and van Wijk 2000.
    """
    order = sorted((place for place, size in enumerate(sizes) if size > 0), key=lambda place: -sizes[place])
    total = sum(sizes[place] for place in order)
    laid: list[Tile] = []
    x = y = 0.0
    while order and width > 0 and height > 0:
        scale = width * height / total
        strip = _best_strip([sizes[place] * scale for place in order], min(width, height))
        chosen, order = order[:strip], order[strip:]
        taken = sum(sizes[place] for place in chosen)
        upright = width >= height
        thickness = taken * scale / (height if upright else width)
        along = 0.0
        for place in chosen:
            length = sizes[place] * scale / thickness
            if upright:
                laid.append(Tile(place, x, y + along, thickness, length))
            else:
                laid.append(Tile(place, x + along, y, length, thickness))
            along += length
        total -= taken
        if upright:
            x, width = x + thickness, width - thickness
        else:
            y, height = y + thickness, height - thickness
    return tuple(laid)


def _best_strip(areas: Sequence[float], side: float) -> int:
    """Return how many of the areas to put in one strip so that its worst tile is least oblong."""
    count, best = 1, _worst(areas[:1], side)
    while count < len(areas):
        worse = _worst(areas[: count + 1], side)
        if worse > best:
            break
        count, best = count + 1, worse
    return count


def _worst(areas: Sequence[float], side: float) -> float:
    total = sum(areas)
    return max(max(side**2 * area / total**2, total**2 / (side**2 * area)) for area in areas)
