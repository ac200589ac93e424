"""Gonghu's linkage on Febrl4: the same tiers, with English columns in the places of Chinese ones."""

from typing import Any

import duckdb

from gonghu.engines.linkage import Roster, link_rosters


def link(left: str, right: str, out: str) -> dict[str, Any]:
    """Link with the social security number as number, postcode as place and street as relative."""
    with duckdb.connect() as connection:
        rosters = [_roster(path) for path in (left, right)]
        link_rosters(connection, *rosters)
        connection.execute(f"""
            COPY (SELECT left_row AS left_rid, right_row AS right_rid, score AS probability, band FROM links)
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}


def _roster(path: str) -> Roster:
    return Roster(
        relation=f"(SELECT * REPLACE (nullif(soc_sec_id, '') AS soc_sec_id) FROM '{path}')",
        row_key="rid",
        raw_number="soc_sec_id",
        # It has no check digit, so a differing number is a number written otherwise, not evidence against.
        number="CAST(NULL AS BIGINT)",
        number_text="soc_sec_id",
        name="coalesce(surname, '') || coalesce(given_name, '')",
        born="try_cast(date_of_birth AS INTEGER)",
        sex="'1'",
        place="lpad(postcode, 12, '0')",
        kin="address_1",
    )
