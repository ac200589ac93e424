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
    # Texts are made after sorting, so that three hundred thousand of them need not be carried through it.
    return Statement(
        NAME,
        "儿童总表",
        f"""COPY (
SELECT coalesce(id_number, '') AS id_number, {_inert("name")} AS name, coalesce(division_code, '') AS division_code,
  coalesce(CAST(age AS VARCHAR), '') AS age, father, mother, {public_category(evaluation, "category")} AS category,
  CASE WHEN left_behind THEN '1' ELSE '0' END AS left_behind, findings,
  CASE WHEN person > 0 THEN 'VALID' WHEN id_number IS NULL THEN 'MISSING' ELSE 'WRONG' END AS id_state,
  coalesce(sex, '') AS sex, coalesce(CAST(born_on AS VARCHAR), '') AS born_on, {_inert("household")} AS household,
  CASE WHEN in_register THEN '1' ELSE '0' END AS in_register, {_yuan("stake_fen")} AS stake_yuan,
  {_inert("reasons")} AS reasons, {_inert("verify")} AS to_verify,
  {_inert("file || '·第' || row_no || '行'")} AS source,
  {_inert("father_basis")} AS father_basis, {_inert("mother_basis")} AS mother_basis, {_inert("evidence")} AS evidence
FROM (
{_sorted_children(evaluation)}
) AS child
) TO {literal(str(out / NAME))} (FORMAT csv, HEADER)""",
    )


def _sorted_children(evaluation: Evaluation) -> str:
    left_behind = "d.left_behind" if "left_behind" in evaluation.law.policies else "FALSE"
    return f"""SELECT p.person, p.id_number, p.name, p.division_code, d.age, d.father, d.mother, d.category,
  {left_behind} AS left_behind, d.findings, p.sex, p.born_on, p.household, p.in_register, d.stake_fen, t.reasons,
  t.verify, concat_ws('·', f.path, nullif(f.sheet, '')) AS file, p.row_no, r.father_basis, r.mother_basis, r.evidence
FROM {evaluation.prefix}decision AS d
JOIN person AS p ON p.person = d.person
LEFT JOIN intake_file AS f ON f.file_no = p.file_no
LEFT JOIN report_row AS r ON r.person = d.person
LEFT JOIN (
  SELECT pattern, string_agg(name || '：' || words, '。' ORDER BY rank) AS reasons,
         string_agg(nullif(verify, ''), '；' ORDER BY rank) AS verify
  FROM report_told GROUP BY pattern
) AS t ON t.pattern = r.pattern
ORDER BY p.division_code, d.person"""


def _yuan(fen: str) -> str:
    return f"coalesce(CAST(CAST(CAST({fen} AS DECIMAL(18, 2)) / 100 AS DECIMAL(18, 2)) AS VARCHAR), '')"


def _inert(column: str) -> str:
    """SQL for text that a spreadsheet will not take for a formula: no cleaned name begins like that."""
    starts = f"substr({column}, 1, 1) IN ('=', '+', '-', '@', chr(9), chr(13))"
    return f"CASE WHEN {starts} THEN chr(39) || {column} ELSE coalesce({column}, '') END"
