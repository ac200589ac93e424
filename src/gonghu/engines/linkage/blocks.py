"""
Which pairs are worth comparing: the blocks of linkage (候选范围).

Two valid but different numbers are evidence against, so at least one side of every pair has no valid number.
"""

from gonghu.engines.linkage.repair import repair_candidates
from gonghu.engines.statements import Statement

SHORTEST = 6
"""Fewer characters than this are a remark, not a number."""

NO_PAIRS = Statement(
    "pairs", "候选对", "CREATE OR REPLACE TEMP TABLE pair (left_row BIGINT, right_row BIGINT, via VARCHAR)"
)


def blocks(left: str, right: str) -> tuple[Statement, ...]:
    """Return the statements that add to ``pair`` what is worth comparing between two tables of link rows."""
    return (*number_blocks(left, right), *keyed_blocks(left, right))


def _keyed(left: str, right: str, name: str, purpose: str, condition: str) -> Statement:
    return Statement(
        f"block {name} {left} {right}",
        purpose,
        f"""INSERT INTO pair SELECT l.row_key, r.row_key, '{name}' FROM {left} AS l JOIN {right} AS r
ON {condition} WHERE l.number IS NULL
UNION ALL
SELECT l.row_key, r.row_key, '{name}' FROM {left} AS l JOIN {right} AS r
ON {condition} WHERE l.number IS NOT NULL AND r.number IS NULL""",
    )


def repaired(rows: str) -> str:
    """Return the name of the table with the possible true numbers of the wrong ones in ``rows``."""
    return f"repaired_{rows}"


def repairs_of(tables: tuple[str, ...]) -> tuple[Statement, ...]:
    """Return the statements that make for each table its table of repairs (row_key, number)."""
    texts = " UNION ".join(
        f"SELECT number_text FROM {rows} WHERE number IS NULL AND number_text IS NOT NULL" for rows in tables
    )
    # What is typed alike is repaired alike, wherever it stands: the text itself is the key.
    wrong = f"(SELECT number_text AS row_key, number_text FROM ({texts}) AS texts) AS wrong_texts"
    return (
        Statement(
            "repairs",
            "证件号码改正一处的各种可能（GB 11643-1999 校验码）",
            f"CREATE OR REPLACE TEMP TABLE repaired_text AS\n{repair_candidates(wrong)}",
        ),
        *(
            Statement(
                f"repairs of {rows}",
                "这些可能所在的行",
                f"""CREATE OR REPLACE TEMP TABLE {repaired(rows)} AS
SELECT o.row_key, t.number FROM {rows} AS o JOIN repaired_text AS t ON t.row_key = o.number_text
WHERE o.number IS NULL""",
            )
            for rows in tables
        ),
    )


def _repair(wrong: str, whole: str, *, wrong_is_left: bool) -> Statement:
    """Pairs by a repaired number; the repairs of the rows of ``wrong`` stand in a table of their own."""
    ends = ("w.row_key", "o.row_key") if wrong_is_left else ("o.row_key", "w.row_key")
    return Statement(
        f"block REPAIR {wrong} {whole}",
        "证件号码改正一处后与另一侧相同",
        f"""INSERT INTO pair SELECT {", ".join(ends)}, 'REPAIR'
FROM {repaired(wrong)} AS w JOIN {whole} AS o ON o.number = w.number""",
    )


def _cut_off(wrong: str, whole: str, *, wrong_is_left: bool) -> Statement:
    ends = ("w.row_key", "o.row_key") if wrong_is_left else ("o.row_key", "w.row_key")
    return Statement(
        f"block CUT_OFF {wrong} {whole}",
        "电子表格丢失末位的证件号码：剩余前 15 位相同",
        f"""INSERT INTO pair SELECT {", ".join(ends)}, 'CUT_OFF'
FROM {wrong} AS w JOIN {whole} AS o ON o.number // 100 = CAST(substr(w.number_text, 1, 15) AS BIGINT)
WHERE w.number IS NULL AND trim(w.number_text, '0123456789') = ''
  AND (length(w.number_text) IN (15, 16) OR (length(w.number_text) = 18 AND w.number_text LIKE '%000'))""",
    )


def number_blocks(left: str, right: str) -> tuple[Statement, ...]:
    """Return the blocks by what is left of a number; ``repairs_of`` both tables must exist."""
    return (
        _repair(left, right, wrong_is_left=True),
        _repair(right, left, wrong_is_left=False),
        _cut_off(left, right, wrong_is_left=True),
        _cut_off(right, left, wrong_is_left=False),
        Statement(
            f"block TEXT {left} {right}",
            "两侧号码都无法校验，但写得完全一样",
            f"""INSERT INTO pair SELECT l.row_key, r.row_key, 'TEXT' FROM {left} AS l JOIN {right} AS r
ON l.number_text = r.number_text WHERE l.number IS NULL AND r.number IS NULL AND length(l.number_text) >= {SHORTEST}""",
        ),
    )


NEAR = ("pinyin", "place")
"""Whoever shares neither of these with a row stands in no keyed block with it."""


def keyed_blocks(left: str, right: str) -> tuple[Statement, ...]:
    """Return the blocks by name, birth, place and relative; rows must share one of ``NEAR``."""
    return (
        _keyed(left, right, "NAME_BORN", "姓名读音与出生日期相同", "l.pinyin = r.pinyin AND l.born = r.born"),
        _keyed(
            left,
            right,
            "NAME_PLACE",
            "姓名读音与村（居）相同",
            "l.pinyin = r.pinyin AND l.place = r.place AND coalesce(l.born <> r.born, TRUE)",
        ),
        _keyed(
            left,
            right,
            "NAME_KIN",
            "姓名读音与亲属姓名读音相同",
            "l.pinyin = r.pinyin AND l.kin = r.kin AND coalesce(l.born <> r.born, TRUE)",
        ),
        _keyed(
            left,
            right,
            "BORN_PLACE",
            "出生日期与村（居）相同",
            "l.born = r.born AND l.place = r.place AND l.pinyin <> r.pinyin",
        ),
    )
