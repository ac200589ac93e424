"""
Which links a person must decide (需人工核对): doubtful links, and rows of nobody's number with people of the same name.
"""

from datetime import date

from gonghu.engines.linkage.tiers import EXACT_OTHER_NAME, TIERS, Band
from gonghu.engines.policy.evaluation import Evaluation
from gonghu.engines.policy.expression_sql import literal
from gonghu.engines.reporting.child_rows import number_of, worded
from gonghu.engines.reporting.sealing import SEALED_KINDS
from gonghu.engines.statements import Statement

LIKELY, POSSIBLE = 0.8, 0.5
"""From this score on a link is 很可能, from that on 可能; people are shown words, never the score."""

MOST_CANDIDATES = 3
"""Nobody can tell, from a bare name, which of more people of that name a row means."""

SAME_NAME = "姓名读音相同，号码不矛盾"


ADULT_KINDS = ("imprisonment", "lost_contact", "deportation", "migrant_work", "marriage")
WORKING_AGE = 16
_SEALED = ", ".join(literal(f"{kind}.subject") for kind in sorted(SEALED_KINDS))


def review_statements(evaluation: Evaluation) -> tuple[Statement, ...]:
    """
    Return the statements that make ``report_review`` and ``report_unnumbered``.

    The first has a row for each row of a file and each candidate that a person can decide between; the second the
    rows with so many people of the same name that only the department can say whom it meant.
    """
    return (
        _open_rows(),
        _weighty(evaluation),
        _pairs(),
        _touched(),
        _review(evaluation.law.as_of),
        _unnumbered(),
    )


def _open_rows() -> Statement:
    return Statement(
        "report_open",
        "指向不明的行",
        f"""CREATE OR REPLACE TABLE report_open AS
SELECT row_key, row_digest, label, file_no, row_no, name, coalesce(number_text, '') AS number_text, born, place
FROM mention
UNION ALL
SELECT row_key, row_digest, label, file_no, row_no, name, {number_of("o.person")}, NULL, NULL
FROM other_name_read AS o""",
    )


def _weighty(evaluation: Evaluation) -> Statement:
    """Of the rows that only bear somebody's name, those that could settle what is undecided about a child."""
    reason = f"{evaluation.prefix}reason"
    asked = "\nUNION\n".join(
        f"""SELECT q.person, q.kind, q.file_no, q.row_no
FROM {reason} AS r JOIN report_doubt AS d ON d.pattern = r.pattern AND d.role = '{role}'
JOIN possible AS q ON q.person = r.{key} AND q.kind = d.kind WHERE q.person > 0"""
        for role, key in (("child", "person"), ("father", "father"), ("mother", "mother"))
    )
    return Statement(
        "report_weighty",
        "同名且关系到结论的行",
        f"""CREATE OR REPLACE TABLE report_weighty AS
SELECT u.row_key, w.person, count(*) OVER (PARTITION BY u.row_key) AS candidates
FROM ({asked}) AS w
JOIN unplaced AS u ON u.label = w.kind || '.subject' AND u.file_no = w.file_no AND u.row_no = w.row_no""",
    )


def _pairs() -> Statement:
    """Only people with a number can be answered for: other keys change from delivery to delivery."""
    words = {tier.name: tier.label for tier in (*TIERS, EXACT_OTHER_NAME)}
    return Statement(
        "report_pair",
        "需人工核对的行与疑似人员",
        f"""CREATE OR REPLACE TABLE report_pair AS
SELECT DISTINCT ON (o.row_digest, p.person) o.*, p.person, p.score, p.why
FROM report_open AS o
JOIN (
  SELECT left_row AS row_key, right_row AS person, score, {worded("tier", words)} AS why
  FROM link WHERE band = '{Band.REVIEW.value}' AND right_row > 0
  UNION ALL
  SELECT row_key, person, {POSSIBLE}, '{SAME_NAME}' FROM report_weighty WHERE candidates <= {MOST_CANDIDATES}
) AS p ON p.row_key = o.row_key
WHERE o.label NOT IN ({_SEALED})
  AND NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.row_digest = o.row_digest AND a.person = p.person)
ORDER BY o.row_digest, p.person, p.score DESC, o.row_key""",
    )


def _touched() -> Statement:
    """Whose benefits hang on it: the candidate's own, or a child's of whom the candidate is a parent."""
    return Statement(
        "report_touched",
        "关系到的儿童",
        """CREATE OR REPLACE TABLE report_touched AS
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
        f"""CREATE OR REPLACE TABLE report_review AS
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


def _unnumbered() -> Statement:
    return Statement(
        "report_unnumbered",
        "同名人员太多、须由提供部门补号码的行",
        f"""CREATE OR REPLACE TABLE report_unnumbered AS
SELECT f.kind, concat_ws('·', f.path, nullif(f.sheet, ''), '第' || o.row_no || '行') AS row_place, o.name,
  o.number_text, w.candidates, row_number() OVER (ORDER BY f.file_no, o.row_no) AS turn
FROM (SELECT DISTINCT row_key, candidates FROM report_weighty WHERE candidates > {MOST_CANDIDATES}) AS w
JOIN report_open AS o ON o.row_key = w.row_key
JOIN intake_file AS f ON f.file_no = o.file_no
WHERE o.label NOT IN ({_SEALED})""",
    )
