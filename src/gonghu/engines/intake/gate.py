"""
The gate every file passes before it is parsed (入口检查): what it claims to be is what it is, and it is not a trap.
"""

import codecs
from pathlib import Path
from typing import Final

from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.zip_gate import check_workbook_archive

TEXTS: Final = frozenset({".csv", ".tsv", ".txt"})
ZIPPED_WORKBOOKS: Final = frozenset({".xlsx", ".xlsm", ".xlsb", ".ods"})
WORKBOOKS: Final = ZIPPED_WORKBOOKS | {".xls"}
READABLE: Final = TEXTS | WORKBOOKS | {".parquet"}

_LARGEST_WORKBOOK: Final = 256 << 20
_LOOKED_AT: Final = 8192
_OLE: Final = bytes.fromhex("D0CF11E0A1B11AE1")
_ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
_BOOKS: Final = ("Workbook".encode("utf-16-le"), "Book".encode("utf-16-le"))
_KINDS: Final = (
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (_OLE, "ole"),
    (b"PAR1", "parquet"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩包"),
    (b"{\\rtf", "RTF 文档"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
)
_MARKUP: Final = (b"<!doctype", b"<html", b"<?xml", b"<table", b"<!--")


def check(path: Path, suffix: str) -> None:
    """
    Let a readable file pass.

    :raises Refused: it is empty, not what its suffix says, encrypted, too large, or built as a trap
    """
    size = path.stat().st_size
    if size == 0:
        raise Refused("文件是空的")
    if suffix not in READABLE:
        raise Refused(f"不支持 {suffix or '没有后缀'} 的文件,请提供 .xlsx、.xls、.ods、.csv 或 .parquet")
    with path.open("rb") as stream:
        start = stream.read(_LOOKED_AT)
    kind = _kind_of(start)
    expected = "zip" if suffix in ZIPPED_WORKBOOKS else {".xls": "ole", ".parquet": "parquet"}.get(suffix, "text")
    if kind != expected:
        raise Refused(_mismatch(path, suffix, kind))
    if suffix in WORKBOOKS and size > _LARGEST_WORKBOOK:
        raise Refused(f"工作簿有 {size >> 20} MB,超过 {_LARGEST_WORKBOOK >> 20} MB 的限度,请另存为 .csv 后重报")
    if suffix in ZIPPED_WORKBOOKS:
        check_workbook_archive(path)
    if suffix == ".xls":
        _check_old_workbook(path)


def _kind_of(start: bytes) -> str:
    for magic, kind in _KINDS:
        if start.startswith(magic):
            return kind
    if start.removeprefix(codecs.BOM_UTF8).lstrip().lower().startswith(_MARKUP):
        return "网页或 XML"
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" not in start:
        return "text"
    return "二进制数据"


def _mismatch(path: Path, suffix: str, kind: str) -> str:
    if kind == "ole" and _holds(path, _ENCRYPTED):
        return "工作簿有密码,请去掉密码后重报"
    actual = {
        "zip": "压缩包或新版工作簿(.xlsx)",
        "ole": "旧版 Office 文件(.xls)",
        "parquet": "Parquet 文件",
        "text": "纯文本",
    }
    return f"后缀是 {suffix},内容却是{actual.get(kind, kind)};请用 Excel 打开后另存为 .xlsx 再报"


def _check_old_workbook(path: Path) -> None:
    if _holds(path, _ENCRYPTED):
        raise Refused("工作簿有密码,请去掉密码后重报")
    if not any(_holds(path, name) for name in _BOOKS):
        raise Refused("后缀是 .xls,内容却不是工作簿(可能是 Word 等文件);请核对后重报")


def _holds(path: Path, name: bytes) -> bool:
    """Tell whether the file names a stream; the directory of an OLE file may stand anywhere in it."""
    with path.open("rb") as stream:
        before = b""
        while chunk := stream.read(1 << 20):
            if name in before + chunk:
                return True
            before = chunk[-len(name) :]
    return False
