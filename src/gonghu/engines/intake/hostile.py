"""
Files that must not be parsed (拒收): told by first bytes, directory and size before a parser sees them.

A refusal says in Chinese what is wrong and what to do. Of a workbook with macros (.xlsm) only the values are read: its
macros are neither run nor kept.
"""

from pathlib import Path
from typing import Final

import duckdb

from gonghu.engines.intake.compound_files import has_password
from gonghu.engines.intake.natures import HEAD, Nature, nature_of
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.workbook_parts import judge_workbook
from gonghu.engines.intake.zip_directory import MEGABYTE

LARGEST_WORKBOOK: Final = 300 * MEGABYTE
LARGEST_FILE: Final = 4096 * MEGABYTE
"""Thirty million rows of text; more comes by county anyway."""
MOST_COLUMNS: Final = 1024
MOST_PARQUET_CELLS: Final = 4_000_000_000
"""A repeated value packs without limit: a kilobyte may hold a thousand million rows."""

SUFFIXES: Final = {
    ".xlsx": Nature.WORKBOOK,
    ".xlsm": Nature.WORKBOOK,
    ".xlsb": Nature.BINARY_WORKBOOK,
    ".ods": Nature.OPEN_WORKBOOK,
    ".xls": Nature.OLD_WORKBOOK,
    ".csv": Nature.TEXT,
    ".txt": Nature.TEXT,
    ".tsv": Nature.TEXT,
    ".parquet": Nature.PARQUET,
}
"""The suffixes that are read, and what must be behind them."""

_WORKBOOKS: Final = (Nature.WORKBOOK, Nature.BINARY_WORKBOOK, Nature.OPEN_WORKBOOK, Nature.OLD_WORKBOOK)
_REMEDIES: Final = {
    Nature.WORKBOOK: "请把后缀改为 .xlsx 后重报",
    Nature.BINARY_WORKBOOK: "请把后缀改为 .xlsb 后重报",
    Nature.OPEN_WORKBOOK: "请把后缀改为 .ods 后重报",
    Nature.OLD_WORKBOOK: "请把后缀改为 .xls 后重报",
    Nature.PARQUET: "请把后缀改为 .parquet 后重报",
    Nature.ZIP: "请把后缀改为 .zip 后重报",
    Nature.TEXT: "是名册的请把后缀改为 .csv 后重报",
    # Many systems export a web page and call it .xls.
    Nature.WEB_PAGE: "请用 Excel 或 WPS 打开，另存为 .xlsx 后重报",
    Nature.XML: "请用 Excel 或 WPS 打开，另存为 .xlsx 后重报",
    Nature.OTHER_ARCHIVE: "请先解压，再报里面的名册（也可以压缩成 .zip）",
    Nature.LOCKED_WORKBOOK: "请用 Excel 或 WPS 打开，去掉打开密码，另存为 .xlsx 后重报",
    Nature.LOCKED_PARQUET: "请导出不加密的 Parquet 或 .csv 后重报",
}
_WIDEST_LOOK: Final = 256 << 10
_SEPARATORS: Final = (b",", b"\t", b";", b"|")
_ASK: Final = "不能当作名册读取，请向报送单位要 .xlsx 或 .csv 的名册"


def refusal_of(path: Path) -> str | None:
    """Return why the file must not be parsed and what to do about it, or None when it may be read."""
    try:
        _judge(path)
    except Refused as unfit:
        return str(unfit)
    except OSError as unreadable:
        return f"打不开（{unreadable.strerror or unreadable}），请检查路径、权限和磁盘后重试"
    return None


def require_content(path: Path, largest: int) -> None:
    """
    Let a regular file pass that holds something, and not absurdly much.

    :raises Refused: it is a folder or device, empty, or larger than ``largest`` bytes
    """
    if path.exists() and not path.is_file():
        raise Refused("不是普通文件，没有打开；请放入名册文件本身")
    size = path.stat().st_size
    if not size:
        raise Refused("是空文件（0 字节），请重新导出后再报")
    if size > largest:
        raise Refused(
            f"有 {size // MEGABYTE:,} MB，超过 {largest // MEGABYTE:,} MB 的上限；"
            "请按乡镇或年份分成几份，或另存为 .csv 后重报"
        )


def require_nature(path: Path, suffix: str, nature: Nature) -> None:
    """
    Hold what a file is against what its suffix says it is.

    :raises Refused: they differ
    """
    found = nature_of(path)
    if found != nature:
        raise Refused(f"后缀是 {suffix}，内容却是{found}；{_REMEDIES.get(found, _ASK)}")


def _judge(path: Path) -> None:
    suffix = path.suffix.lower()
    nature = SUFFIXES.get(suffix)
    require_content(path, LARGEST_WORKBOOK if nature in _WORKBOOKS else LARGEST_FILE)
    if nature is None:
        found = nature_of(path)
        raise Refused(
            f"{suffix + ' 文件' if suffix else '没有后缀的文件'}不读，内容是{found}；{_REMEDIES.get(found, _ASK)}"
        )
    require_nature(path, suffix, nature)
    _judge_inside(path, nature)


def _judge_inside(path: Path, nature: Nature) -> None:
    if nature == Nature.TEXT:
        _judge_text(path)
    elif nature == Nature.PARQUET:
        _judge_parquet(path)
    elif nature != Nature.OLD_WORKBOOK:
        judge_workbook(path)
    elif has_password(path):
        raise Refused(f"{Nature.LOCKED_WORKBOOK}；{_REMEDIES[Nature.LOCKED_WORKBOOK]}")


def _judge_text(path: Path) -> None:
    """Look for what is no line of a roster; the rest is the reader's to complain of, row by row."""
    block, before = b"", b""
    with path.open("rb") as stream:
        head = stream.read(_WIDEST_LOOK)
        stream.seek(0)
        while following := stream.read(HEAD):
            block, before = following, block
            if len(block) == HEAD and b"\n" not in block and b"\r" not in block:
                raise Refused(f"有一行超过 {HEAD // 1024} KB，不像一行一人的名册；请重新导出为 .xlsx 或 .csv 后再报")
    # A line of so many cells is at least that long; the others need not be counted.
    wide = [line for line in head.splitlines() if len(line) >= MOST_COLUMNS]
    cells = max((line.count(separator) + 1 for line in wide for separator in _SEPARATORS), default=0)
    if cells > MOST_COLUMNS:
        raise Refused(f"有一行多达 {cells:,} 列，超过 {MOST_COLUMNS:,} 列的上限，不像名册；请重新导出后再报")
    tail = (before + block)[-HEAD:]
    if tail.count(b"\0") > len(tail) // 2:
        raise Refused("末尾是大段空字节，多半没有传完；请重新导出或重新传送后再报")


def _judge_parquet(path: Path) -> None:
    """Read the footer alone: it says how many rows and columns there are."""
    with duckdb.connect() as connection:
        try:
            rows = connection.execute("SELECT num_rows FROM parquet_file_metadata(?)", [str(path)]).fetchall()[0][0]
            columns = len(connection.execute("SELECT name FROM parquet_schema(?)", [str(path)]).fetchall())
        except duckdb.Error as broken:
            raise Refused("Parquet 文件已损坏或没有传完，请重新导出或重新传送后再报") from broken
    if rows * columns > MOST_PARQUET_CELLS:
        raise Refused(
            f"有 {rows:,} 行，超过 {MOST_PARQUET_CELLS:,} 个单元格的上限，像是压缩炸弹，没有打开；"
            "请确认来源，分成几份后重报"
        )
