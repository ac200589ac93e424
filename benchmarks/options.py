"""What a run of the benchmarks was asked for."""

from dataclasses import dataclass
from pathlib import Path

from benchmarks.running import REPOSITORY

DATA = REPOSITORY / "benchmarks" / "data"
ASSETS = REPOSITORY / "docs" / "assets"


@dataclass(frozen=True)
class Options:
    """Sizes to measure at (rows of a roster, persons), rounds of each, seeds of the data."""

    sizes: tuple[int, ...]
    rounds: int
    seeds: tuple[int, ...]
    data: Path = DATA
    assets: Path = ASSETS
