"""
Which pairs are worth comparing: the blocks of linkage (候选范围).

Two valid but different numbers are evidence against, so at least one side of every pair has no valid number.
"""

from gonghu.engines.linkage.repair import repair_candidates
from gonghu.engines.statements import Statement


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


def repairs_of(side: str, rows: str) -> Statement:
    """Return the statement that adds the possible true numbers of the wrong ones in ``rows`` to ``repaired_<side>``."""
    wrong = f"(SELECT row_key, number_text FROM {rows} WHERE number IS NULL AND number_text IS NOT NULL) AS wrong_rows"
    return Statement(
        f"repairs of {rows}",
        "证件号码改正一处的各种可能（GB 11643-1999 校验码）",
        f"INSERT INTO repaired_{side}\n{repair_candidates(wrong)}",
    )


def no_repairs() -> tuple[Statement, ...]:
    """Return the statements that make the tables of repairs, empty."""
    return tuple(
        Statement(
            f"repairs {side}",
            "改正号码的候选",
            f"CREATE OR REPLACE TEMP TABLE repaired_{side} (row_key BIGINT, number BIGINT)",
        )
        for side in ("left", "right")
    )


def _repair(side: str, rows: str, whole: str) -> Statement:
    """Pairs by a repaired number; ``rows`` may be a part of the side's wrong rows."""
    ends = ("w.row_key", "o.row_key") if side == "left" else ("o.row_key", "w.row_key")
    part = "" if rows == f"{side}_open" else f" WHERE w.row_key IN (SELECT row_key FROM {rows})"
    return Statement(
        f"block REPAIR {rows} {whole}",
        "证件号码改正一处后与另一侧相同",
        f"""INSERT INTO pair SELECT {", ".join(ends)}, 'REPAIR'
FROM repaired_{side} AS w JOIN {whole} AS o ON o.number = w.number{part}""",
    )


def _cut_off(wrong: str, whole: str, *, wrong_is_left: bool) -> Statement:
    ends = ("w.row_key", "o.row_key") if wrong_is_left else ("o.row_key", "w.row_key")
    return Statement(
        f"block CUT_OFF {wrong}",
        "电子表格丢失末位的证件号码：剩余前 15 位相同",
        f"""INSERT INTO pair SELECT {", ".join(ends)}, 'CUT_OFF'
FROM {wrong} AS w JOIN {whole} AS o ON o.number // 100 = CAST(substr(w.number_text, 1, 15) AS BIGINT)
WHERE w.number IS NULL AND trim(w.number_text, '0123456789') = ''
  AND (length(w.number_text) IN (15, 16) OR (length(w.number_text) = 18 AND w.number_text LIKE '%000'))""",
    )


SHORTEST = 6
"""Fewer characters than this are a remark, not a number."""

NO_PAIRS = Statement(
    "pairs", "候选对", "CREATE OR REPLACE TEMP TABLE pair (left_row BIGINT, right_row BIGINT, via VARCHAR)"
)


def blocks(left: str, right: str) -> tuple[Statement, ...]:
    """Return the statements that add to ``pair`` what is worth comparing between two tables of link rows."""
    return (
        _repair("left", left, right),
        _repair("right", right, left),
        _cut_off(left, right, wrong_is_left=True),
        _cut_off(right, left, wrong_is_left=False),
        Statement(
            f"block TEXT {left} {right}",
            "两侧号码都无法校验，但写得完全一样",
            f"""INSERT INTO pair SELECT l.row_key, r.row_key, 'TEXT' FROM {left} AS l JOIN {right} AS r
ON l.number_text = r.number_text WHERE l.number IS NULL AND r.number IS NULL AND length(l.number_text) >= {SHORTEST}""",
        ),
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
