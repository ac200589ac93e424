"""
Link a delivery: every row of every roster to the person it is about.

The answer is ``link`` (who, by which tier, in which band) for the rows that needed work, and the view
``record_<kind>`` for every kind: the cleaned rows with the person's key. A row in the review band has no person
until somebody has decided; nothing is guessed.
"""

import duckdb

from gonghu.engines.linkage.answers import answered_statements
from gonghu.engines.linkage.mentions import (
    FILE_NO,
    MENTION_NO,
    ROW_NO,
    Mention,
    mention_number,
    mentions_in,
    row_digest,
)
from gonghu.engines.linkage.passes import residual_statements
from gonghu.engines.linkage.people import (
    BORN_OF_KEY,
    SEX_OF_KEY,
    context_blocks,
    known_statements,
    late_blocks,
    open_statements,
)
from gonghu.engines.linkage.repair import repair_candidates, weighted_sum
from gonghu.engines.linkage.rows import load_hanzi, with_pinyin
from gonghu.engines.linkage.tiers import EXACT_OTHER_NAME, SELF_REPAIRED
from gonghu.engines.statements import Statement, Trace, run

OWN_PERSON = ("household_register.subject",)
"""Rows that stand for somebody even when nobody else is found: a child is never lost for a bad number."""

LINK_COLUMNS = "left_row BIGINT, right_row BIGINT, tier VARCHAR, score DOUBLE, band VARCHAR, sole BOOLEAN"


def link_delivery(connection: duckdb.DuckDBPyConnection, kinds: set[str], trace: Trace | None = None) -> None:
    """Tell of every row whom it is about, and make the ``record_<kind>`` views."""
    load_hanzi(connection)
    run(connection, linking_statements(kinds), trace)


def linking_statements(kinds: set[str]) -> tuple[Statement, ...]:
    """Return every statement of the linkage of a delivery with these kinds of roster, in order."""
    mentions = mentions_in(kinds)
    family = context_blocks(mentions)
    return (
        *_numbers_in_certificates(kinds),
        Statement("links", "关联结果", f"CREATE OR REPLACE TEMP TABLE link ({LINK_COLUMNS})"),
        *known_statements(mentions),
        *open_statements(mentions),
        *answered_statements(),
        *_other_names(mentions),
        *residual_statements(family, late_blocks() if family else ()),
        _self_repaired(),
        _assigned(mentions),
        _unplaced(),
        *(_records(mention) for mention in mentions if mention.role == "subject"),
        *(_records_by_number(kind) for kind in sorted(kinds - {mention.kind for mention in mentions})),
    )


def _numbers_in_certificates(kinds: set[str]) -> tuple[Statement, ...]:
    """The first 18 of a disability certificate's 20 digits are the holder's citizen number."""
    if "disability_certificate" not in kinds:
        return ()
    body = "CAST(substr(certificate, 1, 17) AS BIGINT)"
    return (
        Statement(
            "numbers in certificates",
            "残疾人证号前 18 位即公民身份号码：身份证号缺失或有误时由证号补上",
            f"""UPDATE roster_disability_certificate
SET id_number = substr(certificate, 1, 18), id_number_key = {body}, id_number_state = 'VALID'
WHERE id_number_key IS NULL AND length(certificate) >= 20 AND trim(substr(certificate, 1, 17), '0123456789') = ''
  AND substr('10X98765432', CAST({weighted_sum(body)} AS INTEGER) + 1, 1) = substr(certificate, 18, 1)""",
        ),
    )


def _other_names(mentions: tuple[Mention, ...]) -> tuple[Statement, ...]:
    """A valid number under a wholly different name may be somebody else's number: a person decides."""
    rows = "\nUNION ALL\n".join(
        f"SELECT u.row_key, {row_digest(m, 'o')} AS row_digest, '{m.label}' AS label,"
        f" o.file_no, o.row_no, u.person, u.name, u.known_name, {'TRUE' if m.sole else 'FALSE'} AS sole\n"
        f"FROM unlike_known AS u JOIN {m.roster} AS o\n"
        f"ON o.file_no = u.file_no AND o.row_no = u.row_no WHERE u.mention_no = {mention_number(m)}"
        for m in mentions
    )
    return (
        Statement(
            "unlike the known name",
            "号码一致、姓名写法不同的行",
            f"""CREATE OR REPLACE TEMP TABLE unlike_known AS
SELECT u.row_key, {MENTION_NO.format("u.row_key")} AS mention_no, {FILE_NO.format("u.row_key")} AS file_no,
       {ROW_NO.format("u.row_key")} AS row_no, u.person, u.name, coalesce(u.registered_name, e.name) AS known_name
FROM unlike AS u LEFT JOIN elsewhere AS e ON e.person = u.person
WHERE u.name <> coalesce(u.registered_name, e.name)""",
        ),
        Statement("renamed rows", "这些行的出处", f"CREATE OR REPLACE TEMP TABLE other_name AS\n{rows}"),
        with_pinyin("other_name_once", "other_name"),
        with_pinyin("other_name_read", "other_name_once", name="known_name", pinyin="known_pinyin"),
        Statement(
            f"tier {EXACT_OTHER_NAME.name}",
            EXACT_OTHER_NAME.label,
            f"""INSERT INTO link
SELECT row_key, person, '{EXACT_OTHER_NAME.name}', {EXACT_OTHER_NAME.score}, '{EXACT_OTHER_NAME.band.value}', sole
FROM other_name_read AS o
WHERE NOT EXISTS (SELECT 1 FROM answer AS a WHERE a.row_digest = o.row_digest AND a.person = o.person AND a.same)
  AND split_part(pinyin, ' ', 1) <> split_part(known_pinyin, ' ', 1)
  AND split_part(pinyin, ' ', 2) <> split_part(known_pinyin, ' ', 2)""",
        ),
    )


def _self_repaired() -> Statement:
    """Nobody else has this number; but only one way of mending it fits what the register row itself says."""
    wrong = """(SELECT row_key, number_text FROM left_open WHERE label = 'household_register.subject'
  AND born IS NOT NULL AND place IS NOT NULL AND state = 'WRONG'
  AND NOT EXISTS (SELECT 1 FROM link AS d WHERE d.left_row = left_open.row_key)) AS unlinked"""
    return Statement(
        f"tier {SELF_REPAIRED.name}",
        SELF_REPAIRED.label,
        f"""INSERT INTO link
SELECT row_key, min(number), '{SELF_REPAIRED.name}', {SELF_REPAIRED.score}, '{SELF_REPAIRED.band.value}', TRUE
FROM (
  SELECT DISTINCT w.row_key, w.number FROM ({repair_candidates(wrong)}) AS w
  JOIN left_open AS m ON m.row_key = w.row_key
  WHERE {BORN_OF_KEY.format("w.number")} = m.born AND coalesce({SEX_OF_KEY.format("w.number")} = m.sex, TRUE)
    AND w.number // 100000000000 = CAST(substr(m.place, 1, 6) AS INTEGER)
    AND NOT EXISTS (SELECT 1 FROM known AS k WHERE k.person = w.number)
) AS fitting
GROUP BY row_key HAVING count(*) = 1""",
    )


def _assigned(mentions: tuple[Mention, ...]) -> Statement:
    own = ", ".join(str(mention_number(m)) for m in mentions if m.label in OWN_PERSON) or "-1"
    return Statement(
        "assigned rows",
        "号码无效或待核对的行：指向的人员；户籍中仍无法确认的，自成一人",
        f"""CREATE OR REPLACE TABLE assigned AS
SELECT {MENTION_NO.format("left_row")} AS mention_no, {FILE_NO.format("left_row")} AS file_no,
       {ROW_NO.format("left_row")} AS row_no,
       CASE WHEN max(person) IS NOT NULL THEN max(person)
            WHEN {MENTION_NO.format("left_row")} IN ({own}) THEN -left_row END AS person
FROM (
  SELECT left_row, CASE WHEN band = '同一人' THEN right_row END AS person FROM link
  UNION ALL SELECT row_key, NULL FROM mention
) AS rows_at_work
GROUP BY left_row""",
    )


def _unplaced() -> Statement:
    return Statement(
        "unplaced rows",
        "仍不知道是谁的行：同名儿童的“没有”不能当作没有",
        """CREATE OR REPLACE TEMP TABLE unplaced AS
SELECT m.row_key, m.label, m.file_no, m.row_no, m.name, m.pinyin, m.number_text FROM left_open AS m
WHERE NOT EXISTS (SELECT 1 FROM link AS d WHERE d.left_row = m.row_key AND d.band = '同一人')
UNION ALL
SELECT o.row_key, o.label, o.file_no, o.row_no, o.name, o.pinyin, CAST(NULL AS VARCHAR)
FROM other_name_read AS o JOIN link AS d ON d.left_row = o.row_key""",
    )


def person_of(mention: Mention, row: str, assigned: str) -> str:
    """Return SQL for the person of a row in one role, given the joined ``assigned`` row."""
    return f"CASE WHEN {assigned}.row_no IS NULL THEN {row}.{mention.key} ELSE {assigned}.person END"


def assigned_join(mention: Mention, row: str, assigned: str) -> str:
    """Return the join that brings the assigned person of a row in one role."""
    return (
        f"LEFT JOIN assigned AS {assigned} ON {assigned}.mention_no = {mention_number(mention)}"
        f" AND {assigned}.file_no = {row}.file_no AND {assigned}.row_no = {row}.row_no"
    )


def record_rows(mention: Mention) -> str:
    """Return SQL for the rows of a kind with the person each is about."""
    return f"""SELECT o.*, {person_of(mention, "o", "a")} AS person, TRUE AS certain
FROM {mention.roster} AS o
{assigned_join(mention, "o", "a")}"""


def _records(mention: Mention) -> Statement:
    return Statement(
        f"record_{mention.kind}",
        "名册各行所指的人员",
        f"CREATE OR REPLACE VIEW record_{mention.kind} AS\n{record_rows(mention)}",
    )


def _records_by_number(kind: str) -> Statement:
    """A deployment's own kind of roster is matched by its ``id_number`` alone."""
    return Statement(
        f"record_{kind}",
        "本地名册：只按有效号码对应人员",
        f"CREATE OR REPLACE VIEW record_{kind} AS\n"
        f"SELECT o.*, o.id_number_key AS person, TRUE AS certain FROM roster_{kind} AS o",
    )
