"""What a file really is (文件真实类型), told by its content alone, whatever its name says."""

import codecs
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import Final
from zipfile import ZipFile

from gonghu.engines.intake.compound_files import MAGIC as COMPOUND
from gonghu.engines.intake.compound_files import streams_of
from gonghu.engines.intake.zip_directory import opened, unpacked

HEAD: Final = 64 << 10
"""Bytes at the beginning that are looked at."""


class Nature(StrEnum):
    """What a file is, in words that can be shown."""

    WORKBOOK = "XLSX 工作簿"
    BINARY_WORKBOOK = "XLSB 工作簿"
    OPEN_WORKBOOK = "ODS 工作簿"
    OLD_WORKBOOK = "XLS 工作簿"
    LOCKED_WORKBOOK = "有打开密码的工作簿"
    PARQUET = "Parquet 文件"
    LOCKED_PARQUET = "加密的 Parquet 文件"
    TEXT = "纯文本"
    WEB_PAGE = "网页"
    XML = "XML 文件"
    WORD = "Word 文档"
    SLIDES = "演示文稿"
    PDF = "PDF 文档"
    RICH_TEXT = "RTF 文档"
    PICTURE = "图片"
    ZIP = "ZIP 压缩包"
    OTHER_ARCHIVE = "非 ZIP 格式的压缩包"
    PROGRAM = "可执行程序"
    DATABASE = "数据库文件"
    OTHER_COMPOUND = "OLE 复合文档"
    UNKNOWN = "无法识别的二进制内容"


_SIGNATURES: Final = (
    (b"PAR1", Nature.PARQUET),
    (b"PARE", Nature.LOCKED_PARQUET),
    (b"%PDF-", Nature.PDF),
    (b"Rar!\x1a\x07", Nature.OTHER_ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Nature.OTHER_ARCHIVE),
    (b"\x1f\x8b\x08", Nature.OTHER_ARCHIVE),
    (b"\x89PNG\r\n", Nature.PICTURE),
    (b"\xff\xd8\xff", Nature.PICTURE),
    (b"GIF89a", Nature.PICTURE),
    (b"\x7fELF", Nature.PROGRAM),
    (b"SQLite format 3\0", Nature.DATABASE),
    (b"\0\1\0\0Standard ", Nature.DATABASE),
    (b"{\\rtf", Nature.RICH_TEXT),
)
_LEAST_TEXT: Final = 50
"""At most one NUL in so many bytes is still text."""
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
_WIDE_TEXT: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_WEB_PAGE: Final = (b"<html", b"<!doctype html", b"<table", b"<head", b"<meta", b"<style", b"<body", b"<div")
_PACKAGES: Final = (
    ("xl/workbook.xml", Nature.WORKBOOK),
    ("xl/workbook.bin", Nature.BINARY_WORKBOOK),
    ("word/document.xml", Nature.WORD),
    ("ppt/presentation.xml", Nature.SLIDES),
)
_OPEN_DOCUMENTS: Final = {
    b"application/vnd.oasis.opendocument.spreadsheet": Nature.OPEN_WORKBOOK,
    b"application/vnd.oasis.opendocument.text": Nature.WORD,
    b"application/vnd.oasis.opendocument.presentation": Nature.SLIDES,
}
_COMPOUNDS: Final = {
    "EncryptedPackage": Nature.LOCKED_WORKBOOK,
    "Workbook": Nature.OLD_WORKBOOK,
    "Book": Nature.OLD_WORKBOOK,
    "WordDocument": Nature.WORD,
    "PowerPoint Document": Nature.SLIDES,
}


def nature_of(path: Path) -> Nature:
    """
    Tell what a file is.

    :raises Refused: it is a container that cannot be opened
    """
    with path.open("rb") as stream:
        head = stream.read(HEAD)
    for signature, nature in _SIGNATURES:
        if head.startswith(signature):
            return nature
    if head.startswith(_ZIP):
        with opened(path) as container:
            return _package_nature(container)
    if head.startswith(COMPOUND):
        found = streams_of(path, tuple(_COMPOUNDS))
        return next((nature for name, nature in _COMPOUNDS.items() if name in found), Nature.OTHER_COMPOUND)
    if b"\0" in head and not head.startswith(_WIDE_TEXT) and not _padded_text(head):
        # Only with a NUL behind it: a roster's first header may well begin with MZ.
        return Nature.PROGRAM if head.startswith(b"MZ") else Nature.UNKNOWN
    return _text_nature(head)


def _package_nature(container: ZipFile) -> Nature:
    members = {member.filename.replace("\\", "/").lower(): member for member in container.infolist()}
    if "[content_types].xml" in members:
        return next((nature for part, nature in _PACKAGES if part in members), Nature.ZIP)
    if {"mimetype", "content.xml"} <= members.keys():
        return _OPEN_DOCUMENTS.get(next(unpacked(container, members["mimetype"]), b"").strip(), Nature.ZIP)
    return Nature.ZIP


def _padded_text(head: bytes) -> bool:
    """Tell text with a stray NUL, as old databases export it, from binary content."""
    text = head.replace(b"\0", b"")
    if len(head) - len(text) > len(head) // _LEAST_TEXT:
        return False
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            codecs.getincrementaldecoder(encoding)().decode(text)
            return True
    return False


def _text_nature(head: bytes) -> Nature:
    start = head.removeprefix(codecs.BOM_UTF8).lstrip().lower()
    if start.startswith(_WEB_PAGE):
        return Nature.WEB_PAGE
    return Nature.XML if start.startswith((b"<?xml", b"<!doctype", b"<!--")) else Nature.TEXT
