"""
Lists as workbooks (导出 Excel): A4 landscape, frozen header, one visible sheet, every cell of a plain type.

A text is written as text: nothing in it becomes a formula, a link or a number.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from itertools import islice
from typing import IO, Final

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from gonghu.domain.access.operations import record_export
from gonghu.domain.access.terms import Permission
from gonghu.foundation.labels import Label, worded
from gonghu.foundation.pages.ways_back import page_of
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.sentences import refused, sentence

WorkbookCell = str | int | float | Decimal | date | datetime | None

MOST_ROWS: Final = 50_000
_LONGEST_TEXT: Final = 32_000
_HEADER_ROW: Final = 2
_A4: Final = 9
_NOT_IN_NAMES: Final = str.maketrans("", "", "[]:*?/\\'\"<>|\n\r\t")
_SHEET_NAME_LENGTH: Final = 31
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OPTIONS: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}


class TooManyRows(ValueError):
    """More rows would leave than one workbook takes (导出行数过多)."""


@dataclass(frozen=True, slots=True)
class WorkbookColumn:
    """A column of a workbook (导出列), its width in characters."""

    title: str
    width: float = 14


def workbook_response(
    request: DeskRequest,
    *,
    name: str,
    columns: Sequence[WorkbookColumn],
    rows: Iterable[Sequence[WorkbookCell]],
    kind: str,
    note: str = "",
) -> HttpResponse:
    """
    Answer with a list as a workbook, written down in the audit; too long a list goes back with a word about it.

    ``rows`` may be lazy and must be cut to ``officer.scope.holding(Permission.EXPORT)``: what somebody only sees does
    not leave. ``kind`` is the audit's word for what the rows are (child, task); ``note`` stands under the title, who
    exported when and that it holds personal data where nothing else is said.

    :raises PermissionDenied: the officer may export nothing
    """
    by = request.officer
    if not by.scope.has(Permission.EXPORT):
        raise PermissionDenied(worded(Permission.EXPORT.label))
    file = BytesIO()
    try:
        count = write_workbook(file, name, note or _note(request), columns, rows)
    except TooManyRows as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(page_of(request))
    record_export(kind=kind, rows=count, columns=[column.title for column in columns], by=by, at=request.at)
    plain = name.translate(_NOT_IN_NAMES)
    filename = f"{plain} {timezone.localdate(request.at)}.xlsx"
    answer = HttpResponse(file.getvalue(), content_type=_WORKBOOK)
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=filename)
    return answer


def write_workbook(
    file: IO[bytes],
    title: str,
    note: str,
    columns: Sequence[WorkbookColumn],
    rows: Iterable[Sequence[WorkbookCell]],
) -> int:
    """
    Write a list into a file and return how many rows it has.

    :raises TooManyRows: there are more than ``MOST_ROWS``
    """
    remaining, count = iter(rows), 0
    with Workbook(file, _OPTIONS) as workbook:
        sheet = _sheet(workbook, title, columns)
        framed = {"border": 1, "border_color": "#9AA3AE", "valign": "vcenter", "font_name": "宋体", "font_size": 10}
        heading = workbook.add_format({"bold": True, "font_size": 16, "align": "center", "font_name": "黑体"})
        sheet.merge_range(0, 0, 0, max(len(columns) - 1, 1), "", heading)
        sheet.write_string(0, 0, title, heading)
        sheet.write_string(1, 0, note, workbook.add_format({"font_size": 10, "font_name": "宋体"}))
        header = workbook.add_format({**framed, "bold": True, "align": "center", "bg_color": "#DCE6F1"})
        for place, column in enumerate(columns):
            sheet.write_string(_HEADER_ROW, place, column.title, header)
        write = _CellWriter(workbook, framed)
        for count, row in enumerate(islice(remaining, MOST_ROWS), start=1):
            for place, value in enumerate(row):
                write(sheet, _HEADER_ROW + count, place, value)
    if next(remaining, None) is not None:
        raise TooManyRows(
            _("超过 %(most)s 行，没有导出。请缩小筛选范围（如按乡镇、类别分别导出）后再试。") % {"most": MOST_ROWS}
        )
    return count


class _CellWriter:
    """Writes each value in the way of its type (单元格写入)."""

    def __init__(self, workbook: Workbook, framed: dict[str, object]) -> None:
        self.text = workbook.add_format({**framed, "text_wrap": True, "num_format": "@"})
        self.number = workbook.add_format({**framed, "num_format": "General"})
        self.day = workbook.add_format({**framed, "num_format": "yyyy-mm-dd"})
        self.moment = workbook.add_format({**framed, "num_format": "yyyy-mm-dd hh:mm"})

    def __call__(self, sheet: Worksheet, row: int, place: int, value: WorkbookCell) -> None:
        if isinstance(value, datetime):
            sheet.write_datetime(row, place, timezone.localtime(value).replace(tzinfo=None), self.moment)
        elif isinstance(value, date):
            sheet.write_datetime(row, place, value, self.day)
        elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
            sheet.write_number(row, place, value, self.number)
        elif value:
            sheet.write_string(row, place, _text(value)[:_LONGEST_TEXT], self.text)
        else:
            sheet.write_blank(row, place, None, self.text)


def _text(value: object) -> str:
    return worded(value) if isinstance(value, Label) else str(value)


def _sheet(workbook: Workbook, title: str, columns: Sequence[WorkbookColumn]) -> Worksheet:
    sheet = workbook.add_worksheet(title.translate(_NOT_IN_NAMES)[:_SHEET_NAME_LENGTH] or None)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.63, right=0.63, top=0.63, bottom=0.75)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.set_footer("&C&P / &N")
    for place, column in enumerate(columns):
        sheet.set_column(place, place, column.width)
    return sheet


def _note(request: DeskRequest) -> str:
    at = timezone.localtime(request.at).strftime("%Y-%m-%d %H:%M")
    return _("导出人 %(name)s · %(at)s · 含个人信息，请妥善保管") % {"name": sentence(request.officer.label), "at": at}
