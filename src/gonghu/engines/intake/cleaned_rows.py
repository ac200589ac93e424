"""The statement that cleans a sheet (清洗语句): one pass over the raw cells, layer on layer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from gonghu.engines.intake.cleaning import amounts, citizen_numbers, dates, names
from gonghu.engines.intake.cleaning.sql_text import identifier, literal, tidy_text
from gonghu.engines.intake.profiles import Field, FieldType, Profile
from gonghu.engines.intake.raw_table import RAW
from gonghu.engines.intake.roster_tables import columns_of, sql_type

READING = "intake_reading"
"""Cells read in Python: (field, cell, value as text)."""

_TOTAL: Final = (
    r"^[\s\x{3000}*]*(?:合\s*计|总\s*计|小\s*计|共\s*计|累\s*计|本页|总人数|总户数|注\s*[:：]|注意|备\s*注\s*[:：]|说\s*明\s*[:：]|填报|填表|制表|审核|"
    r"单位负责人|单位\s*[((:：]|负责人|经办|联系|打印|日\s*期\s*[:：]|数据(?:截至|来源|时间)|以上|共\s*\d+\s*[页人条户名]|第\s*\d+\s*页|—+\s*完|以下空白|统计|汇总)"
)
_HEADER_BLANKS: Final = r"[\s\x{3000}]+"
_USABLE_NUMBER: Final = literal("[0-9].*[0-9].*[0-9].*[0-9].*[0-9]")
_USABLE_NAME: Final = literal(r"[\p{Han}\p{L}·' .\-]{2,40}")
_FEWEST_COLUMNS, _LONGEST_PLAIN_NAME = 3, 4


@dataclass(frozen=True)
class Placed:
    """A field with the SQL of its raw cell: a column of the raw table or a constant."""

    field: Field
    cell: str
    read: bool = False


def settled(placed: Placed) -> str | None:
    """Return the SQL that settles a cell, or None for types that are not read in Python as well."""
    match placed.field.type:
        case FieldType.NAME:
            return names.settled(placed.cell)
        case FieldType.DATE:
            return dates.settled(placed.cell)
        case FieldType.MONEY:
            return amounts.settled_fen(placed.cell)
        case FieldType.CODE:
            return "NULL"
        case _:
            return None


@dataclass(frozen=True)
class SheetRows:
    """What the statements need to know of a sheet: its number, its data rows and its placed fields."""

    profile: Profile
    file_no: int
    first_rowid: int
    placed: tuple[Placed, ...]
    leading: tuple[int, ...]
    repeated: tuple[tuple[str, str], ...] = ()

    @property
    def by_name(self) -> Mapping[str, Placed]:
        """The placed fields by name."""
        return {item.field.name: item for item in self.placed}


def selection(rows: SheetRows) -> str:
    """Return the SELECT of all accepted rows in the order of the kind's columns."""
    numbers = [item.field.name for item in rows.placed if item.field.type == FieldType.CITIZEN_ID]
    with_digits = _with(_cleaned(rows), {f"{n}_17": citizen_numbers.seventeen(f"t_{n}") for n in numbers})
    with_keys = _with(with_digits, {f"{n}_key": citizen_numbers.key(f"t_{n}", f"{n}_17") for n in numbers})
    outputs = [f"CAST({rows.file_no} AS INTEGER) AS file_no", "CAST(row_no AS INTEGER) AS row_no"]
    for field in rows.profile.fields:
        outputs += _outputs(field, rows.by_name)
    return f"SELECT {', '.join(outputs)} FROM ({with_keys}) AS cleaned WHERE {_names_somebody(rows)}"


def is_total_line(rows: SheetRows) -> str:
    """Tell totals, notes, signatures and headers repeated on each page by their raw cells."""
    tests = [f"coalesce(regexp_matches(raw.c{index}, {literal(_TOTAL)}), false)" for index in rows.leading]
    tests += [
        f"coalesce(regexp_replace({cell}, {literal(_HEADER_BLANKS)}, '', 'g') = {literal(header)}, false)"
        for cell, header in rows.repeated
    ]
    return f"({' OR '.join(tests)})" if tests else "false"


def _cleaned(rows: SheetRows) -> str:
    joins, columns = [], ["raw.rowid + 1 AS row_no"]
    for number, item in enumerate(rows.placed):
        text = _expression(item)
        if item.read:
            reading = f"reading_{number}"
            source = (
                f"SELECT cell, CAST(value AS {sql_type(item.field)}) AS value FROM {READING} "
                f"WHERE field = {literal(item.field.name)}"
            )
            joins.append(f"LEFT JOIN ({source}) AS {reading} ON {reading}.cell = {item.cell}")
            text = f"{reading}.value" if text == "NULL" else f"COALESCE({text}, {reading}.value)"
        columns.append(f"{text} AS {identifier('t_' + item.field.name)}")
    columns.append(f"{is_total_line(rows)} AS total_line")
    return f"SELECT {', '.join(columns)} FROM {RAW} AS raw {' '.join(joins)} WHERE raw.rowid >= {rows.first_rowid}"


def _expression(item: Placed) -> str:
    match item.field.type:
        case FieldType.CITIZEN_ID:
            return citizen_numbers.cleaned(item.cell)
        case FieldType.YEAR:
            return amounts.year(item.cell)
        case FieldType.INTEGER:
            return amounts.whole_number(item.cell)
        case FieldType.DIVISION:
            return amounts.division(item.cell)
        case FieldType.TEXT:
            return tidy_text(item.cell)
        case _:
            return settled(item) or "NULL"


def _with(inner: str, columns: Mapping[str, str]) -> str:
    extra = "".join(f", {sql} AS {identifier(name)}" for name, sql in columns.items())
    return f"SELECT *{extra} FROM ({inner})" if columns else inner


def _outputs(field: Field, by_name: Mapping[str, Placed]) -> list[str]:
    if field.name not in by_name:
        return [f"CAST(NULL AS {kind}) AS {identifier(name)}" for name, kind in columns_of(field)]
    text, key = f"t_{field.name}", f"{field.name}_key"
    if field.type != FieldType.CITIZEN_ID:
        return [f"CAST({text} AS {sql_type(field)}) AS {identifier(field.name)}"]
    return [
        f"{citizen_numbers.surviving(text, key)} AS {identifier(field.name)}",
        identifier(key),
        f"{citizen_numbers.state(text, key)} AS {identifier(field.name + '_state')}",
    ]


def _names_somebody(rows: SheetRows) -> str:
    """Tell the rows that name a person from totals, footers and rows that must go back."""
    sure, likely = [], []
    for subject in rows.profile.subjects:
        if subject not in rows.by_name:
            continue
        text = f"t_{subject}"
        match rows.by_name[subject].field.type:
            case FieldType.CITIZEN_ID:
                sure.append(f"{subject}_key IS NOT NULL")
                likely.append(f"regexp_matches({text}, {_USABLE_NUMBER})")
            case FieldType.NAME:
                likely.append(_usable_name(text, rows))
            case _:
                likely.append(f"regexp_matches({text}, {_USABLE_NUMBER})")
    return " OR ".join([*sure, f"coalesce(({' OR '.join(likely)}) AND NOT total_line, false)"])


def _usable_name(text: str, rows: SheetRows) -> str:
    """Tell a name from a remark: a long text alone in its row is a footer, not a person."""
    shaped = f"regexp_full_match({text}, {_USABLE_NAME})"
    if len(rows.placed) < _FEWEST_COLUMNS:
        return shaped
    filled = " + ".join(f"CAST(t_{item.field.name} IS NOT NULL AS INTEGER)" for item in rows.placed)
    return f"({shaped} AND (length({text}) <= {_LONGEST_PLAIN_NAME} OR contains({text}, '·') OR {filled} > 1))"
