"""
children.csv: every child, one row each, for other programs and for tracing back (儿童总表).
"""

from pathlib import Path

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.reporting.child_rows import public_category
from gonghu.engines.statements import Statement

NAME = "children.csv"


def children_statement(evaluation: Evaluation, out: Path) -> Statement:
    """
    Return the statement that writes ``out``/children.csv (UTF-8): the contract's columns first, no NULLs.

    ``source`` is the row that says the child exists, ``evidence`` the rows behind category and findings.
    """
    prefix = evaluation.prefix
    return Statement(
        NAME,
        "儿童总表",
        f"""COPY (
SELECT coalesce(p.id_number, '') AS id_number, {_inert("p.name")} AS name,
  coalesce(p.division_code, '') AS division_code, coalesce(CAST(d.age AS VARCHAR), '') AS age, d.father, d.mother,
  {public_category(evaluation, "d.category")} AS category,
  CASE WHEN {_left_behind(evaluation)} THEN '1' ELSE '0' END AS left_behind, d.findings,
  CASE WHEN p.person > 0 THEN 'VALID' WHEN p.id_number IS NULL THEN 'MISSING' ELSE 'WRONG' END AS id_state,
  coalesce(p.sex, '') AS sex, coalesce(CAST(p.born_on AS VARCHAR), '') AS born_on,
  {_inert("p.household")} AS household, CASE WHEN p.in_register THEN '1' ELSE '0' END AS in_register,
  {_yuan("d.stake_fen")} AS stake_yuan, {_inert("t.reasons")} AS reasons, {_inert("t.verify")} AS to_verify,
  {_inert("concat_ws('·', f.path, nullif(f.sheet, ''), '第' || p.row_no || '行')")} AS source,
  {_inert("r.father_basis")} AS father_basis, {_inert("r.mother_basis")} AS mother_basis,
  {_inert("r.evidence")} AS evidence
FROM {prefix}decision AS d
JOIN person AS p ON p.person = d.person
LEFT JOIN intake_file AS f ON f.file_no = p.file_no
LEFT JOIN report_row AS r ON r.person = d.person
LEFT JOIN (
  SELECT pattern, string_agg(name || '：' || words, '。' ORDER BY rank) AS reasons,
         string_agg(nullif(verify, ''), '；' ORDER BY rank) AS verify
  FROM report_told GROUP BY pattern
) AS t ON t.pattern = r.pattern
ORDER BY p.division_code, d.person
) TO {literal(str(out / NAME))} (FORMAT csv, HEADER)""",
    )


def _left_behind(evaluation: Evaluation) -> str:
    return "coalesce(d.left_behind, FALSE)" if "left_behind" in evaluation.law.policies else "FALSE"


def _yuan(fen: str) -> str:
    return f"coalesce(CAST(CAST({fen} AS DECIMAL(18, 2)) / 100 AS DECIMAL(18, 2))::VARCHAR, '')"


def _inert(column: str) -> str:
    """SQL for text that a spreadsheet will not take for a formula: no cleaned name begins like that."""
    starts = f"substr({column}, 1, 1) IN ('=', '+', '-', '@', chr(9), chr(13))"
    return f"CASE WHEN {starts} THEN chr(39) || {column} ELSE coalesce({column}, '') END"
