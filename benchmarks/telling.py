"""What a benchmark says: tables in Markdown, ratios, and the machine it ran on."""

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from benchmarks.running import Measure

SHOWN_WHOLE = 10
PEERS = ("duckdb", "splink", "recordlinkage", "openfisca-core", "pandas", "numpy")


def machine() -> str:
    """Return one line about the machine and the versions, without its name."""
    cpu = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if "model name" in line
        ),
        platform.machine(),
    )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {found}" for name in PEERS if (found := _version(name)))
    return (
        f"{os.cpu_count()} cores ({cpu}), {memory:.0f} GiB, {platform.system()} {platform.release().split('-')[0]},"
        f" Python {platform.python_version()}, {versions}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Return a Markdown table; the first column is left-aligned, the others right."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in rows])


def record(document: Path, name: str, told: str) -> None:
    """
    Put a result into a document, between `<!-- begin NAME -->` and `<!-- end NAME -->`.

    :raises ValueError: the document has no such marks
    """
    before, begin, rest = document.read_text(encoding="utf-8").partition(f"<!-- begin {name} -->")
    _, end, after = rest.partition(f"<!-- end {name} -->")
    if not (begin and end):
        raise ValueError(f"{document} has no marks for {name}")
    document.write_text(f"{before}{begin}\n\n{told}\n\n{end}{after}", encoding="utf-8")


def seconds(value: float) -> str:
    """Return seconds with as many digits as mean anything."""
    digits = max(0, 2 - len(str(int(value)))) + 1 if value >= 1 else 3
    return f"{value:.{digits}f}"


def costs(measure: Measure, limit: Measure | None) -> list[str]:
    """Return the cells wall, CPU, ratio to the limit, peak."""
    times = measure.wall / limit.wall if limit else 1
    ratio = f"{times:.0f}" if times >= SHOWN_WHOLE else f"{times:.2g}"
    return [seconds(measure.wall), seconds(measure.cpu), ratio, f"{measure.peak_mib:.0f}"]


def ratio(one: Measure, other: Measure) -> str:
    """Return how many times faster ``one`` is than ``other``, by wall and by CPU."""
    return f"{other.wall / one.wall:.1f} × (wall), {other.cpu / one.cpu:.1f} × (CPU)"


def verdict(claim: str, value: float, target: float, *, at_most: bool) -> str:
    """Return a line that says whether a target is met."""
    met = value <= target if at_most else value >= target
    sign = "≤" if at_most else "≥"
    return f"- {'met' if met else '**missed**'}: {claim}: {value:.3g} (target {sign} {target:g})"
