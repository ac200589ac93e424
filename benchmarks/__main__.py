"""Run the benchmarks: `python -m benchmarks [NAME ...] [--size N ...] [--rounds N] [--seed N ...]`."""

import argparse
import importlib
from pathlib import Path

from benchmarks.options import Options
from benchmarks.telling import machine, record

# Each benchmark with the size of a smoke test.
BENCHMARKS = {
    "linkage": 20_000, "febrl": 5_000, "policy": 30_000, "intake": 100_000, "screen": 20_000, "desk": 5_000,
    "field": 2_000, "telephone": 60, "storing": 20_000, "payroll": 5_000,
}  # fmt: skip


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help=f"which to run ({', '.join(BENCHMARKS)}); all without any")
    parser.add_argument("--size", type=int, nargs="+", help="rows of a roster, or persons; small without")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seed", type=int, nargs="+", default=[11])
    parser.add_argument("--record", type=Path, help="put each result between its marks in this document")
    found = parser.parse_args()
    if unknown := set(found.names) - BENCHMARKS.keys():
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    return found


def main() -> None:
    """Run what was asked for and print Markdown."""
    asked = _arguments()
    measured_on = f"Measured on {machine()}; median of {asked.rounds} interleaved rounds, each in a fresh process."
    for name in asked.names or BENCHMARKS:
        sizes = tuple(asked.size or [BENCHMARKS[name]])
        benchmark = importlib.import_module(f"benchmarks.{name}")
        told = f"{measured_on}\n\n{benchmark.run(Options(sizes, asked.rounds, tuple(asked.seed)))}"
        print(f"## {name}\n\n{told}\n", flush=True)
        if asked.record:
            record(asked.record, name, told)


if __name__ == "__main__":
    main()
