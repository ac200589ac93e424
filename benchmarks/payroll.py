"""What drafting a payroll costs, beside bare rows; and whether it stops what is paid twice, and nothing else."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from tests.postgresql import cluster

from benchmarks.options import Options
from benchmarks.running import Contender, compete
from benchmarks.telling import table, verdict

# A database that keeps what it says it has kept.
DURABLE: Final = ("listen_addresses=", "shared_buffers=1GB", "timezone=Asia/Shanghai")
PLANTED: Final = 5_000
_GOALS: Final = {"SQLite": (50_000, 10.0), "PostgreSQL": (1_000_000, 60.0)}
_FALSE: Final = 0.1


def run(options: Options) -> str:
    """Return a table and verdicts for every size, on both databases; SQLite takes no more than a county has."""
    told = {}
    for size in options.sizes:
        for name, (most, _seconds) in _GOALS.items():
            payments = min(size, most)
            if (name, payments) not in told:
                found = _drafted(name, payments, options.seeds[0], options.rounds)
                told[name, payments] = _told(name, payments, found)
    return "\n\n".join(told.values())


def _drafted(name: str, payments: int, seed: int, rounds: int) -> dict[str, Any]:
    """Draft on a fresh site each round, and keep the quickest: others share the machine."""
    best: dict[str, Any] = {}
    for _ in range(rounds):
        with _site(name) as (address, home):
            asked = {"payments": payments, "planted": min(PLANTED, payments // 10), "seed": seed}
            whole = {"address": address, "home": str(home), "function": "benchmarks.payroll_drafting:draft"}
            contender = Contender(name, "benchmarks.desk_site:in_site", {**whole, "arguments": asked})
            found = compete([contender], 1)[name].answer
        if not best or found["seconds"]["draft"] < best["seconds"]["draft"]:
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
    taken, limit = found["seconds"], found["seconds"]["bare rows"]
    names = {
        "lines": "lines worked out and written",
        "stops": "looking for twelve kinds of stop",
        "draft": "gonghu, the whole draft",
        "bare rows": "limit: INSERT … SELECT of as many lines",
    }
    rows = [
        [words, f"{taken[key]:.1f}", f"{found['lines'] / taken[key]:,.0f}", f"{taken[key] / limit:.1f}"]
        for key, words in names.items()
    ]
    kinds = [[kind, f"{stopped:,} of {planted:,}"] for kind, (planted, stopped) in sorted(found["kinds"].items())]
    share = 100 * found["false"] / found["lines"]
    size_of_goal, seconds = _GOALS[name]
    claims = [
        verdict("planted, not stopped", found["missed"], 0, at_most=True),
        verdict("stopped wrongly, %", share, _FALSE, at_most=True),
        f"Drafting took {found['draft_mib']:.0f} MiB of memory beside what the process used before.",
    ]
    if size == size_of_goal:
        claims.insert(0, verdict("seconds for the whole draft", taken["draft"], seconds, at_most=True))
    return "\n\n".join(
        [
            f"### {name}: {found['lines']:,} lines drafted, {found['planted']:,} of them planted to be stopped",
            table(["", "s", "lines a second", "× limit"], rows),
            table(["planted", "stopped"], kinds),
            "\n".join(claims),
        ]
    )
