"""The whole run, from a folder of files to the report, at growing sizes, against the limit."""

from pathlib import Path

import duckdb

from benchmarks.growth import Point, draw
from benchmarks.options import Options
from benchmarks.running import Contender, Measure, compete
from benchmarks.screen_scoring import all_marks
from benchmarks.telling import seconds, table, verdict
from gonghu.engines.synthesis import Dirt, Style, generate_city

SCREEN, FLOOR = "**gonghu screen**", "limit: DuckDB reads the files, one hash join"
AS_OF = "2026-11-01"
REGISTER, OTHER = "公安局_户籍人口信息.csv", "医保局_城乡居民参保.csv"
MEMORY_AT_A_MILLION = 2_048
MILLION = 1_000_000


def city(folder: Path, persons: int, seed: int) -> Path:
    """Return the invented city of this size and seed, made now unless it lies in the folder already."""
    home = folder / f"city-{persons}-{seed}"
    truth = home.with_name(f"{home.name}.truth.csv")
    if not truth.exists():
        day = duckdb.execute(f"SELECT DATE '{AS_OF}'").fetchall()[0][0]
        generate_city(
            home,
            persons=persons,
            seed=seed,
            as_of=day,
            dirt=Dirt.SAMPLE,
            style=Style.SAMPLE,
            file_format="csv",
        )
    return home


def run(options: Options) -> str:
    """Return the table of all sizes, the verdicts, and draw how cost grows."""
    rows, verdicts, points = [], [], []
    for size in options.sizes:
        home = city(options.data, size, options.seeds[0])
        out = options.data / f"screened-{size}"
        measured = compete(
            [
                Contender(
                    FLOOR,
                    "benchmarks.screen_contenders:floor",
                    {"city": str(home), "register": REGISTER, "other": OTHER},
                ),
                Contender(
                    SCREEN,
                    "benchmarks.screen_contenders:screen",
                    {"city": str(home), "out": str(out), "as_of": AS_OF},
                ),
            ],
            options.rounds,
        )
        f1 = all_marks(home.with_name(f"{home.name}.truth.csv"), out / "children.csv")
        rows += _rows(size, home, measured, f1)
        verdicts += _verdicts(size, measured)
        points.append(Point(size, measured[SCREEN], measured[FLOOR]))
    if len(points) > 1:
        verdicts.append(_linear(points))
        verdicts.append(f"\n![Seconds and memory by persons](../assets/{draw(points, options.assets).name})")
    head = ["persons", "", "files MiB", "wall s", "CPU s", "× limit", "peak MiB", "F1 of all marks"]
    return "\n".join([table(head, rows), "", *verdicts])


def _rows(size: int, home: Path, measured: dict[str, Measure], f1: float) -> list[list[str]]:
    mib = sum(path.stat().st_size for path in home.iterdir()) / 2**20
    return [
        [
            f"{size:,}",
            label,
            f"{mib:.0f}",
            seconds(m.wall),
            seconds(m.cpu),
            f"{m.wall / measured[FLOOR].wall:.1f}",
            f"{m.peak_mib:.0f}",
            f"{f1:.4f}" if label == SCREEN else "–",
        ]
        for label, m in measured.items()
    ]


def _verdicts(size: int, measured: dict[str, Measure]) -> list[str]:
    ours = measured[SCREEN]
    found = [verdict(f"{size:,} persons, × limit", ours.wall / measured[FLOOR].wall, 10, at_most=True)]
    if size == MILLION:
        found.append(verdict("a million persons, MiB", ours.peak_mib, MEMORY_AT_A_MILLION, at_most=True))
    return found


def _linear(points: list[Point]) -> str:
    """Compare the cost of a person at the largest size with that at the smallest."""
    first, last = (point.ours.wall / point.size for point in (points[0], points[-1]))
    return verdict("cost of a person, largest city to smallest", last / first, 1, at_most=True)
