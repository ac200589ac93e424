"""
What might be about somebody (可能有关的记录).

A row that names nobody's number cannot be given to a child or a parent because the names are alike. But while it
lies there, "no such record" is not known of a child of that name, nor of a parent whom no number identifies: the
answer is *unknown*, and the row and the child are shown to a person together.
"""

from gonghu.engines.linkage.rows import with_pinyin
from gonghu.engines.statements import Statement

FAR = 3
"""More digits apart than this, a written number speaks against being the same person."""


def possibility_statements() -> tuple[Statement, ...]:
    """Return the statements that make ``possible(person, kind, file_no, row_no)``."""
    return (
        Statement(
            "people in question",
            "儿童本人、只有姓名的父母，以及不在户籍中的父母（可能已死亡注销）",
            """CREATE OR REPLACE TEMP TABLE in_question AS
SELECT person, name, '' AS only_kind FROM person
UNION SELECT father, father_name, CASE WHEN father < 0 THEN '' ELSE 'death' END FROM child
WHERE father_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registered AS g WHERE g.person = child.father)
UNION SELECT mother, mother_name, CASE WHEN mother < 0 THEN '' ELSE 'death' END FROM child
WHERE mother_name IS NOT NULL AND NOT EXISTS (SELECT 1 FROM registered AS g WHERE g.person = child.mother)""",
        ),
        with_pinyin("in_question_read", "in_question"),
        Statement(
            "possible records",
            "同名、且号码不矛盾的未确认行",
            f"""CREATE OR REPLACE TABLE possible AS
SELECT DISTINCT q.person, split_part(u.label, '.', 1) AS kind, u.file_no, u.row_no
FROM in_question_read AS q JOIN unplaced AS u ON u.pinyin = q.pinyin
WHERE split_part(u.label, '.', 2) = 'subject'
  AND u.label NOT IN ('household_register.subject', 'birth_certificate.subject')
  AND (q.only_kind = '' OR u.label = q.only_kind || '.subject')
  AND (u.number_text IS NULL OR q.person < 0
       OR levenshtein(substr(u.number_text, 1, 17), CAST(q.person AS VARCHAR)) <= {FAR})""",
        ),
    )
