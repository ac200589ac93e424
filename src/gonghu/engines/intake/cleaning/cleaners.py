"""Which cleaning belongs to which type of field (清洗方法)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gonghu.engines.intake.cleaning import amounts, citizen_numbers, dates, names, sql_text
from gonghu.engines.intake.cleaning.sql_text import one_by_one
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.profiles import Field, FieldType

Reader = Callable[[Sequence[str]], list[str | None]]


@dataclass(frozen=True)
class Cleaner:
    """
    How the cells of one type are cleaned.

    ``quick`` writes the value of a cell that is clean as it stands, NULL for others. Those are ``bared`` of what is
    usual and taken as ``accepted`` makes of them; what is still NULL is read in Python, many different cells at a time,
    values given as text; ``typed`` spares Python the different cells it does not leave NULL.
    """

    sql_type: str
    quick: Callable[[str], str]
    read: Reader
    bared: Callable[[str], str] | None = None
    accepted: Callable[[str], str] | None = None
    complaint: str = ""
    typed: Callable[[str], str] | None = None


_CLEANERS: Final[Mapping[FieldType, Cleaner]] = {
    FieldType.NAME: Cleaner("VARCHAR", names.quick, names.read, names.bared, names.quick, typed=names.typed),
    FieldType.TEXT: Cleaner("VARCHAR", sql_text.quick, one_by_one(sql_text.read), sql_text.bared, sql_text.accepted),
    FieldType.DATE: Cleaner(
        "DATE",
        dates.quick,
        one_by_one(dates.read),
        dates.bared,
        dates.quick,
        "日期无法识别，请按 2026-01-31 的样式填写",
    ),
    FieldType.YEAR: Cleaner(
        "INTEGER", amounts.quick_year, one_by_one(amounts.read_year), complaint="年度无法识别，请填四位年份"
    ),
    FieldType.MONEY: Cleaner(
        "BIGINT", amounts.quick_fen, one_by_one(amounts.read_fen), complaint="金额无法识别，请只填数字（元）"
    ),
    FieldType.INTEGER: Cleaner("INTEGER", amounts.quick_whole, one_by_one(amounts.read_whole), complaint="应当是整数"),
    FieldType.DIVISION: Cleaner(
        "VARCHAR",
        amounts.quick_division,
        one_by_one(amounts.read_division),
        complaint="行政区划代码无法识别，应当是 6、9 或 12 位数字",
    ),
    # Its SQL is several columns deep: see ``citizen_numbers.columns``.
    FieldType.CITIZEN_ID: Cleaner("VARCHAR", str, one_by_one(citizen_numbers.read), typed=citizen_numbers.typed),
}


def cleaner_of(field: Field) -> Cleaner:
    """Return the cleaning of a field; the words of a code are the field's own and all read in Python."""
    if field.type != FieldType.CODE:
        return _CLEANERS[field.type]
    read = one_by_one(lambda cell: field.codes.code_of(fold(cell)))
    return Cleaner("VARCHAR", str, read, complaint=f"{field.title}的写法不认识，可在名册画像里补充")
