"""
Clean columns of the two rosters: what any competent user of any linker makes first.

Numbers with a correct check digit, simplified characters, pinyin, dates. Gonghu and its peers get the same, so that no
peer is beaten by bad input.
"""

import duckdb

from gonghu.engines.linkage.repair import weighted_sum
from gonghu.engines.linkage.rows import load_hanzi, read_aloud
from gonghu.engines.synthesis.names import SIMPLIFIED, TRADITIONAL
from gonghu.engines.synthesis.randomness import sql_text
from gonghu.standards.citizen_number import CHECK_CHARACTERS

# Only what is not 18 bytes of ASCII has to be mended; only names with a traditional character have to be rewritten.
TYPED = (
    "CASE WHEN strlen(id_no) = 18 THEN upper(id_no)"
    " ELSE upper(translate(replace(id_no, ' ', ''), '０１２３４５６７８９Ｘ', '0123456789X')) END"
)
BODY = "CASE WHEN strlen(typed) = 18 THEN try_cast(substr(typed, 1, 17) AS BIGINT) END"
# The check digit is worked out only for what has a possible birth date in it.
NUMBER = f"""CASE WHEN body >= {10**16} AND body // 10000000 % 10000 BETWEEN 1900 AND 2099
  AND body // 100000 % 100 BETWEEN 1 AND 12 AND body // 1000 % 100 BETWEEN 1 AND 31
  AND substr('{CHECK_CHARACTERS}', CAST({weighted_sum("body")} AS INTEGER) + 1, 1) = substr(typed, 18) THEN body END"""
_SPELLED = (
    f"CASE WHEN regexp_matches({{0}}, '[ {TRADITIONAL}]')"
    f" THEN translate(replace({{0}}, ' ', ''), {sql_text(TRADITIONAL)}, {sql_text(SIMPLIFIED)}) ELSE {{0}} END"
)
NAME, GUARDIAN = _SPELLED.format("name"), _SPELLED.format("guardian_name")
BORN = "try_strptime(birth, '%Y-%m-%d')::DATE"
BORN_NUMBER = f"year({BORN}) * 10000 + month({BORN}) * 100 + day({BORN})"


def checked(source: str) -> str:
    """
    Return a roster (a table, or a quoted file) with two columns more.

    ``typed`` is the number as it was meant to be typed, ``number`` its 17 digits if it is valid.
    """
    return (
        f"(SELECT * EXCLUDE (body), {NUMBER} AS number"
        f" FROM (SELECT *, {BODY} AS body FROM (SELECT *, {TYPED} AS typed FROM {source})))"
    )


def _quoted(path: str) -> str:
    return f"'{path}'"


def create_clean(connection: duckdb.DuckDBPyConnection, table: str, roster: str) -> None:
    """Create a table of clean columns from a roster's file; a number that cannot be right is left out."""
    load_hanzi(connection)
    connection.execute(f"""
        CREATE TEMP TABLE {table}_typed AS
        SELECT rid AS unique_id, number AS valid_number, typed AS any_number, {NAME} AS name,
               substr({NAME}, 1, 1) AS surname, sex, {BORN} AS birth, village, substr(village, 1, 6) AS county,
               {GUARDIAN} AS guardian
        FROM {checked(_quoted(roster))}
    """).fetchall()
    spelled = read_aloud(f"{table}_read", f"{table}_typed", {"name": "sound", "guardian": "guardian_sound"})
    connection.execute(spelled.sql).fetchall()
    connection.execute(f"CREATE TABLE {table} AS FROM {table}_read").fetchall()
