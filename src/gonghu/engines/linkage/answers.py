"""
What people have decided about doubtful links (人工核对结论), applied before anything is compared.

``answer(row_digest, person, same)`` holds one row a decision; it stands by the content of the row, so it
goes on holding when the department sends the file again with other row numbers.
"""

from gonghu.engines.linkage.tiers import REVIEWED
from gonghu.engines.statements import Statement


def answered_statements() -> tuple[Statement, ...]:
    """Return the statements that turn answers into links and strike out what was denied."""
    return (
        Statement(
            "answers",
            "人工核对结论",
            "CREATE TEMP TABLE IF NOT EXISTS answer (row_digest VARCHAR, person BIGINT, same BOOLEAN)",
        ),
        Statement(
            f"tier {REVIEWED.name}",
            REVIEWED.label,
            f"""INSERT INTO link
SELECT m.row_key, a.person, '{REVIEWED.name}', {REVIEWED.score}, '{REVIEWED.band.value}', m.sole
FROM mention AS m JOIN answer AS a ON a.row_digest = m.row_digest
WHERE a.same AND NOT EXISTS (SELECT 1 FROM link AS d WHERE d.left_row = m.row_key)""",
        ),
        Statement(
            "denied pairs",
            "人工核对为不是同一人",
            """CREATE OR REPLACE TEMP TABLE denied AS
SELECT m.row_key AS left_row, a.person AS right_row FROM mention AS m
JOIN answer AS a ON a.row_digest = m.row_digest WHERE NOT a.same""",
        ),
    )
