"""
Workbooks as a bureau circulates them (公文样式): A4 landscape, frozen header, page numbers, every cell plain text.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from gonghu.engines.reporting.row_heights import row_height
from gonghu.engines.reporting.row_stream import Cell, RowStream, fitted, put_rows

__all__ = [
    "TITLE_ROWS",
    "Cell",
    "SheetColumn",
    "Styles",
    "add_sheet",
    "sheet_name",
    "workbook_at",
    "write_list",
    "write_notice",
    "write_row",
]

A4 = 9
TITLE_ROWS = 2
_SHEET_NAME_LENGTH = 31
_NOT_IN_SHEET_NAMES = str.maketrans("", "", "[]:*?/\\'")
_FONT = "宋体"


@dataclass(frozen=True)
class SheetColumn:
    """A column with its width in characters; ``shape`` names one of the styles."""

    title: str
    width: float
    shape: str = "text"


class Styles:
    """The formats of one workbook, and the long rows still to be put into it."""

    def __init__(self, workbook: Workbook) -> None:
        framed = {"border": 1, "border_color": "#9AA3AE", "valign": "vcenter", "font_name": _FONT, "font_size": 10}
        self.streams: dict[int, RowStream] = {}
        self.title = workbook.add_format(
            {"bold": True, "font_size": 16, "align": "center", "valign": "vcenter", "font_name": "黑体"}
        )
        self.note = workbook.add_format({"font_size": 10, "font_name": _FONT, "valign": "vcenter", "text_wrap": True})
        self.part = workbook.add_format({"bold": True, "font_size": 12, "font_name": "黑体", "valign": "vcenter"})
        self.header = workbook.add_format(
            {**framed, "bold": True, "text_wrap": True, "align": "center", "bg_color": "#DCE6F1"}
        )
        self.shapes = {
            "text": workbook.add_format({**framed, "text_wrap": True, "num_format": "@"}),
            "centred": workbook.add_format({**framed, "align": "center", "text_wrap": True, "num_format": "@"}),
            "number": workbook.add_format({**framed, "align": "center", "num_format": "0"}),
            "key": workbook.add_format({**framed, "font_size": 5, "font_color": "#7A8794", "text_wrap": True}),
            "money": workbook.add_format({**framed, "num_format": "#,##0.00"}),
            "answer": workbook.add_format(
                {**framed, "align": "center", "bg_color": "#FFF8DC", "num_format": "@", "text_wrap": True}
            ),
        }


@contextmanager
def workbook_at(path: Path, title: str, as_of: date) -> Iterator[tuple[Workbook, Styles]]:
    """
    Open a workbook that writes row by row and takes no text for a formula, a link or a number.

    Its only date is that of the run, so that the same run gives the same file.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = Workbook(str(path), {**options, "strings_to_numbers": False})
    workbook.set_properties({"title": title, "created": datetime(as_of.year, as_of.month, as_of.day)})  # noqa: DTZ001
    styles = Styles(workbook)
    try:
        yield workbook, styles
    finally:
        workbook.close()
    if styles.streams:
        put_rows(path, styles.streams)


def sheet_name(name: str) -> str:
    """Return a name that a sheet may bear."""
    return name.translate(_NOT_IN_SHEET_NAMES)[:_SHEET_NAME_LENGTH] or "清单"


def add_sheet(workbook: Workbook, name: str) -> Worksheet:
    """Add a sheet set up for printing: A4 landscape, as wide as the page, pages numbered."""
    sheet = workbook.add_worksheet(sheet_name(name))
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    sheet.set_footer("&L内部资料 注意保密&C第 &P 页 共 &N 页&R&A")
    return sheet


def write_list(
    sheet: Worksheet,
    styles: Styles,
    title: str,
    note: str,
    columns: Sequence[SheetColumn],
    rows: Iterable[Sequence[Cell]],
    *,
    frozen: int = 0,
) -> int:
    """
    Write a titled table with a frozen, repeated, filtered header and return the number of its rows.

    ``frozen`` columns stay in sight on the left.
    """
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    sheet.freeze_panes(TITLE_ROWS + 1, frozen)
    sheet.repeat_rows(TITLE_ROWS)
    sheet.set_row(0, 30)
    sheet.merge_range(0, 0, 0, len(columns) - 1, title, styles.title)
    sheet.set_row(1, 30)
    sheet.merge_range(1, 0, 1, len(columns) - 1, note, styles.note)
    sheet.set_row(TITLE_ROWS, row_height([column.title for column in columns], [column.width for column in columns]))
    for place, column in enumerate(columns):
        sheet.write_string(TITLE_ROWS, place, column.title, styles.header)
    last = _write_body(sheet, styles, columns, rows)
    sheet.autofilter(TITLE_ROWS, 0, last, len(columns) - 1)
    return last - TITLE_ROWS


def _write_body(
    sheet: Worksheet, styles: Styles, columns: Sequence[SheetColumn], rows: Iterable[Sequence[Cell]]
) -> int:
    """Write the first row as the pattern of all and stream the others; return the place of the last one."""
    formats, widths = [styles.shapes[column.shape] for column in columns], [column.width for column in columns]
    remaining = iter(rows)
    first = next(remaining, None)
    if first is None:
        return TITLE_ROWS
    sheet.set_row(TITLE_ROWS + 1, row_height(first, widths))
    write_row(sheet, TITLE_ROWS + 1, first, formats)
    # XlsxWriter numbers a format when it is first used, and has no public way to ask for the number before.
    stream = RowStream([shape._get_xf_index() for shape in formats], widths, TITLE_ROWS + 3)
    for row in remaining:
        stream.append(row)
    styles.streams[sheet.index + 1] = stream
    return stream.last - 1


def write_row(sheet: Worksheet, place: int, row: Sequence[Cell], formats: Sequence[Format]) -> None:
    """Write one row: numbers as numbers, everything else as text, nothing as an empty framed cell."""
    for column, (value, shape) in enumerate(zip(row, formats, strict=True)):
        if value is None or value == "":
            sheet.write_blank(place, column, None, shape)
        elif isinstance(value, str):
            sheet.write_string(place, column, fitted(value), shape)
        else:
            sheet.write_number(place, column, value, shape)


def write_notice(sheet: Worksheet, styles: Styles, title: str, text: str) -> None:
    """Write a sheet that has only a title and a sentence."""
    sheet.set_column(0, 0, 110)
    sheet.set_row(0, 30)
    sheet.write_string(0, 0, title, styles.title)
    sheet.write_string(1, 0, text, styles.note)
