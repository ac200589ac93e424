"""
findings.parquet: one row per child and finding, with the truth of every condition, for programs (问题明细).
"""

from pathlib import Path

from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.reporting.sealing import is_sealed
from gonghu.engines.statements import Statement

NAME = "findings.parquet"
ROW_GROUP = 122_880
"""Larger groups are read by one thread only."""


def findings_statement(evaluation: Evaluation, out: Path) -> Statement:
    """
    Return the statement that writes ``out``/findings.parquet.

    ``conditions`` maps the facts the reasons rest on (father.imprisoned) to yes, or NULL where they are unknown;
    ``evidence`` lists file, sheet, row, role and fact.
    """
    law = evaluation.law
    return Statement(
        NAME,
        "问题明细（含各条件的真值与证据）",
        f"""COPY (
SELECT r.person, r.id_number, r.name, r.division_code, r.age, r.category, r.policy, r.finding, r.stake_fen,
  r.father_state, r.mother_state, r.words AS reasons, r.verify AS to_verify, r.basis,
  {literal(law.as_of.isoformat())}::DATE AS as_of, t.conditions, e.evidence
FROM report_finding AS r
JOIN ({_conditions(evaluation)}) AS t ON t.pattern = r.pattern
LEFT JOIN (
  SELECT v.person, list(struct_pack(file := f.path, sheet := f.sheet, "row" := v.row_no, "role" := v.role,
         facts := v.facts, shows := v.shows) ORDER BY v.file_no, v.row_no) AS evidence
  FROM report_evidence AS v JOIN intake_file AS f ON f.file_no = v.file_no
  WHERE v.person IN (SELECT person FROM report_finding) GROUP BY v.person
) AS e ON e.person = r.person
ORDER BY r.rank, r.division_code, r.person
) TO {literal(str(out / NAME))} (FORMAT parquet, ROW_GROUP_SIZE {ROW_GROUP})""",
    )


def _conditions(evaluation: Evaluation) -> str:
    """Every recorded fact of the pattern that is not plainly no, as a map from name to truth."""
    facts = [
        (f"{role}.{identifier}", f"{role}_{identifier}")
        for role, asked in evaluation.network.record_facts.items()
        for identifier, fact in asked.items()
        if not is_sealed(fact)
    ]
    names = ", ".join(literal(name) for name, _ in facts)
    truths = ", ".join(f"p.{column}" for _, column in facts)
    return f"""SELECT p.pattern, map_from_entries(list_filter(list_zip([{names}], [{truths}]),
  lambda entry: entry[2] IS DISTINCT FROM FALSE)) AS conditions
FROM {evaluation.prefix}pattern AS p WHERE p.pattern IN (SELECT pattern FROM report_told WHERE kind = 'finding')"""
