"""How right a whole run is: F1 of all categories, findings and left-behind marks against the truth."""

from pathlib import Path

import duckdb

_MARKS = """
    SELECT upper(trim(id_number)) AS id, 'category ' || category AS mark FROM {0} WHERE category <> ''
    UNION SELECT upper(trim(id_number)), 'finding ' || unnest(string_split(findings, '|')) FROM {0} WHERE findings <> ''
    UNION SELECT upper(trim(id_number)), 'left behind' FROM {0} WHERE left_behind IN ('1', 'true')"""


def all_marks(truth: Path, children: Path) -> float:
    """Return F1 over (child, mark) pairs."""
    told, true = (_MARKS.format(f"read_csv('{path}', all_varchar = true)") for path in (children, truth))
    right, told_count, true_count = duckdb.execute(f"""
        SELECT (SELECT count(*) FROM (SELECT * FROM ({told}) INTERSECT SELECT * FROM ({true}))),
               (SELECT count(*) FROM ({told})), (SELECT count(*) FROM ({true}))
    """).fetchall()[0]
    return float(2 * right / ((told_count + true_count) or 1))
