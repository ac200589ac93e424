"""
One row a child about whom something was found (问题儿童一人一行), as every list prints it.
"""

from gonghu.engines.linkage.repair import weighted_sum
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.reporting.condition_walk import PARENTS
from gonghu.engines.reporting.sealing import SEALED_NAME
from gonghu.engines.statements import Statement

CHECK_CHARACTERS = "10X98765432"

STATE_WORDS = {
    "dead_or_missing": "死亡或失踪",
    "incapable": "无力履行监护抚养职责",
    "able": "能够履行",
    "unknown": "不明",
}
ROLL_WORDS = {
    "ORPHAN": "孤儿",
    "DEFACTO": "事实无人抚养儿童",
    "SEVERE": "重病重残儿童",
    "POOR": "困境家庭儿童",
    "HIV": SEALED_NAME,
    "OTHER": "其他",
}
ROLE_LABELS = {"child": "本人", "father": "父亲", "mother": "母亲"}


def child_row_statements(evaluation: Evaluation) -> tuple[Statement, ...]:
    """Return the statements that make ``report_row`` from the evidence and the reasons."""
    return (_places_of_evidence(), _parents(), _on_roll(evaluation), _rows(evaluation), _findings())


def worded(column: str, words: dict[str, str]) -> str:
    """Return SQL that gives the Chinese word of a code."""
    return f"CASE {column} {' '.join(f'WHEN {literal(code)} THEN {literal(word)}' for code, word in words.items())} END"


def public_category(evaluation: Evaluation, column: str) -> str:
    """Return SQL for a category as a list may print it, empty when there is none."""
    sealed = {p.name: SEALED_NAME for p in evaluation.law.of_kind("category") if p.sealed}
    return f"coalesce({worded(column, sealed)}, {column}, '')" if sealed else f"coalesce({column}, '')"


def _places_of_evidence() -> Statement:
    """文件·表·行, each once with whom it is about and what it says, the child's own rows first."""
    shown = "CASE WHEN e.role = 'child' AND e.shows <> '' THEN '：' || e.shows ELSE '' END"
    said = f"CASE WHEN e.facts <> '' THEN concat({worded('e.role', ROLE_LABELS)}, e.facts, {shown}) END"
    return Statement(
        "report_source",
        "每名儿童的证据：文件、工作表、行号",
        f"""CREATE OR REPLACE TABLE report_source AS
SELECT person, string_agg(place || coalesce('（' || said || '）', ''), '；' ORDER BY rank, file_no, row_no) AS evidence
FROM (
  SELECT e.person, e.file_no, e.row_no,
         min(CASE e.role WHEN 'kin' THEN 0 WHEN 'child' THEN 1 WHEN 'father' THEN 2 ELSE 3 END) AS rank,
         string_agg(DISTINCT {said}, '、' ORDER BY {said}) AS said,
         any_value(concat_ws('·', f.path, nullif(f.sheet, ''), '第' || e.row_no || '行')) AS place
  FROM report_evidence AS e JOIN intake_file AS f ON f.file_no = e.file_no
  GROUP BY e.person, e.file_no, e.row_no
) AS each_row
GROUP BY person""",
    )


def _parents() -> Statement:
    said = "facts || CASE WHEN shows <> '' THEN '（' || shows || '）' ELSE '' END"
    return Statement(
        "report_parent",
        "父母状况的依据：事实与所载内容",
        f"""CREATE OR REPLACE TABLE report_parent AS
SELECT person, role, string_agg(DISTINCT {said}, '；' ORDER BY {said}) AS basis
FROM report_evidence WHERE role IN ('father', 'mother') AND facts <> '' GROUP BY person, role""",
    )


def _on_roll(evaluation: Evaluation) -> Statement:
    columns = "person BIGINT, on_roll VARCHAR"
    if "child_welfare_roll" not in evaluation.network.kinds_supplied:
        sql = f"CREATE OR REPLACE TABLE report_roll ({columns})"
    else:
        sql = f"""CREATE OR REPLACE TABLE report_roll AS
SELECT r.person, string_agg(DISTINCT coalesce({worded("r.category", ROLL_WORDS)}, '类别不明'), '、') AS on_roll
FROM record_child_welfare_roll AS r JOIN report_child AS c ON c.person = r.person
WHERE r.state IS DISTINCT FROM 'ENDED' AND r.certain GROUP BY r.person"""
    return Statement("report_roll", "现在册类别", sql)


def number_of(person: str) -> str:
    """Return SQL for the 18 characters of a person's number."""
    return f"""CAST({person} AS VARCHAR)
    || substr('{CHECK_CHARACTERS}', CAST({weighted_sum(person)} AS INTEGER) + 1, 1)"""


def _parent_columns(role: str) -> str:
    label = ROLE_LABELS[role]
    unsure = f"""CASE WHEN NOT c.{role}_named THEN '名册均未写明{label}'
    WHEN c.{role}_certified IS NOT NULL THEN '户籍写明的{label}（' || {number_of(f"c.{role}_registered")}
      || '）与出生医学证明写明的（' || {number_of(f"c.{role}_certified")} || '）不是同一人'
    WHEN c.{role} IS NULL OR c.{role} < 0 THEN '只有姓名，没有有效证件号码' END"""
    return f"""coalesce(c.{role}_name, '') AS {role}_name,
  CASE WHEN c.{role} > 0 THEN {number_of(f"c.{role}")} ELSE '' END AS {role}_number,
  {worded(f"d.{role}", STATE_WORDS)} AS {role}_state, concat_ws('；', {role}_of.basis, {unsure}) AS {role}_basis"""


def _rows(evaluation: Evaluation) -> Statement:
    prefix = evaluation.prefix
    parents = ",\n  ".join(map(_parent_columns, PARENTS))
    joins = "\n".join(
        f"LEFT JOIN report_parent AS {role}_of ON {role}_of.person = h.person AND {role}_of.role = '{role}'"
        for role in PARENTS
    )
    return Statement(
        "report_row",
        "清单的一行",
        f"""CREATE OR REPLACE TABLE report_row AS
SELECT h.person, h.pattern, p.id_number, p.name, {worded("p.sex", {"1": "男", "2": "女"})} AS sex, d.age,
  coalesce(p.division_code, '') AS division_code,
  {parents},
  coalesce(r.on_roll, '') AS on_roll, {public_category(evaluation, "d.category")} AS category, d.findings,
  d.stake_fen, coalesce(s.evidence, '') AS evidence
FROM report_child AS h
JOIN {prefix}decision AS d ON d.person = h.person
JOIN person AS p ON p.person = h.person
JOIN child AS c ON c.person = h.person
LEFT JOIN report_roll AS r ON r.person = h.person
LEFT JOIN report_source AS s ON s.person = h.person
{joins}""",
    )


def _findings() -> Statement:
    return Statement(
        "report_finding",
        "每名儿童的每个问题一行，附理由、需核实事项、政策依据",
        """CREATE OR REPLACE VIEW report_finding AS
SELECT r.*, t.policy, t.rank, t.name AS finding, t.words, t.verify, t.basis, t.cited
FROM report_row AS r JOIN report_told AS t ON t.pattern = r.pattern AND t.kind = 'finding'""",
    )
