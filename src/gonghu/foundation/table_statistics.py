"""
What the database knows of its tables (表统计): how many rows an index leaves, by which a planner chooses among them.

PostgreSQL gathers it by itself, SQLite only when asked: https://www.sqlite.org/lang_analyze.html.
"""

from typing import Final

from django.db import connection, models, transaction

_ROWS_LOOKED_AT: Final = 1_000
"""Of each index of SQLite; what a thousand rows say costs milliseconds whatever the size of the table."""
_EMPTY_ARE_EMPTY: Final = """
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT tbl_name, name, '1' || replace(hex(zeroblob((SELECT count(*) FROM pragma_index_info(name)))), '00', ' 1')
FROM sqlite_master
WHERE type = 'index' AND sql LIKE '% WHERE %' AND name NOT IN (SELECT idx FROM sqlite_stat1 WHERE idx IS NOT NULL)
  AND tbl_name IN (SELECT tbl FROM sqlite_stat1)
"""
"""ANALYZE says nothing of an index of no row, and the planner then takes it for half of its table."""
_SMALL_ARE_SMALL: Final = """
INSERT INTO sqlite_stat1 (tbl, idx, stat)
SELECT name, NULL, '100' FROM sqlite_master
WHERE type = 'table' AND name NOT LIKE 'sqlite^_%' ESCAPE '^' AND name NOT IN (SELECT tbl FROM sqlite_stat1)
"""
"""Nor of a table of no row, which the planner takes for a million: better for a few, as there may be by evening."""


def refresh_statistics() -> None:
    """Tell the planner how the tables of the database have grown."""
    with connection.cursor() as cursor:
        if connection.vendor != "sqlite":
            cursor.execute("ANALYZE")
            return
        cursor.execute(f"PRAGMA analysis_limit = {_ROWS_LOOKED_AT}")
        with transaction.atomic():
            cursor.execute("ANALYZE")
            cursor.execute(_EMPTY_ARE_EMPTY)
            cursor.execute(_SMALL_ARE_SMALL)
            # Read again what stands there now.
            cursor.execute("ANALYZE sqlite_schema")


def refresh_statistics_of(model: type[models.Model]) -> None:
    """Tell PostgreSQL's planner how one table has just grown; SQLite chooses by its indexes until it is next asked."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")
