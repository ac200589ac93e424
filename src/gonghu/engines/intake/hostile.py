"""
Files that must not be parsed (拒收): told by their first bytes, directory and size before a parser sees them.

A refusal says in Chinese what is wrong and what to do. Readable are .xlsx, .xlsm, .xls, .csv, .txt, .tsv and .parquet;
of an .xlsm only the values are read: its macros are neither run nor kept.
"""

import codecs
from enum import StrEnum
from pathlib import Path
from typing import Final

from gonghu.engines.intake.compound_files import MAGIC as COMPOUND
from gonghu.engines.intake.compound_files import streams_of
from gonghu.engines.intake.workbook_parts import judge_workbook
from gonghu.engines.intake.zip_directory import MEGABYTE, UnfitFile, opened

LARGEST_WORKBOOK: Final = 300 * MEGABYTE
LARGEST_TEXT: Final = 4096 * MEGABYTE
LARGEST_PARQUET: Final = 4096 * MEGABYTE
MOST_PARQUET_CELLS: Final = 4_000_000_000
"""A column of one repeated value packs without limit: a file of a kilobyte may hold a thousand million rows."""
LONGEST_LINE: Final = MEGABYTE


class Nature(StrEnum):
    """What a file really is, in words."""

    WORKBOOK = "XLSX 工作簿"
    BINARY_WORKBOOK = "XLSB 工作簿"
    OLD_WORKBOOK = "XLS 工作簿"
    LOCKED_WORKBOOK = "加密的工作簿"
    PARQUET = "Parquet 文件"
    LOCKED_PARQUET = "加密的 Parquet 文件"
    TEXT = "纯文本"
    WORD = "Word 文档"
    SLIDES = "演示文稿"
    OPEN_DOCUMENT = "ODF 文档"
    PDF = "PDF 文档"
    ZIP = "ZIP 压缩包"
    OTHER_ARCHIVE = "压缩包(不是 ZIP)"
    PICTURE = "图片"
    WEB_PAGE = "网页"
    XML = "XML 文件"
    RICH_TEXT = "RTF 文档"
    PROGRAM = "可执行程序"
    DATABASE = "数据库文件"
    COMPOUND = "复合文档"
    UNKNOWN = "无法识别的二进制内容"


SUFFIXES: Final = {
    ".xlsx": Nature.WORKBOOK,
    ".xlsm": Nature.WORKBOOK,
    ".xls": Nature.OLD_WORKBOOK,
    ".csv": Nature.TEXT,
    ".txt": Nature.TEXT,
    ".tsv": Nature.TEXT,
    ".parquet": Nature.PARQUET,
}
_RENAME: Final = {
    Nature.WORKBOOK: ".xlsx",
    Nature.OLD_WORKBOOK: ".xls",
    Nature.TEXT: ".csv",
    Nature.PARQUET: ".parquet",
    Nature.ZIP: ".zip",
}
_LARGEST: Final = {
    Nature.WORKBOOK: LARGEST_WORKBOOK,
    Nature.OLD_WORKBOOK: LARGEST_WORKBOOK,
    Nature.TEXT: LARGEST_TEXT,
    Nature.PARQUET: LARGEST_PARQUET,
}
_SAVE_AS: Final = "请用 Excel 或 WPS 打开,另存为 .xlsx 后重报"
_ASK: Final = "请向报送单位要 .xlsx 或 .csv 的名单"
_REMEDY: Final = dict.fromkeys((Nature.WEB_PAGE, Nature.XML, Nature.BINARY_WORKBOOK, Nature.OPEN_DOCUMENT), _SAVE_AS)
_HEAD: Final = 64 << 10
_SIGNATURES: Final = (
    (b"PAR1", Nature.PARQUET),
    (b"PARE", Nature.LOCKED_PARQUET),
    (b"%PDF", Nature.PDF),
    (b"Rar!\x1a\x07", Nature.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Nature.OTHER_ARCHIVE),
    (b"\x1f\x8b\x08", Nature.OTHER_ARCHIVE),
    (b"\x89PNG\r\n", Nature.PICTURE),
    (b"\xff\xd8\xff", Nature.PICTURE),
    (b"GIF8", Nature.PICTURE),
    (b"\x7fELF", Nature.PROGRAM),
    (b"SQLite format 3\0", Nature.DATABASE),
    (b"{\\rtf", Nature.RICH_TEXT),
)
_PACKAGES: Final = (
    ("xl/workbook.xml", Nature.WORKBOOK),
    ("xl/workbook.bin", Nature.BINARY_WORKBOOK),
    ("word/document.xml", Nature.WORD),
    ("ppt/presentation.xml", Nature.SLIDES),
)
_COMPOUNDS: Final = {
    "EncryptedPackage": Nature.LOCKED_WORKBOOK,
    "Workbook": Nature.OLD_WORKBOOK,
    "Book": Nature.OLD_WORKBOOK,
    "WordDocument": Nature.WORD,
    "PowerPoint Document": Nature.SLIDES,
}
_WIDE_TEXT: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def refusal_of(path: Path) -> str | None:
    """Return why the file must not be parsed and what to do about it, or None when it may be read."""
    try:
        _judge(path)
    except UnfitFile as unfit:
        return str(unfit)
    except OSError as unreadable:
        return f"打不开({unreadable.strerror or unreadable});请检查文件权限和磁盘后重试"
    return None


def nature_of(path: Path) -> Nature:
    """
    Tell what a file is by its content alone.

    :raises UnfitFile: it is a broken container
    """
    with path.open("rb") as stream:
        head = stream.read(_HEAD)
    for signature, nature in _SIGNATURES:
        if head.startswith(signature):
            return nature
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _package_nature(path)
    if head.startswith(COMPOUND):
        found = streams_of(path, tuple(_COMPOUNDS))
        return next((nature for name, nature in _COMPOUNDS.items() if name in found), Nature.COMPOUND)
    if b"\0" in head and not head.startswith(_WIDE_TEXT):
        return Nature.PROGRAM if head.startswith(b"MZ") else Nature.UNKNOWN
    return _text_nature(head)


def _package_nature(path: Path) -> Nature:
    with opened(path) as container:
        names = {name.replace("\\", "/").lower() for name in container.namelist()}
        if "[content_types].xml" in names:
            return next((nature for part, nature in _PACKAGES if part in names), Nature.ZIP)
        return Nature.OPEN_DOCUMENT if {"mimetype", "content.xml"} <= names else Nature.ZIP


def _text_nature(head: bytes) -> Nature:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip()[:200].lower()
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style")):
        return Nature.WEB_PAGE
    return Nature.XML if start.startswith((b"<?xml", b"<!doctype")) else Nature.TEXT


def _judge(path: Path) -> None:
    suffix = path.suffix.lower()
    size = path.stat().st_size
    if not size:
        raise UnfitFile("是空文件(0 字节);请重新导出后再报")
    nature = nature_of(path)
    if nature in (Nature.LOCKED_WORKBOOK, Nature.LOCKED_PARQUET):
        raise UnfitFile("加了打开密码,读不出内容;请在 Excel 或 WPS 里去掉打开密码,另存后重报")
    if suffix not in SUFFIXES:
        raise UnfitFile(f"{_shown(suffix)}不能作为名单读取(内容是{nature});{_remedy(nature)}")
    if nature != SUFFIXES[suffix]:
        raise UnfitFile(f"后缀是 {suffix},内容却是{nature};{_remedy(nature)}")
    if size > _LARGEST[nature]:
        raise UnfitFile(
            f"有 {size // MEGABYTE:,} MB,超过 {_LARGEST[nature] // MEGABYTE:,} MB 的上限;请按乡镇或年份分成几份后重报"
        )
    if nature == Nature.WORKBOOK:
        judge_workbook(path)


def _shown(suffix: str) -> str:
    return f"{suffix} 文件" if suffix else "没有后缀的文件"


def _remedy(nature: Nature) -> str:
    if nature in _RENAME:
        return f"请把后缀改为 {_RENAME[nature]} 后重报"
    return _REMEDY.get(nature, _ASK)
