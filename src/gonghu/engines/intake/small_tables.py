"""
Small files read whole (小表): answers of insurers and banks, a few thousand rows whose columns are known beforehand.

They pass the same gate as rosters, and workbooks are opened by the same worker with limits.
"""

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import duckdb

from gonghu.engines.intake.hostile import refusal_of
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.workbooks import Unroller

MOST_BYTES: Final = 32 << 20
MOST_ROWS: Final = 100_000
_TEXTS: Final = frozenset({".csv", ".txt", ".tsv"})
_WORKBOOKS: Final = frozenset({".xlsx", ".xls", ".ods"})
_ENCODINGS: Final = ("utf-8-sig", "gb18030")


@dataclass(frozen=True, slots=True)
class SmallTable:
    """The rows of the first sheet that holds anything (小表), as texts; ``row_no`` of the first is 1."""

    sheet: str
    rows: tuple[tuple[str, ...], ...]


def small_table(content: bytes, name: str) -> SmallTable:
    """
    Read a file of a known kind into rows of texts, blank rows among them so that row numbers stay true.

    :raises Refused: the file must not or cannot be read; it says what to do
    """
    suffix = Path(name).suffix.lower()
    if suffix not in _TEXTS | _WORKBOOKS:
        raise Refused("只能读 .xlsx、.xls、.ods、.csv、.txt；请另存为其中一种后再上传")
    if len(content) > MOST_BYTES:
        raise Refused(f"文件超过 {MOST_BYTES >> 20} MB，不像一份回执；请核对是否选错了文件")
    with TemporaryDirectory(prefix="gonghu-") as folder:
        path = Path(folder) / f"file{suffix}"
        path.write_bytes(content)
        refusal = refusal_of(path)
        if refusal:
            raise Refused(refusal)
        found = _text(content) if suffix in _TEXTS else _workbook(path)
        path.unlink()
    if len(found.rows) > MOST_ROWS:
        raise Refused(f"超过 {MOST_ROWS} 行，请分成几份上传")
    return found


def _text(content: bytes) -> SmallTable:
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise Refused("文字编码认不出，请用 Excel 打开后另存为 .xlsx 再上传")
    first = text.split("\n", 1)[0]
    separator = max(",\t;|", key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return SmallTable("", tuple(tuple(cell.strip() for cell in row) for row in rows))


def _workbook(path: Path) -> SmallTable:
    with TemporaryDirectory(prefix="gonghu-") as workshop, Unroller() as unroller:
        for table in unroller.sheets(path, Path(workshop)):
            if table.is_empty:
                continue
            with duckdb.connect() as connection:
                cells = connection.execute(table.selection(range(table.width))).fetchall()
            return SmallTable(table.sheet, tuple(tuple((cell or "").strip() for cell in row) for row in cells))
    raise Refused("工作簿里没有内容，请核对是否选错了文件")
