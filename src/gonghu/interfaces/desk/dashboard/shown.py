"""Figures as the page shows them (总览显示项): places with counts that may be told, and a map of rectangles of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext as _

from gonghu.domain.policies.queries import PlaceFigures
from gonghu.engines.reporting import treemap_tiles
from gonghu.interfaces.desk.dashboard.small_counts import HIDDEN, hidden_together
from gonghu.interfaces.desk.workbooks import WorkbookCell

WIDTH: Final = 900.0
HEIGHT: Final = 300.0
_SHADES: Final = 4
_CHARACTER: Final = 15.0
_LEAST_HEIGHT: Final = 42.0


@dataclass(frozen=True, slots=True)
class PlaceShown:
    """The figures of one place (分区划显示项); a count that is not told is negative."""

    code: str
    name: str
    live: int
    verified: int
    recognised: int
    stake_yuan: int


@dataclass(frozen=True, slots=True)
class TileShown:
    """One rectangle of the map (矩形显示项), with as much of the name as fits."""

    code: str
    title: str
    label: str
    count: int
    shade: int
    x: float
    y: float
    width: float
    height: float

    @property
    def text_x(self) -> float:
        """Where the words begin."""
        return self.x + 8

    @property
    def text_y(self) -> float:
        """The line of the name."""
        return self.y + 20

    @property
    def count_y(self) -> float:
        """The line of the count."""
        return self.y + 38


def places_shown(found: Sequence[PlaceFigures], names: dict[str, str], *, may_see: bool) -> list[PlaceShown]:
    """Write the figures of places; small ones are hidden from whoever may not see children there."""
    columns = [[each.live for each in found], [each.verified for each in found], [each.recognised for each in found]]
    live, verified, recognised = columns if may_see else map(hidden_together, columns)
    return [
        PlaceShown(each.code, names[each.code], *counts, stake_yuan=0 if counts[0] == HIDDEN else each.stake_fen // 100)
        for each, counts in zip(found, zip(live, verified, recognised, strict=True), strict=True)
    ]


def line_of_place(place: PlaceShown) -> Sequence[WorkbookCell]:
    """Give the cells of a place; a count that is not told is said so."""
    counts = (place.live, place.verified, place.recognised)
    told = [_("少于 3") if count == HIDDEN else count for count in counts]
    return place.name, *told, place.stake_yuan or None


def tiles_shown(places: Sequence[PlaceShown]) -> list[TileShown]:
    """Lay the places out by how many findings are open; those not told are as small as one."""
    sizes = [float(max(each.live, 1 if each.live == HIDDEN else 0)) for each in places]
    most = max(sizes, default=1.0) or 1.0
    shown = []
    for tile in treemap_tiles(sizes, WIDTH, HEIGHT):
        place = places[tile.place]
        fits = int((tile.width - 16) / _CHARACTER) if tile.height >= _LEAST_HEIGHT else 0
        shown.append(
            TileShown(
                code=place.code,
                title=place.name,
                label=place.name[: max(fits, 0)],
                count=place.live,
                shade=min(_SHADES - 1, int(_SHADES * sizes[tile.place] / most)),
                x=round(tile.x, 1),
                y=round(tile.y, 1),
                width=round(tile.width, 1),
                height=round(tile.height, 1),
            )
        )
    return shown
