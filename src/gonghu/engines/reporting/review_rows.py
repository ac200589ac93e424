"""
Which links a person must decide (需人工核对): doubtful links, and rows of nobody's number with people of the same name.
"""

from datetime import date

from gonghu.engines.linkage.tiers import EXACT_OTHER_NAME, TIERS, Band
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.reporting.child_rows import number_of, worded
from gonghu.engines.reporting.sealing import SEALED_KINDS
from gonghu.engines.statements import Statement

LIKELY, POSSIBLE = 0.8, 0.5
"""From this score on a link is 很可能, from that on 可能; people are shown words, never the score."""

SAME_NAME = "姓名读音相同，号码不矛盾"


ADULT_KINDS = ("imprisonment", "lost_contact", "deportation", "migrant_work", "marriage")
WORKING_AGE = 16


def review_statements(as_of: date) -> tuple[Statement, ...]:
    """Return the statements that make ``report_review``: one row for each row of a file and each candidate."""
    return (_open_rows(), _pairs(), _touched(), _review(as_of))


def _open_rows() -> Statement:
    return Statement(
        "report_open",
        "指向不明的行",
        f"""CREATE OR REPLACE TEMP TABLE report_open AS
SELECT row_key, row_digest, label, file_no, row_no, name, coalesce(number_text, '') AS number_text, born, place
FROM mention
UNION ALL
SELECT row_key, row_digest, label, file_no, row_no, name, {number_of("o.person")}, NULL, NULL
FROM other_name_read AS o""",
    )


def _pairs() -> Statement:
    """Only people with a number can be answered for: other keys change from delivery to delivery."""
    sealed = ", ".join(literal(f"{kind}.subject") for kind in sorted(SEALED_KINDS))
    words = {tier.name: tier.label for tier in (*TIERS, EXACT_OTHER_NAME)}
    return Statement(
        "report_pair",
        "需人工核对的行与疑似人员",
        f"""CREATE OR REPLACE TEMP TABLE report_pair AS
SELECT DISTINCT ON (o.row_digest, p.person) o.*, p.person, p.score, p.why
FROM report_open AS o
JOIN (
  SELECT left_row AS row_key, right_row AS person, score, {worded("tier", words)} AS why
  FROM link WHERE band = '{Band.REVIEW.value}' AND right_row > 0
  UNION ALL
  SELECT u.row_key, q.person, {POSSIBLE}, '{SAME_NAME}'
  FROM unplaced AS u JOIN possible AS q ON u.label = q.kind || '.subject' AND u.file_no = q.file_no
       AND u.row_no = q.row_no
  WHERE q.person > 0
) AS p ON p.row_key = o.row_key
WHERE o.label NOT IN ({sealed})
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.row_digest = o.row_digest AND a.person = p.person)
ORDER BY o.row_digest, p.person, p.score DESC""",
    )


def _touched() -> Statement:
    """Whose benefits hang on it: the candidate's own, or a child's of whom the candidate is a parent."""
    return Statement(
        "report_touched",
        "关系到的儿童",
        """CREATE OR REPLACE TEMP TABLE report_touched AS
SELECT t.person, string_agg(DISTINCT n.name || '（' || t.role || '）', '、') AS children,
       bool_or(t.child IN (SELECT person FROM report_child)) AS weighty
FROM (
  SELECT person, person AS child, '本人' AS role FROM child
  UNION ALL SELECT father, person, '父亲' FROM child UNION ALL SELECT mother, person, '母亲' FROM child
) AS t JOIN person AS n ON n.person = t.child
WHERE t.person IN (SELECT person FROM report_pair)
GROUP BY t.person""",
    )


def _review(as_of: date) -> Statement:
    return Statement(
        "report_review",
        "人工核对表的行，关系到有类别或有问题的儿童的在前",
        f"""CREATE OR REPLACE TEMP TABLE report_review AS
SELECT f.kind, concat_ws('·', f.path, nullif(f.sheet, ''), '第' || p.row_no || '行') AS row_place, p.label,
  p.name, p.number_text, p.born, coalesce(p.place, '') AS place,
  k.name AS known_name, {number_of("p.person")} AS known_number, k.born AS known_born,
  coalesce(k.place, '') AS known_place,
  p.why, {_advice(as_of)} AS advice, coalesce(t.children, '') AS children,
  p.row_digest || '|' || p.person AS answer_key,
  row_number() OVER (ORDER BY coalesce(t.weighty, FALSE) DESC, t.children IS NULL, p.score DESC, f.file_no, p.row_no,
    p.person) AS turn
FROM report_pair AS p
JOIN known AS k ON k.person = p.person
JOIN intake_file AS f ON f.file_no = p.file_no
LEFT JOIN report_touched AS t ON t.person = p.person""",
    )


def _advice(as_of: date) -> str:
    """Of a list of adults and a child of the same name nothing but the name agrees."""
    kinds = ", ".join(map(literal, ADULT_KINDS))
    too_young = (as_of.year - WORKING_AGE) * 10000 + as_of.month * 100 + as_of.day
    return f"""CASE WHEN f.kind IN ({kinds}) AND k.born > {too_young} OR p.score < {POSSIBLE} THEN '不像'
    WHEN p.score >= {LIKELY} THEN '很可能' ELSE '可能' END"""
