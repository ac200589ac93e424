"""
report.html: one page to look at rather than read (比对报告), complete in itself: no script, no other host.
"""

import base64
import hashlib
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files
from math import ceil, log10
from pathlib import Path

import duckdb
from jinja2 import Environment, PackageLoader, StrictUndefined

from gonghu.engines.reporting import figures
from gonghu.engines.reporting.places import Places
from gonghu.engines.reporting.run_file import files_read
from gonghu.engines.reporting.run_record import RunRecord
from gonghu.engines.reporting.sealing import public_name
from gonghu.engines.reporting.towns import TownCount, count_by_town
from gonghu.engines.reporting.treemap import Tile, tiles
from gonghu.standards.division_history import full_name

NAME = "report.html"
SHADES = 5
"""Shades of a heat scale above none."""
MAPS = {"wide": (1000, 460), "tall": (360, 560)}
"""Shapes of the treemap for a desk and for a phone, in the units of its text."""
_LARGEST_TEXT, _SMALLEST_TEXT = 18.0, 10.0


@dataclass(frozen=True)
class TownTile:
    """One town on the treemap, with the text that fits into it."""

    tile: Tile
    name: str
    town: TownCount
    shade: int
    text_size: float
    lines: tuple[str, ...]


def write_report(
    connection: duckdb.DuckDBPyConnection, record: RunRecord, places: Places, seconds: dict[str, float], out: Path
) -> None:
    """Write ``out``/report.html."""
    evaluation = record.evaluation
    style = files("gonghu.engines.reporting").joinpath("templates/report.css").read_text(encoding="utf-8")
    towns = count_by_town(connection, evaluation)
    everywhere = TownCount.total(towns, len(evaluation.law.of_kind("finding")))
    page = _environment().get_template("report.html.j2")
    text = page.render(
        record=record,
        area=_area(record),
        style=style,
        style_digest=base64.b64encode(hashlib.sha256(style.encode()).digest()).decode(),
        stages=figures.stages(connection, evaluation),
        found=figures.found(connection, evaluation),
        findings=[public_name(policy) for policy in evaluation.law.of_kind("finding")],
        categories=figures.categories(connection, evaluation),
        conditions=figures.conditions(connection, evaluation),
        towns=[(places.town(town.code), town) for town in towns],
        everywhere=everywhere,
        maps={shape: town_tiles(towns, places, size) for shape, size in MAPS.items()},
        sizes=MAPS,
        files=files_read(connection),
        kinds=evaluation.law.packs.kinds,
        at_stake=figures.most_at_stake(connection, places),
        questions=figures.questions(connection),
        seconds={**record.seconds, **seconds},
        shades=range(SHADES + 1),
    )
    (out / NAME).write_text(text, encoding="utf-8")


def town_tiles(towns: Sequence[TownCount], places: Places, size: tuple[int, int]) -> list[TownTile]:
    """Lay the towns out by children; the shade tells where its share of findings ranks."""
    ranks = sorted(town.concerned / town.children for town in towns if town.concerned)
    found = []
    for tile in tiles([town.children for town in towns], *size):
        town = towns[tile.place]
        name = places.town(town.code)
        # By rank, for shares lie close together, and five of five children would set the scale for everybody.
        rank = bisect_right(ranks, town.concerned / town.children)
        told = (name, f"{town.concerned} 人有问题", f"儿童 {count(town.children)} 人")
        text_size = min(_LARGEST_TEXT, (tile.width - 14) / max(len(name), 5.5))
        fitting = int((tile.height - 8) // (text_size * 1.35)) if text_size >= _SMALLEST_TEXT else 0
        found.append(TownTile(tile, name, town, shade(rank, len(ranks)), round(text_size, 1), told[:fitting]))
    return found


def shade(number: float, most: float) -> int:
    """Return the shade from 0 (none) to the darkest."""
    return ceil(number / most * SHADES) if number > 0 and most > 0 else 0


def _area(record: RunRecord) -> str:
    division = record.evaluation.law.packs.division
    return full_name(division, on=record.as_of) if division else ""


def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("gonghu.engines.reporting"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    environment.filters |= {"count": count, "yuan": yuan, "magnitude": magnitude, "percent": percent}
    environment.globals["shade"] = shade
    return environment


def count(number: int) -> str:
    """Return a number with commas: 25,390."""
    return f"{number:,}"


def yuan(fen: int) -> str:
    """Return fen as whole yuan: 466,510."""
    return f"{round(fen / 100):,}"


def magnitude(number: int, most: int) -> float:
    """Return the length of a bar from 0 to 100 by the order of magnitude, so that 200 shows beside 50,000."""
    return round(100 * log10(number + 1) / log10(most + 1), 1) if most > 0 else 0.0


def percent(part: float, whole: float) -> float:
    """Return a share of the whole from 0 to 100."""
    return round(100 * part / whole, 2) if whole else 0.0
