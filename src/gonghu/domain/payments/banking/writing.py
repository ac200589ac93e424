"""Writing the file for a bank (生成银行文件), to the byte as its layout says."""

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Final

from xlsxwriter import Workbook

from gonghu.domain.payments.banking.layouts import Cell, Layout
from gonghu.standards.money import format_yuan

_MOST_TOLD: Final = 50
_LINE_END: Final = "\r\n"


class RowsRefused(ValueError):
    """Some payments cannot be written as the layout asks; the message names each by its row."""


@dataclass(frozen=True, slots=True)
class Due:
    """One payment as a bank is told of it (代发明细)."""

    serial: int
    account: str
    holder: str
    bank: str
    amount_fen: int
    purpose: str
    child: str
    id_number: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a file says of all its rows (文件汇总)."""

    county: str
    month: date
    number: int
    count: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class FileWritten:
    """A file as it goes to the bank (银行文件)."""

    name: str
    content: bytes


def write_bank_file(layout: Layout, heading: Heading, rows: Iterable[Due]) -> FileWritten:
    """
    Write the file of some payments.

    :raises RowsRefused: a name does not fit, or holds a character that the encoding has not
    """
    name = layout.file_name.format(county=heading.county[:6], month=f"{heading.month:%Y%m}", number=heading.number)
    return FileWritten(name, _WRITERS[layout.kind](layout, heading, rows))


def _text(layout: Layout, heading: Heading, rows: Iterable[Due], line: Callable[..., str]) -> bytes:
    """Write lines of text; whatever cannot be written is told of every row at once."""
    written, problems = bytearray(), list[str]()
    for words, encoded in _encoded(layout, _lines(layout, heading, rows), line):
        if isinstance(encoded, str):
            problems.append(f"{words}：{encoded}")
        else:
            written += encoded
    if problems:
        more = f"；另有 {len(problems) - _MOST_TOLD} 行" if len(problems) > _MOST_TOLD else ""
        raise RowsRefused("；".join(problems[:_MOST_TOLD]) + more)
    return bytes(written)


def _encoded(
    layout: Layout, lines: Iterable[tuple[str, Sequence[Cell], Sequence[str]]], line: Callable[..., str]
) -> Iterator[tuple[str, bytes | str]]:
    for words, cells, values in lines:
        try:
            yield words, line(layout, cells, values).encode(layout.encoding)
        except UnicodeEncodeError as problem:
            strange = problem.object[problem.start : problem.end]
            yield words, f"银行格式（{layout.encoding}）没有“{strange}”这个字，请与银行约定写法"
        except _TooWide as problem:
            yield words, str(problem)


def _lines(
    layout: Layout, heading: Heading, rows: Iterable[Due]
) -> Iterator[tuple[str, Sequence[Cell], Sequence[str]]]:
    totals = ("汇总行", layout.totals, [_total(cell, heading) for cell in layout.totals])
    if layout.totals and layout.totals_first:
        yield totals
    if layout.has_titles:
        yield "标题行", layout.columns, [cell.title for cell in layout.columns]
    for row in rows:
        yield (
            f"第 {row.serial} 笔（{row.holder}）",
            layout.columns,
            [_value(cell, row, heading) for cell in layout.columns],
        )
    if layout.totals and not layout.totals_first:
        yield totals


def _value(cell: Cell, row: Due, heading: Heading) -> str:
    if not cell.field:
        return cell.text
    if cell.field == "amount":
        return _money(cell, row.amount_fen)
    if cell.field in {"count", "total", "month"}:
        return _total(cell, heading)
    return str(getattr(row, cell.field))


def _total(cell: Cell, heading: Heading) -> str:
    if cell.field == "count":
        return str(heading.count)
    if cell.field == "total":
        return _money(cell, heading.total_fen)
    return f"{heading.month:%Y%m}" if cell.field == "month" else cell.text


def _money(cell: Cell, fen: int) -> str:
    return str(fen) if cell.unit == "fen" else format_yuan(fen, grouped=False)


class _TooWide(ValueError):
    """A value is wider than its column."""


def _fixed_line(layout: Layout, cells: Sequence[Cell], values: Sequence[str]) -> str:
    return "".join(_padded(layout, cell, value) for cell, value in zip(cells, values, strict=True)) + _LINE_END


def _padded(layout: Layout, cell: Cell, value: str) -> str:
    # A width counts bytes: a Chinese character takes two of GBK.
    missing = cell.width - len(value.encode(layout.encoding))
    if missing < 0:
        raise _TooWide(f"“{value}”超过银行规定的 {cell.width} 字节")
    return cell.pad * missing + value if cell.align == "right" else value + cell.pad * missing


def _csv_line(_layout: Layout, _cells: Sequence[Cell], values: Sequence[str]) -> str:
    line = StringIO()
    csv.writer(line, lineterminator=_LINE_END).writerow(values)
    return line.getvalue()


def _workbook(layout: Layout, heading: Heading, rows: Iterable[Due]) -> bytes:
    file = BytesIO()
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with Workbook(file, {**options, "strings_to_numbers": False}) as workbook:
        # The same rows give the same bytes, so that a file made twice is known.
        workbook.set_properties({"created": datetime(heading.month.year, heading.month.month, 1, tzinfo=UTC)})
        sheet, text = workbook.add_worksheet("代发"), workbook.add_format({"num_format": "@"})
        for place, (_words, cells, values) in enumerate(_lines(layout, heading, rows)):
            for column, (cell, value) in enumerate(zip(cells, values, strict=True)):
                if cell.field in {"amount", "total"} and value != cell.title:
                    sheet.write_number(place, column, Decimal(value))
                else:
                    sheet.write_string(place, column, value, text)
    return file.getvalue()


def _csv(layout: Layout, heading: Heading, rows: Iterable[Due]) -> bytes:
    return _text(layout, heading, rows, _csv_line)


def _fixed(layout: Layout, heading: Heading, rows: Iterable[Due]) -> bytes:
    return _text(layout, heading, rows, _fixed_line)


_WRITERS: Final[dict[str, Callable[[Layout, Heading, Iterable[Due]], bytes]]] = {
    "CSV": _csv,
    "FIXED": _fixed,
    "XLSX": _workbook,
}
