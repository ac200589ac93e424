"""
Places of an invented city: the real counties, towns and villages of the division table, peopled anew.

A county holds at most four hundred thousand people; a larger city takes in more counties.
"""

import duckdb

from gonghu.engines.synthesis.randomness import sql_list
from gonghu.standards.division_code import Level
from gonghu.standards.division_names import places_within

PERSONS_PER_COUNTY = 400_000

# Counties where people born elsewhere, or registered elsewhere, have their numbers from.
FAR_COUNTIES = (
    "130202", "130682", "211321", "230103", "320582", "321023", "330382", "340123", "341622", "360731",
    "370213", "371721", "410823", "411625", "420683", "431122", "440983", "450223", "500233", "511322",
    "520123", "530322", "610527", "620523",
)  # fmt: skip


def create_places(connection: duckdb.DuckDBPyConnection, counties: tuple[str, ...], persons: int) -> None:
    """
    Create the table `place(place, county, division_code, village, agricultural)` for a city of this size.

    :raises ValueError: the style knows too few counties for so many persons
    """
    used = max(1, -(-persons // PERSONS_PER_COUNTY))
    if used > len(counties):
        raise ValueError(f"A city of {persons} persons needs {used} counties; this style has {len(counties)}.")
    villages = {
        code: name
        for county in counties[:used]
        for code, name in places_within(county).items()
        if not code.endswith("000")
    }
    connection.execute(
        f"""
        CREATE OR REPLACE TEMP TABLE place AS
        SELECT (row_number() OVER (ORDER BY division_code) - 1)::BIGINT AS place,
               substr(division_code, 1, {Level.COUNTY.value}) AS county, division_code, village,
               -- Codes of residents' committees (居委会) begin with 0, of villagers' committees (村委会) with 2.
               substr(division_code, 10, 1) = '2' AS agricultural
        FROM (SELECT unnest(?) AS division_code, unnest(?) AS village)
        """,
        [list(villages), list(villages.values())],
    ).fetchall()


def far_county(draw: str) -> str:
    """Return SQL for a county elsewhere; ``draw`` is a whole number from 0 up."""
    return f"{sql_list(FAR_COUNTIES)}[1 + {draw} % {len(FAR_COUNTIES)}]"
