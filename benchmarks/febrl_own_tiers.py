"""
Gonghu's linkage on Febrl4 by tiers of its own, as a deployment with other rosters would bring them.

They were written looking at Febrl4; on Febrl3, from the same generator, nobody has tuned them.
"""

from typing import Any

import duckdb

from gonghu.engines.linkage import OwnTier, link_by_own_tiers


def _alike(column: str, least: float = 0.85) -> str:
    return f"coalesce(jaro_winkler_similarity(l.{column}, r.{column}) >= {least}, FALSE)"


def _swapped() -> str:
    return "coalesce(l.given_name = r.surname OR l.surname = r.given_name, FALSE)"


def _same(column: str) -> str:
    return f"coalesce(l.{column} = r.{column}, FALSE)"


NAME_ALIKE = f"({_alike('given_name')} OR {_alike('surname')} OR {_swapped()})"
NEIGHBOUR = f"({_same('postcode')} OR {_alike('suburb')} OR {_alike('address_1')} OR {_same('street_number')})"
NUMBER_NEAR = "coalesce(damerau_levenshtein(l.number, r.number) <= 2, FALSE)"
NUMBER, BORN = "l.number = r.number", "l.born = r.born"
SURNAME, STREET, SUBURB = "l.surname = r.surname", "l.address_1 = r.address_1", "l.suburb = r.suburb"
NAMES = f"l.given_name = r.given_name AND {SURNAME}"
HOUSE = f"{_same('street_number')} AND {_alike('address_1')}"

# fmt: off
TIERS = (
    OwnTier("NUMBER_BORN", "number and birth date the same", f"{NUMBER} AND {BORN}", "TRUE", 0.99),
    OwnTier("NUMBER_NAME", "number the same, a name alike or names swapped", NUMBER, NAME_ALIKE, 0.99),
    OwnTier("NUMBER_PLACE", "number the same, part of the address alike", NUMBER, NEIGHBOUR, 0.98),
    OwnTier("BORN_NUMBER_NEAR", "birth date the same, number two slips off at most", BORN, NUMBER_NEAR, 0.98),
    OwnTier("BORN_NAME_PLACE", "birth date the same, a name and part of the address alike", BORN,
            f"{NAME_ALIKE} AND {NEIGHBOUR}", 0.97),
    OwnTier("NAME_PLACE", "both names the same, part of the address alike", NAMES, NEIGHBOUR, 0.96),
    OwnTier("NAME_NUMBER_NEAR", "surname the same, number two slips off at most", SURNAME, NUMBER_NEAR, 0.95),
    OwnTier("STREET_NAME", "street the same, a name alike, number near or house or postcode the same", STREET,
            f"{NAME_ALIKE} AND ({NUMBER_NEAR} OR {_same('street_number')} OR {_same('postcode')})", 0.95),
    OwnTier("STREET_BORN", "street and birth date the same, suburb alike", f"{STREET} AND {BORN}",
            _alike("suburb"), 0.95),
    OwnTier("HOUSE_NAME", "suburb and house the same, a name alike or names swapped", SUBURB,
            f"{HOUSE} AND {NAME_ALIKE}", 0.95),
)
# fmt: on


def link(left: str, right: str, out: str) -> dict[str, Any]:
    """Link the two files by the ten tiers; every link is automatic."""
    with duckdb.connect() as connection:
        for table, path in (("left_rows", left), ("right_rows", right)):
            connection.execute(f"""
                CREATE TEMP TABLE {table} AS
                SELECT rid AS row_key, soc_sec_id AS number, date_of_birth AS born, given_name, surname,
                       street_number, address_1, suburb, postcode
                FROM '{path}'
            """).fetchall()
        link_by_own_tiers(connection, "left_rows", "right_rows", TIERS)
        connection.execute(f"""
            COPY (SELECT left_row AS left_rid, right_row AS right_rid, score AS probability FROM links)
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}
