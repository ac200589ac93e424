"""A form as a workbook (问卷工作簿), so that whoever changes it needs nothing but Excel."""

from io import BytesIO
from typing import Any, Final

import xlsxwriter

from gonghu.engines.forms.compiling import read_sheets

_SHEETS: Final = ("survey", "choices", "settings")
_WIDEST: Final = 40


def as_workbook(source: bytes) -> bytes:
    """
    Give a form that was written as a Markdown table as an Excel workbook; every cell is text, none a formula.

    :raises FormRefused: it is no form
    """
    sheets = read_sheets(source)
    written = BytesIO()
    plain = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(written, plain) as book:
        bold = book.add_format({"bold": True})
        for name in _SHEETS:
            rows = list(getattr(sheets, name) or ())
            if rows:
                _write(book.add_worksheet(name), rows, bold)
    return written.getvalue()


def _write(sheet: Any, rows: list[dict[str, str]], bold: Any) -> None:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    for number, column in enumerate(columns):
        texts = [str(row.get(column, "")) for row in rows]
        sheet.write_string(0, number, column, bold)
        for line, text in enumerate(texts, 1):
            sheet.write_string(line, number, text)
        sheet.set_column(number, number, min(_WIDEST, 2 + max(map(len, (column, *texts)))))
    sheet.freeze_panes(1, 0)
