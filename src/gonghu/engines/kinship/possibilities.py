"""
What might be about somebody (可能有关的记录).

A row that names nobody's number cannot be given to a child or a parent because the names are alike. But while it
lies there, "no such record" is not known of a child of that name, nor of a parent whom no number identifies: the
answer is *unknown*, and the row and the child are shown to a person together: the row stands among the records of
everybody it may be about, with ``certain`` empty.
"""

from gonghu.engines.kinship.parents import ROLES
from gonghu.engines.linkage.mentions import CERTIFICATE, REGISTER, Mention, mentions_in
from gonghu.engines.linkage.rows import with_pinyin
from gonghu.engines.linkage.screening import record_rows
from gonghu.engines.statements import Statement

FAR = 3
"""More digits apart than this, a written number speaks against being the same person."""


SOURCES = (REGISTER, CERTIFICATE)
"""What these say of people is kinship, not a state that a row may or may not be about."""

ROLL = "child_welfare_roll"


def possibility_statements(kinds: set[str]) -> tuple[Statement, ...]:
    """Return the statements that make ``possible(person, kind, file_no, row_no)``."""
    asked = ["SELECT person, name, '' AS only_kind FROM person", *(_parents(role) for role in ROLES)]
    if ROLL in kinds:
        asked += [_parents_of_protected(role) for role in ROLES]
    subjects = [mention for mention in mentions_in(kinds) if mention.role == "subject" and mention.kind not in SOURCES]
    excluded = ", ".join(f"'{kind}'" for kind in SOURCES)
    return (
        Statement(
            "people in question",
            "儿童本人、只有姓名的父母、不在户籍中的父母（可能已死亡注销）、在册儿童的父母（不可凭同名漏查而停发）",
            "CREATE OR REPLACE TEMP TABLE in_question AS\n" + "\nUNION\n".join(asked),
        ),
        with_pinyin("in_question_read", "in_question"),
        Statement(
            "possible records",
            "同名、且号码不矛盾的未确认行",
            f"""CREATE OR REPLACE TABLE possible AS
SELECT DISTINCT q.person, split_part(u.label, '.', 1) AS kind, u.file_no, u.row_no
FROM in_question_read AS q JOIN unplaced AS u ON u.pinyin = q.pinyin
WHERE split_part(u.label, '.', 2) = 'subject'
  AND split_part(u.label, '.', 1) NOT IN ({excluded})
  AND (q.only_kind = '' OR u.label = q.only_kind || '.subject')
  AND (u.number_text IS NULL OR q.person < 0
       OR levenshtein(substr(u.number_text, 1, 17), CAST(q.person AS VARCHAR)) <= {FAR})""",
        ),
        *(_with_possible(mention) for mention in subjects),
    )


def _with_possible(mention: Mention) -> Statement:
    return Statement(
        f"record_{mention.kind} with possible rows",
        "加上可能有关的行：certain 为空",
        f"""CREATE OR REPLACE TEMP VIEW record_{mention.kind} AS
{record_rows(mention)}
UNION ALL
SELECT o.*, q.person, CAST(NULL AS BOOLEAN) AS certain FROM {mention.roster} AS o
JOIN possible AS q ON q.kind = '{mention.kind}' AND q.file_no = o.file_no AND q.row_no = o.row_no""",
    )


def _parents(role: str) -> str:
    """Parents without a number may be in any list; those who left the register may be among the dead."""
    return f"""SELECT {role}, {role}_name, CASE WHEN {role} < 0 THEN '' ELSE 'death' END FROM child
WHERE {role}_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registered AS g WHERE g.person = child.{role})"""


def _parents_of_protected(role: str) -> str:
    """A child's money is not stopped while somebody of the parent's name lies unidentified in a list."""
    return f"""SELECT {role}, {role}_name, '' FROM child
WHERE {role}_name IS NOT NULL AND person IN (SELECT person FROM record_{ROLL})"""
