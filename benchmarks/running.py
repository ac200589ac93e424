"""
Running contenders fairly: each in a fresh process, in turn, round after round; medians are compared.

A contender is a function `module:name` that takes plain arguments and returns a dict that JSON can hold. Its module is
imported before the clock starts, and Python may keep what it compiles, as it does everywhere else. The peak is the
process's own high-water mark (VmHWM), interpreter included.
"""

import importlib
import json
import os
import resource
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any

MARK = "benchmark-answer:"
REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Contender:
    """Something to be measured: its name in the table, its function, what it is called with."""

    label: str
    function: str
    arguments: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Measure:
    """One run: seconds on the wall and on the processors, peak memory in MiB, and what the contender said."""

    wall: float
    cpu: float
    peak_mib: float
    answer: dict[str, Any]


class ContenderFailed(Exception):
    """A contender's process ended without an answer."""


def run_once(contender: Contender) -> Measure:
    """
    Run a contender in a process of its own.

    :raises ContenderFailed: with the end of its error output
    """
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.running", contender.function, json.dumps(contender.arguments)],
        capture_output=True,
        text=True,
        cwd=REPOSITORY,
        env={name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"},
        check=False,
    )
    answers = [line for line in done.stdout.splitlines() if line.startswith(MARK)]
    if done.returncode or not answers:
        raise ContenderFailed(f"{contender.label}: {done.stderr[-2000:]}")
    return Measure(**json.loads(answers[-1].removeprefix(MARK)))


def compete(contenders: list[Contender], rounds: int) -> dict[str, Measure]:
    """Run all contenders in turn, so many rounds, and return each one's medians with its last answer."""
    runs: dict[str, list[Measure]] = {contender.label: [] for contender in contenders}
    for turn in range(rounds):
        # Every other round backwards: what runs after what shall not matter.
        for contender in contenders[:: -1 if turn % 2 else 1]:
            print(f"  round {turn + 1}: {contender.label}", file=sys.stderr, flush=True)
            runs[contender.label].append(run_once(contender))
    return {label: _median(measures) for label, measures in runs.items()}


def _median(measures: list[Measure]) -> Measure:
    return Measure(
        median(m.wall for m in measures),
        median(m.cpu for m in measures),
        median(m.peak_mib for m in measures),
        measures[-1].answer,
    )


class Clock:
    """Times a part of a contender's work; its readings, put into the answer, count instead of the whole."""

    def __init__(self) -> None:
        self._cpu, self._wall = _cpu(), time.perf_counter()

    def readings(self) -> dict[str, float]:
        """Return seconds on the wall and on the processors since the clock was made."""
        return {"wall": time.perf_counter() - self._wall, "cpu": _cpu() - self._cpu}


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def _peak_mib() -> float:
    """Return the high-water mark; getrusage would count that of the parent before exec."""
    own = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith("VmHWM:"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return max(int(own.split()[1]), children) / 1024


def main(function: str, arguments: str) -> None:
    """Be the contender's process: import, time, answer."""
    module, _, name = function.partition(":")
    contend = getattr(importlib.import_module(module), name)
    cpu, began = _cpu(), time.perf_counter()
    answer = contend(**json.loads(arguments))
    wall, cpu = time.perf_counter() - began, _cpu() - cpu
    # The contender's own clock counts where it knows better what belongs to the work.
    own = {"wall": answer.pop("wall", wall), "cpu": answer.pop("cpu", cpu)}
    print(MARK + json.dumps(own | {"peak_mib": _peak_mib(), "answer": answer}), flush=True)
    # Some libraries take seconds to unload.
    sys.stdout.flush()
    os._exit(0)


if __name__ == "__main__":
    main(*sys.argv[1:])
