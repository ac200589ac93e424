"""A plot of how cost grows with the size of the city."""

from dataclasses import dataclass
from pathlib import Path

import matplotlib as mpl

from benchmarks.running import Measure

mpl.use("svg")
import matplotlib.pyplot as plt

FILE = "benchmark-growth.svg"


@dataclass(frozen=True)
class Point:
    """One size with the costs of the run and of the limit."""

    size: int
    ours: Measure
    limit: Measure


def draw(points: list[Point], folder: Path) -> Path:
    """Draw seconds and memory over persons, both axes logarithmic, with a straight line for linear growth."""
    folder.mkdir(parents=True, exist_ok=True)
    figure, (time, memory) = plt.subplots(1, 2, figsize=(9, 3.6), layout="constrained")
    sizes = [point.size for point in points]
    linear = [points[0].ours.wall * size / points[0].size for size in sizes]
    time.plot(sizes, [point.ours.wall for point in points], "o-", label="gonghu screen")
    time.plot(sizes, [point.limit.wall for point in points], "s-", label="limit: read, one hash join")
    time.plot(sizes, linear, ":", color="grey", label="linear growth")
    memory.plot(sizes, [point.ours.peak_mib for point in points], "o-", label="gonghu screen")
    memory.plot(sizes, [point.limit.peak_mib for point in points], "s-", label="limit")
    for axes, title in ((time, "seconds"), (memory, "peak memory, MiB")):
        axes.set(xscale="log", yscale="log", xlabel="persons", title=title)
        axes.grid(visible=True, which="both", alpha=0.2)
        axes.legend()
    path = folder / FILE
    # No date in the file: the same figures give the same picture.
    figure.savefig(path, metadata={"Date": None})
    plt.close(figure)
    return path
