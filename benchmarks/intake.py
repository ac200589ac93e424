"""What it costs to have a file in and clean, against the bare read of the same file."""

from pathlib import Path

from benchmarks.intake_files import LARGEST_WORKBOOK, hopeless, in_gb18030, register, workbook
from benchmarks.options import Options
from benchmarks.running import Contender, Measure, compete
from benchmarks.telling import costs, table, verdict

INTAKE = "**in and clean**"
DUCKDB, CALAMINE = "limit: DuckDB's bare read", "limit: calamine's bare read"
MOST_TIMES = 3


def run(options: Options) -> str:
    """Return the table of all files and the verdicts."""
    rows, verdicts = [], []
    for size in options.sizes:
        for what, path in _files(options, size):
            limit = CALAMINE if path.suffix == ".xlsx" else DUCKDB
            bare = "bare_workbook" if limit == CALAMINE else "bare_text"
            arguments = {"path": str(path)}
            measured = compete(
                [
                    Contender(limit, f"benchmarks.intake_contenders:{bare}", arguments),
                    Contender(INTAKE, "benchmarks.intake_contenders:intake", arguments),
                ],
                options.rounds,
            )
            rows += _rows(what, path, measured, limit)
            for unit, times in _times(measured[INTAKE], measured[limit]).items():
                verdicts.append(verdict(f"{what}, × limit by {unit}", times, MOST_TIMES, at_most=True))
    head = ["file", "", "MiB", "wall s", "CPU s", "× limit", "peak MiB", "accepted", "returned"]
    return "\n".join([table(head, rows), "", *verdicts])


def _files(options: Options, size: int) -> list[tuple[str, Path]]:
    seed, few = options.seeds[0], min(size, LARGEST_WORKBOOK)
    clean = register(options.data, size, seed, dirty=False)
    dirty = register(options.data, size, seed, dirty=True)
    home = options.data / f"intake-{size}-{seed}"
    return [
        (f"{size:,} rows, clean", clean),
        (f"{size:,} rows, dirt as in the sample", dirty),
        (f"{size:,} rows, every one goes back", hopeless(clean, home)),
        (f"{size:,} rows in GB18030", in_gb18030(dirty, home)),
        (f"{few:,} rows in a workbook", workbook(dirty, home, few)),
    ]


def _rows(what: str, path: Path, measured: dict[str, Measure], limit: str) -> list[list[str]]:
    mib = f"{path.stat().st_size / 2**20:.0f}"
    return [
        [what, label, mib, *costs(one, measured[limit]), *(_count(one, name) for name in ("accepted", "quarantined"))]
        for label, one in measured.items()
    ]


def _count(measure: Measure, name: str) -> str:
    return f"{measure.answer[name]:,}" if name in measure.answer else "–"


def _times(ours: Measure, limit: Measure) -> dict[str, float]:
    return {"wall": ours.wall / limit.wall, "CPU": ours.cpu / limit.cpu}
