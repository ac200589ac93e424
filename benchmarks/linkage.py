"""Linkage of two rosters: Gonghu against Splink and against the bare hash join."""

from pathlib import Path

from benchmarks.linkage_scoring import Score, best_score, score
from benchmarks.options import Options
from benchmarks.rosters_pair import RostersPair, rosters_pair
from benchmarks.running import Contender, Measure, compete
from benchmarks.telling import costs, ratio, table, verdict

FLOOR, FLOOR_ALL, EXACT = (
    "floor: number and row, one hash join",
    "floor, all columns carried",
    "Gonghu, exact tier only",
)
RAW, PREPARED, IMPORT = "**Gonghu, raw files**", "**Gonghu, prepared files**", "preparing both rosters, once"
DAY = "Gonghu, a day's change (1 % of one roster)"
COLD, COLD_QUICK, SAVED = "Splink, trained from cold", "Splink, cold, u from 1e6 pairs", "Splink, saved model"
# Splink's manual: 1e9 pairs give the best u, 1e7 are often adequate for a test; 1e6 is what it does unasked.
U_PAIRS, U_PAIRS_QUICK = 1e7, 1e6
DAILY = 0.01
AUTOMATIC = "band = '同一人'"


def run(options: Options) -> str:
    """Return the tables and verdicts for every size and seed asked for."""
    return "\n\n".join(_one(options, size, seed) for size in options.sizes for seed in options.seeds)


def _contenders(pair: RostersPair, work: Path) -> list[Contender]:
    files = {"left": str(pair.left), "right": str(pair.right)}
    ready = {f"prepared_{side}": str(work / f"prepared_{side}.parquet") for side in ("left", "right")}
    model = {"model": str(work / "splink.json")}

    def out(name: str) -> dict[str, str]:
        return {"out": str(work / f"{name}.parquet")}

    return [
        Contender(FLOOR, "benchmarks.linkage_floor:text_key", files | out("floor")),
        Contender(FLOOR_ALL, "benchmarks.linkage_floor:all_columns", files | out("floor_all")),
        Contender(IMPORT, "benchmarks.linkage_gonghu:prepare", files | ready),
        Contender(EXACT, "benchmarks.linkage_gonghu:exact_tier", ready | out("exact")),
        Contender(DAY, "benchmarks.linkage_gonghu:day", {"left": str(pair.left), "share": DAILY, **ready}),
        Contender(PREPARED, "benchmarks.linkage_gonghu:prepared", ready | out("prepared")),
        Contender(RAW, "benchmarks.linkage_gonghu:raw", files | out("raw")),
        Contender(COLD, "benchmarks.linkage_splink:cold", files | out("cold") | model | {"u_pairs": U_PAIRS}),
        Contender(
            COLD_QUICK,
            "benchmarks.linkage_splink:cold",
            files | out("quick") | {"model": str(work / "quick.json"), "u_pairs": U_PAIRS_QUICK},
        ),
        Contender(SAVED, "benchmarks.linkage_splink:saved", files | out("saved") | model),
    ]


def _one(options: Options, size: int, seed: int) -> str:
    pair = rosters_pair(options.data, size, seed)
    measured = compete(_contenders(pair, pair.truth.parent), options.rounds)
    truth = str(pair.truth)
    scores = {label: score(measured[label].answer["pairs"], truth, AUTOMATIC) for label in (RAW, PREPARED)} | {
        label: best_score(measured[label].answer["pairs"], truth) for label in (COLD, COLD_QUICK, SAVED)
    }
    rows = [
        [label, *costs(m, measured[FLOOR] if label != FLOOR else None), *_quality(scores.get(label))]
        for label, m in measured.items()
    ]
    head = ["", "wall s", "CPU s", "× floor", "peak MiB", "precision", "recall", "F1", "wrong", "missed"]
    review = score(measured[RAW].answer["pairs"], truth)
    note = (
        "Gonghu's links count when they are automatic (同一人). With those put up for review (需人工核对) as well:"
        f" F1 {review.f1:.5f}, {review.wrong:,} wrong, {review.missed:,} missed. Splink's pairs are mutual best,"
        f" at the threshold that is best in hindsight ({scores[COLD].threshold:.3g}). The day's change is the second"
        f" after a full run; the first took {measured[DAY].answer['first_day']:.2f} s, for on it DuckDB also writes out"
        " what the full run has left."
    )
    title = f"### {size:,} × {size:,}, seed {seed} ({scores[RAW].right + scores[RAW].missed:,} true pairs)"
    return "\n".join([title, "", table(head, rows), "", note, "", *_verdicts(measured, scores)])


def _quality(found: Score | None) -> list[str]:
    return found.cells() if found else ["–"] * 5


def _verdicts(measured: dict[str, Measure], scores: dict[str, Score]) -> list[str]:
    floor, raw, prepared, cold = (measured[label] for label in (FLOOR, RAW, PREPARED, COLD))
    ours, theirs = scores[RAW], scores[COLD]
    automatic = ours.right + ours.wrong
    wall_cold, wall_saved = cold.wall / raw.wall, measured[SAVED].wall / raw.wall
    return [
        f"- Gonghu against Splink from cold: {ratio(raw, cold)}; against a saved model: {ratio(raw, measured[SAVED])}",
        verdict("times faster than Splink from cold, raw files", wall_cold, 6, at_most=False),
        verdict("times faster than Splink with a saved model, raw files", wall_saved, 1.8, at_most=False),
        verdict("prepared files, × floor", prepared.wall / floor.wall, 10, at_most=True),
        verdict("exact tier, × floor", measured[EXACT].wall / floor.wall, 1.5, at_most=True),
        verdict("a day's change, × exact tier", measured[DAY].wall / measured[EXACT].wall, 2, at_most=True),
        verdict("F1 less Splink's best", ours.f1 - theirs.f1, 0, at_most=False),
        verdict("wrong links to Splink's", ours.wrong / (theirs.wrong or 1), 0.1, at_most=True),
        verdict("wrong in 10,000 automatic links", 10_000 * ours.wrong / (automatic or 1), 1, at_most=True),
        verdict("memory to Splink's", raw.peak_mib / cold.peak_mib, 1 / 3, at_most=True),
    ]
