"""
What storing a run costs: its findings, new and again, beside Django's own bulk_create and beside bare rows.

Loading the divisions of the country stands below, for it is the other large load of a site.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.postgresql import cluster

from benchmarks.options import Options
from benchmarks.running import Contender, compete
from benchmarks.serving import inside
from benchmarks.telling import table, verdict

# A database that keeps what it says it has kept.
DURABLE: Final = ("listen_addresses=", "shared_buffers=1GB", "timezone=Asia/Shanghai")
FINDINGS_PER_SECOND: Final = 20_000
DIVISIONS_SECONDS: Final = 60
DATABASES: Final = ("SQLite", "PostgreSQL")
FILES: Final = ("files, new", "files, again", "tasks")
FINDINGS: Final = ("findings, new", "findings, again", "bulk_create", "bare rows")
_NAMES: Final = {
    "findings, new": "gonghu, a first run",
    "findings, again": "gonghu, the same once more",
    "bulk_create": "Django bulk_create of the same rows",
    "bare rows": "limit: bare rows (executemany, COPY)",
}


def run(options: Options) -> str:
    """Return a table and verdicts for every size, on both databases."""
    told = [
        _told(name, size, _stored(name, size, options.seeds[0], options.rounds))
        for size in options.sizes
        for name in DATABASES
    ]
    return "\n\n".join([*told, _divisions()])


def _divisions() -> str:
    """Load the country once on each database."""
    rows, claims = [], []
    for name in DATABASES:
        with _site(name) as (address, home):
            taken = inside(address, home, "storing_divisions:load", {})
        ours, bare = taken["ours"], taken["bare"]
        rows.append([name, f"{taken['divisions']:,}", f"{ours:.1f}", f"{bare:.1f}", f"{ours / bare:.1f}"])
        claims.append(verdict(f"the country's divisions on {name}, s", ours, DIVISIONS_SECONDS, at_most=True))
    head = ["divisions of the country", "rows", "s", "limit: bare rows, s", "× limit"]
    return "\n\n".join(["### Divisions", table(head, rows), "\n".join(claims)])


def _stored(name: str, size: int, seed: int, rounds: int) -> dict[str, Any]:
    """Store on a fresh site each round, and keep the round whose first run was quickest: others share the machine."""
    best: dict[str, Any] = {}
    for _ in range(rounds):
        with _site(name) as (address, home):
            asked = {"findings": size, "seed": seed}
            whole = {"address": address, "home": str(home), "function": "benchmarks.storing_rows:store"}
            contender = Contender(name, "benchmarks.desk_site:in_site", {**whole, "arguments": asked})
            found = compete([contender], 1)[name].answer
        first = "findings, new"
        if not best or found["seconds"][first] < best["seconds"][first]:
            best = found
    return best


@contextmanager
def _site(name: str) -> Iterator[tuple[str, Path]]:
    with tempfile.TemporaryDirectory() as home:
        if name == "SQLite":
            yield "", Path(home)
        else:
            with cluster(settings=DURABLE) as address:
                yield address, Path(home)


def _told(name: str, size: int, found: dict[str, Any]) -> str:
    taken, rows = found["seconds"], []
    for each in FINDINGS:
        rate, times = found["findings"] / taken[each], taken[each] / taken["bare rows"]
        rows.append([_NAMES[each], f"{taken[each]:.2f}", f"{rate:,.0f}", f"{times:.1f}"])
    others = [[each, f"{taken[each]:.2f}", f"{found['children'] / taken[each]:,.0f}", ""] for each in FILES]
    claims = [
        verdict(f"{_NAMES[each]}, findings a second", found["findings"] / taken[each], FINDINGS_PER_SECOND,
                at_most=False)
        for each in FINDINGS[:2]
    ]  # fmt: skip
    claims.append(f"- {taken['bulk_create'] / taken['findings, new']:.1f} × faster than bulk_create")
    head = ["stored", "s", "a second", "× limit"]
    title = f"### {name}: {size:,} findings of {found['children']:,} children"
    return "\n\n".join([title, table(head, rows + others), "\n".join(claims)])
