"""
What might be about somebody (可能有关的记录).

A row that names nobody's number cannot be given to a child or a parent because the names are alike. But while it
lies there, "no such record" is not known of a child of that name, of a parent whom no number identifies, nor of the
few bearers of a rare name in a family that already has one parent in difficulty. The answer is *unknown*, and the
row and the child are shown to a person together: the row stands among the records of everybody it may be about,
with ``certain`` empty.
"""

from gonghu.engines.kinship.parents import ROLES
from gonghu.engines.linkage.mentions import CERTIFICATE, REGISTER, Mention, mentions_in
from gonghu.engines.linkage.rows import with_pinyin
from gonghu.engines.linkage.screening import record_rows
from gonghu.engines.statements import Statement

FAR = 3
"""More digits apart than this, a written number speaks against being the same person."""

FEW_BEARERS = 3
"""A name that so few people of the whole delivery bear points to one of them."""

SOURCES = (REGISTER, CERTIFICATE)
"""What these say of people is kinship, not a state that a row may or may not be about."""

ROLL = "child_welfare_roll"

ADVERSE = (
    "death",
    "court_ruling",
    "imprisonment",
    "liberty_restriction",
    "disability_certificate",
    "serious_illness",
    "lost_contact",
    "deportation",
)
"""Kinds of roster that can tell why a parent is gone or cannot care."""

SEX = {"father": "1", "mother": "2"}
OTHER = {"father": "mother", "mother": "father"}


def possibility_statements(kinds: set[str]) -> tuple[Statement, ...]:
    """Return the statements that make ``possible(person, kind, file_no, row_no)`` and add it to the records."""
    subjects = [m for m in mentions_in(kinds) if m.role == "subject" and m.kind not in SOURCES]
    return (
        _in_difficulty([m for m in subjects if m.kind in ADVERSE]),
        _in_question(protected=ROLL in kinds),
        with_pinyin("in_question", "people_in_question"),
        _bearers(),
        _possible(subjects),
        *(_with_possible(mention) for mention in subjects),
    )


def _in_difficulty(subjects: list[Mention]) -> Statement:
    parts = [f"SELECT person FROM record_{mention.kind}" for mention in subjects]
    parts.append("SELECT CAST(NULL AS BIGINT) AS person WHERE FALSE")
    return Statement(
        "in difficulty",
        "在死亡、裁判、服刑、残疾等名册中的人员",
        "CREATE OR REPLACE TEMP TABLE in_difficulty AS\n" + "\nUNION\n".join(parts),
    )


def _in_question(*, protected: bool) -> Statement:
    """Children; parents without a number; and parents on whom it hangs whether a child is protected."""
    parts = ["SELECT person, name, '' AS sex, 'CHILD' AS standing FROM person"]
    for role in ROLES:
        hangs = f"""{OTHER[role]} IS NULL OR {OTHER[role]} < 0
    OR {OTHER[role]} IN (SELECT person FROM in_difficulty WHERE person IS NOT NULL)
    OR NOT EXISTS (SELECT 1 FROM registered AS g WHERE g.person = child.{role})"""
        parts.append(f"SELECT {role}, {role}_name, '{SEX[role]}', 'NAMED' FROM child WHERE {role} < 0")
        parts.append(f"SELECT {role}, {role}_name, '{SEX[role]}', 'PARENT' FROM child WHERE {role} > 0 AND ({hangs})")
        if protected:
            parts.append(f"""SELECT {role}, {role}_name, '{SEX[role]}', 'PROTECTED' FROM child
WHERE {role} > 0 AND person IN (SELECT person FROM record_{ROLL})""")
    people = "\nUNION ALL\n".join(parts)
    return Statement(
        "people in question",
        "儿童本人；只有姓名的父母；另一方已有困难、已不在户籍、或孩子在册的父母——且有同名的未确认行",
        f"""CREATE OR REPLACE TEMP TABLE people_in_question AS
SELECT DISTINCT * FROM (
{people}
) AS people WHERE standing IN ('NAMED', 'PROTECTED') OR name IN (SELECT name FROM unplaced)""",
    )


def _bearers() -> Statement:
    return Statement(
        "bearers",
        "全部名册中有几人使用这个姓名",
        """CREATE OR REPLACE TEMP TABLE bearers AS
SELECT name, count(*) AS people FROM known
WHERE name IN (SELECT name FROM in_question WHERE standing <> 'CHILD') GROUP BY name""",
    )


def _possible(subjects: list[Mention]) -> Statement:
    excluded = ", ".join(f"'{kind}'" for kind in SOURCES)
    unplaced = f"""SELECT q.person, split_part(u.label, '.', 1) AS kind, u.file_no, u.row_no
FROM in_question AS q JOIN unplaced AS u ON {{same_name}}
WHERE split_part(u.label, '.', 2) = 'subject' AND split_part(u.label, '.', 1) NOT IN ({excluded})
  AND (u.number_text IS NULL OR q.person < 0
       OR levenshtein(substr(u.number_text, 1, 17), CAST(q.person AS VARCHAR)) <= {FAR})"""
    few = f"q.name IN (SELECT name FROM bearers WHERE people > {FEW_BEARERS})"
    rows = [
        unplaced.format(same_name=f"u.name = q.name AND (q.standing = 'CHILD' OR NOT {few})"),
        # Before a child's money is stopped every coincidence counts, homophones and common names too.
        unplaced.format(same_name="q.standing = 'PROTECTED' AND u.pinyin = q.pinyin"),
    ]
    namesakes = [
        f"""SELECT q.person, '{mention.kind}' AS kind, r.file_no, r.row_no
FROM in_question AS q JOIN bearers AS b ON b.name = q.name
JOIN known AS k ON k.name = q.name AND k.sex = q.sex
JOIN record_{mention.kind} AS r ON r.person = k.person
WHERE q.standing = 'NAMED' AND b.people <= {FEW_BEARERS}"""
        for mention in subjects
        if mention.kind in ADVERSE
    ]
    return Statement(
        "possible records",
        "同名、且号码不矛盾的未确认行；只有姓名的父母，还有同名的少数几人的记录",
        "CREATE OR REPLACE TABLE possible AS\n" + "\nUNION\n".join([*rows, *namesakes]),
    )


def _with_possible(mention: Mention) -> Statement:
    return Statement(
        f"record_{mention.kind} with possible rows",
        "加上可能有关的行：certain 为空",
        f"""CREATE OR REPLACE VIEW record_{mention.kind} AS
{record_rows(mention)}
UNION ALL
SELECT o.*, q.person, CAST(NULL AS BOOLEAN) AS certain FROM {mention.roster} AS o
JOIN possible AS q ON q.kind = '{mention.kind}' AND q.file_no = o.file_no AND q.row_no = o.row_no""",
    )
