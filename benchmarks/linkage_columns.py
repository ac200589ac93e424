"""
Clean columns of the two rosters: what any competent user of any linker makes first.

Numbers with a correct check digit, simplified characters, pinyin, dates. Gonghu and its peers get the same, so that no
peer is beaten by bad input.
"""

import duckdb

from gonghu.engines.linkage.rows import load_hanzi, with_pinyin
from gonghu.engines.synthesis.names import SIMPLIFIED, TRADITIONAL
from gonghu.engines.synthesis.numbering import check_digit
from gonghu.engines.synthesis.randomness import sql_text

# Only what is not 18 bytes of ASCII has to be mended; only names with a traditional character have to be rewritten.
TYPED = (
    "CASE WHEN strlen(id_no) = 18 THEN upper(id_no)"
    " ELSE upper(translate(replace(id_no, ' ', ''), '０１２３４５６７８９Ｘ', '0123456789X')) END"
)
# The check digit is worked out only for what has the shape of a number with a possible birth date in it.
NUMBER = (
    "CASE WHEN regexp_full_match(typed, '[0-9]{6}(19|20)[0-9]{2}(0[1-9]|1[0-2])(0[1-9]|[12][0-9]|3[01])[0-9]{3}[0-9X]')"
    f" THEN CASE WHEN substr(typed, 18) = {check_digit('typed')} THEN substr(typed, 1, 17)::BIGINT END END"
)
_SPELLED = (
    f"CASE WHEN regexp_matches({{0}}, '[ {TRADITIONAL}]')"
    f" THEN translate(replace({{0}}, ' ', ''), {sql_text(TRADITIONAL)}, {sql_text(SIMPLIFIED)}) ELSE {{0}} END"
)
NAME, GUARDIAN = _SPELLED.format("name"), _SPELLED.format("guardian_name")
BORN = "try_strptime(birth, '%Y-%m-%d')::DATE"


def typed(source: str) -> str:
    """Return a roster (a table, or a quoted file) with its number as it was meant to be typed."""
    return f"(SELECT *, {TYPED} AS typed FROM {source})"


def checked(source: str) -> str:
    """Return a roster with its number as meant to be typed and, where it is valid, the 17 digits of ``number``."""
    return f"(SELECT *, {NUMBER} AS number FROM {typed(source)})"


def _quoted(path: str) -> str:
    return f"'{path}'"


def create_clean(connection: duckdb.DuckDBPyConnection, table: str, roster: str) -> None:
    """Create a table of clean columns from a roster's file; a number that cannot be right is left out."""
    load_hanzi(connection)
    connection.execute(f"""
        CREATE TEMP TABLE {table}_typed AS
        SELECT rid AS unique_id, {NUMBER} AS valid_number, typed AS any_number, {NAME} AS name,
               substr({NAME}, 1, 1) AS surname, sex, {BORN} AS birth, village, substr(village, 1, 6) AS county,
               {GUARDIAN} AS guardian
        FROM {typed(_quoted(roster))}
    """).fetchall()
    for statement in (
        with_pinyin(f"{table}_named", f"{table}_typed", pinyin="sound"),
        with_pinyin(f"{table}_read", f"{table}_named", name="guardian", pinyin="guardian_sound"),
    ):
        connection.execute(statement.sql).fetchall()
    connection.execute(f"CREATE TABLE {table} AS FROM {table}_read").fetchall()
