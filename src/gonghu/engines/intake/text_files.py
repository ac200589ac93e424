"""
Text files (文本名单) made ready for DuckDB: encoding, separator, quotes, blank lines.

DuckDB reads UTF-8 only and drops blank lines, which would shift every row number after them; such a file is streamed
into a temporary copy. A file that is ready as it stands is not copied.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

CHUNK = 4 << 20
HEAD = 256 << 10
HEAD_ROWS = 400
# Two patterns are three times faster than one with both: each can jump to its first character.
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONE_RETURN = re.compile(rb"\r[^\n]")
_ODD_LINE_END = re.compile(rb"\n\r?\n|\r[^\n]")
_SEPARATORS = ",\t;|"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}


class UnknownEncoding(ValueError):
    """The bytes are neither UTF-8 nor GB18030."""


@dataclass(frozen=True)
class TextTable:
    """A UTF-8 text file whose every record is one row of the sheet."""

    path: Path
    encoding: str
    separator: str
    quoted: bool
    width: int
    head: tuple[tuple[str, ...], ...]
    rectangular: bool = False


def prepare(source: Path, workshop: Path) -> TextTable:
    """
    Return the file ready to be read, copied into ``workshop`` only if it must be changed.

    :raises UnknownEncoding: the bytes are not Chinese text
    """
    with source.open("rb") as stream:
        start = stream.read(HEAD)
    encoding = _encoding_of(source, start)
    text = _head_text(start, encoding)
    separator = _separator_of(text)
    head = tuple(tuple(row) for row in _records(text, separator))
    width = max((len(row) for row in head), default=1)
    clean, quoted = _survey(source, encoding)
    ready = source
    if not clean:
        ready = workshop / f"{source.stem[:40]}.utf8"
        _rewrite(source, ready, encoding, separator)
    return TextTable(ready, encoding, separator, quoted, width, head)


def normalise(table: TextTable, workshop: Path) -> TextTable:
    """Write the file anew record by record: what stray quotes or ragged rows made unreadable becomes plain."""
    ready = workshop / f"{table.path.stem[:40]}.plain"
    width = 1
    with (
        table.path.open(encoding="utf-8-sig", errors="replace", newline="") as source,
        ready.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, delimiter=table.separator, lineterminator="\n")
        for row in csv.reader((line.replace("\0", "") for line in source), delimiter=table.separator):
            width = max(width, len(row))
            writer.writerow([" ".join(cell.splitlines()) for cell in row] if row else [" "])
    return TextTable(ready, table.encoding, table.separator, True, width, table.head)


def _encoding_of(source: Path, start: bytes) -> str:
    for bom, encoding in _BOMS.items():
        if start.startswith(bom):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        return encoding
    raise UnknownEncoding(
        f"{source.name} 既不是 UTF-8 也不是 GB18030 编码的文本,请另存为 .xlsx 或 UTF-8 的 .csv 后重报"
    )


def _head_text(start: bytes, encoding: str) -> str:
    text = codecs.getincrementaldecoder(encoding)().decode(start)
    return text[: text.rfind("\n") + 1] if len(start) == HEAD and "\n" in text else text


def _separator_of(text: str) -> str:
    """Return the separator that cuts most lines into the same number of cells."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _records(text, separator) if row][:50]
        if not widths:
            return (0.0, 0)
        usual = max(set(widths), key=lambda width: (widths.count(width), width))
        return (widths.count(usual) / len(widths) if usual > 1 else 0.0, usual)

    return max(_SEPARATORS, key=evenness)


def _records(text: str, separator: str) -> list[list[str]]:
    records: list[list[str]] = []
    for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""), delimiter=separator):
        records.append(row)
        if len(records) == HEAD_ROWS:
            break
    return records


def _survey(source: Path, encoding: str) -> tuple[bool, bool]:
    """Return whether DuckDB can read the file as it stands, and whether any cell is quoted."""
    clean, quoted = encoding in ("utf-8", "utf-8-sig"), False
    with source.open("rb") as stream:
        before = b"\n"
        while chunk := stream.read(CHUNK):
            quoted = quoted or b'"' in chunk
            clean = clean and b"\0" not in chunk and not _ODD_LINE_END.search(before + chunk[:2])
            clean = clean and not _BLANK_LINE.search(chunk) and not _LONE_RETURN.search(chunk)
            before = chunk[-2:]
    return clean, quoted


def _rewrite(source: Path, target: Path, encoding: str, separator: str) -> None:
    """Copy as UTF-8 with one kind of line end; blank lines outside quotes become rows of empty cells."""
    open_quotes = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for lines in _whole_lines(source, encoding):
            segments = lines.split('"')
            for index, segment in enumerate(segments):
                if (open_quotes + index) % 2 == 0 and "\n\n" in segment:
                    segments[index] = segment.replace("\n\n", f"\n{separator}\n").replace("\n\n", f"\n{separator}\n")
            open_quotes += len(segments) - 1
            out.write('"'.join(segments))


def _whole_lines(source: Path, encoding: str) -> Iterator[str]:
    """Yield the text in pieces that end where a line ends."""
    rest = ""
    with source.open(encoding=encoding, newline=None) as stream:
        while piece := stream.read(CHUNK):
            text = rest + piece.replace("\0", "")
            cut = text.rfind("\n") + 1
            rest = text[cut:]
            yield text[:cut]
    yield rest
