"""Splink on the two rosters as a careful user would set it up: clean columns, term frequencies, EM twice."""

import json
import logging
import time
from pathlib import Path
from typing import Any

import duckdb
import splink.comparison_level_library as level
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator

from benchmarks.linkage_columns import create_clean

logging.getLogger("splink").setLevel(logging.ERROR)
LEAST_PROBABILITY = 0.05
# Of the true pairs, the share that the two sure rules find; a guess of this kind is asked of every user.
GUESSED_RECALL = 0.95


def _settings() -> SettingsCreator:
    number = compare.CustomComparison(
        output_column_name="number",
        comparison_levels=[
            level.NullLevel("any_number"),
            level.ExactMatchLevel("valid_number"),
            # Two, because neighbours swapped cost two; Damerau's distance takes five times as long.
            level.LevenshteinLevel("any_number", 2),
            level.ElseLevel(),
        ],
    )
    name = compare.CustomComparison(
        output_column_name="name",
        comparison_levels=[
            level.NullLevel("name"),
            level.ExactMatchLevel("name", term_frequency_adjustments=True),
            level.ExactMatchLevel("sound", term_frequency_adjustments=True),
            level.JaroWinklerLevel("sound", 0.92),
            level.ExactMatchLevel("surname"),
            level.ElseLevel(),
        ],
    )
    place = compare.CustomComparison(
        output_column_name="village",
        comparison_levels=[
            level.NullLevel("village"),
            level.ExactMatchLevel("village"),
            level.CustomLevel("substr(village_l, 1, 9) = substr(village_r, 1, 9)", "same town"),
            level.ExactMatchLevel("county"),
            level.ElseLevel(),
        ],
    )
    guardian = compare.CustomComparison(
        output_column_name="guardian",
        comparison_levels=[
            level.NullLevel("guardian"),
            level.ExactMatchLevel("guardian", term_frequency_adjustments=True),
            level.ExactMatchLevel("guardian_sound"),
            level.ElseLevel(),
        ],
    )
    birth = compare.DateOfBirthComparison("birth", input_is_string=False)
    return SettingsCreator(
        link_type="link_only",
        comparisons=[number, name, place, guardian, birth, compare.ExactMatch("sex")],
        blocking_rules_to_generate_predictions=[
            block_on("valid_number"),
            block_on("sound", "birth"),
            block_on("sound", "village"),
            block_on("birth", "village"),
            block_on("birth", "guardian_sound"),
        ],
        retain_matching_columns=False,
    )


def _linker(connection: duckdb.DuckDBPyConnection, settings: SettingsCreator | Path) -> Linker:
    api = DuckDBAPI(connection=connection)
    return Linker([api.register("l"), api.register("r")], settings, log_level=logging.ERROR)


def _train(linker: Linker, u_pairs: float) -> None:
    sure: list[str | BlockingRuleCreator] = [block_on("valid_number"), block_on("name", "birth", "village")]
    linker.training.estimate_probability_two_random_records_match(sure, recall=GUESSED_RECALL)
    linker.training.estimate_u_using_random_sampling(max_pairs=u_pairs, seed=1)
    for rule in (block_on("birth", "village"), block_on("valid_number")):
        linker.training.estimate_parameters_using_expectation_maximisation(rule, estimate_without_term_frequencies=True)


def _one_to_one(connection: duckdb.DuckDBPyConnection, predicted: str, out: str) -> None:
    """Keep the pairs of which each is the other's best: both rosters name every child once."""
    connection.execute(f"""
        COPY (
            SELECT unique_id_l AS left_rid, unique_id_r AS right_rid, match_probability AS probability
            FROM (SELECT *, row_number() OVER (PARTITION BY unique_id_l ORDER BY match_weight DESC, unique_id_r) AS a,
                         row_number() OVER (PARTITION BY unique_id_r ORDER BY match_weight DESC, unique_id_l) AS b
                  FROM {predicted})
            WHERE a = 1 AND b = 1
        ) TO '{out}' (FORMAT parquet)
    """).fetchall()


class _Steps:
    """Seconds each step took."""

    def __init__(self) -> None:
        self.began = time.perf_counter()
        self.taken: dict[str, float] = {}

    def done(self, step: str) -> None:
        now = time.perf_counter()
        self.taken[step], self.began = now - self.began, now


def cold(left: str, right: str, out: str, model: str, u_pairs: float) -> dict[str, Any]:
    """Prepare, train, predict, one to one; the trained model is kept for the other contender."""
    return _link(left, right, out, None, model, u_pairs)


def saved(left: str, right: str, out: str, model: str) -> dict[str, Any]:
    """Prepare, predict and one to one with a model trained before on the same files."""
    return _link(left, right, out, Path(model), None)


def _link(
    left: str, right: str, out: str, trained: Path | None, keep: str | None, u_pairs: float = 0
) -> dict[str, Any]:
    steps = _Steps()
    with duckdb.connect() as connection:
        create_clean(connection, "l", left)
        create_clean(connection, "r", right)
        steps.done("prepare")
        linker = _linker(connection, trained or _settings())
        if trained is None:
            _train(linker, u_pairs)
            steps.done("train")
        predicted = linker.inference.predict(threshold_match_probability=LEAST_PROBABILITY)
        steps.done("predict")
        _one_to_one(connection, predicted.physical_name, out)
        steps.done("one to one")
        took = sum(steps.taken.values())
        if keep:
            Path(keep).write_text(json.dumps(linker.misc.save_model_to_json()), encoding="utf-8")
    return {"pairs": out, "steps": steps.taken, "wall": took}
