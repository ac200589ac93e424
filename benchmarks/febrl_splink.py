"""Splink on Febrl4, set up as its own example for these data is."""

import logging
from typing import Any

import duckdb
import splink.comparison_library as compare
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.internals.blocking_rule_creator import BlockingRuleCreator

logging.getLogger("splink").setLevel(logging.ERROR)


def link(left: str, right: str, out: str) -> dict[str, Any]:
    """Train from cold, predict, keep mutual best pairs."""
    settings = SettingsCreator(
        link_type="link_only",
        unique_id_column_name="rid",
        comparisons=[
            compare.NameComparison("given_name"),
            compare.NameComparison("surname"),
            compare.DateOfBirthComparison("date_of_birth", input_is_string=True, datetime_format="%Y%m%d"),
            compare.DamerauLevenshteinAtThresholds("soc_sec_id", [1, 2]),
            compare.ExactMatch("street_number").configure(term_frequency_adjustments=True),
            compare.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(term_frequency_adjustments=True),
        ],
        blocking_rules_to_generate_predictions=[
            block_on("given_name", "surname"),
            block_on("date_of_birth"),
            block_on("soc_sec_id"),
            block_on("state", "address_1"),
            block_on("street_number", "address_1"),
            block_on("postcode", "given_name"),
            block_on("postcode", "surname"),
        ],
        retain_matching_columns=False,
    )
    with duckdb.connect() as connection:
        api = DuckDBAPI(connection=connection)
        for name, path in (("l", left), ("r", right)):
            connection.execute(f"CREATE TABLE {name} AS FROM '{path}'").fetchall()
        linker = Linker([api.register("l"), api.register("r")], settings, log_level=logging.ERROR)
        training = linker.training
        sure: list[str | BlockingRuleCreator] = [
            block_on("soc_sec_id"),
            block_on("given_name", "surname", "date_of_birth"),
        ]
        training.estimate_probability_two_random_records_match(sure, recall=0.9)
        training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
        training.estimate_parameters_using_expectation_maximisation(block_on("date_of_birth"))
        training.estimate_parameters_using_expectation_maximisation(block_on("postcode"))
        predicted = linker.inference.predict(threshold_match_probability=0.001).physical_name
        connection.execute(f"""
            COPY (SELECT rid_l AS left_rid, rid_r AS right_rid, match_probability AS probability FROM {predicted}
                  QUALIFY row_number() OVER (PARTITION BY rid_l ORDER BY match_weight DESC, rid_r) = 1
                      AND row_number() OVER (PARTITION BY rid_r ORDER BY match_weight DESC, rid_l) = 1)
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}
