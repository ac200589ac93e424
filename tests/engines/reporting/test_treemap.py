"""The treemap: areas in proportion, nothing outside, nothing on top of another."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from gonghu.engines.reporting.treemap import Tile, tiles

WIDTH, HEIGHT = 1000.0, 460.0
NEARLY = 1e-6


def apart(one: Tile, other: Tile) -> bool:
    return (
        one.x + one.width <= other.x + NEARLY
        or other.x + other.width <= one.x + NEARLY
        or one.y + one.height <= other.y + NEARLY
        or other.y + other.height <= one.y + NEARLY
    )


@given(st.lists(st.integers(0, 5_000), min_size=1, max_size=40))
def test_every_area_is_in_proportion_and_no_two_tiles_overlap(sizes: list[int]) -> None:
    laid = tiles(sizes, WIDTH, HEIGHT)
    assert {tile.place for tile in laid} == {place for place, size in enumerate(sizes) if size > 0}
    for tile in laid:
        share = sizes[tile.place] / sum(sizes)
        assert abs(tile.width * tile.height - share * WIDTH * HEIGHT) < 1e-3
        assert tile.x >= -NEARLY
        assert tile.x + tile.width <= WIDTH + 1e-3
        assert tile.y + tile.height <= HEIGHT + 1e-3
    assert all(apart(one, other) for one, other in combinations(laid, 2))


def test_tiles_of_equal_towns_are_not_slivers() -> None:
    assert max(max(tile.width / tile.height, tile.height / tile.width) for tile in tiles([1] * 12, 1000, 460)) < 2.5


def test_no_children_no_tiles() -> None:
    assert tiles([0, 0], 100, 100) == ()
    assert tiles([], 100, 100) == ()
