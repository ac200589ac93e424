"""The limit of linking two rosters: read number and row of both files, one hash join, keep the pairs."""

import duckdb


def text_key(left: str, right: str, out: str) -> dict[str, object]:
    """Join on the number as it stands."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            COPY (SELECT l.rid AS left_rid, r.rid AS right_rid
                  FROM (SELECT rid, id_no FROM '{left}') l JOIN (SELECT rid, id_no FROM '{right}') r USING (id_no))
            TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}


def all_columns(left: str, right: str, out: str) -> dict[str, object]:
    """Join on the number as it stands and carry every column of both rosters."""
    with duckdb.connect() as connection:
        connection.execute(f"""
            CREATE TABLE joined AS SELECT l.*, r.* FROM '{left}' l JOIN '{right}' r USING (id_no)
        """).fetchall()
        connection.execute(f"""
            COPY (SELECT rid AS left_rid, rid_1 AS right_rid FROM joined) TO '{out}' (FORMAT parquet)
        """).fetchall()
    return {"pairs": out}
