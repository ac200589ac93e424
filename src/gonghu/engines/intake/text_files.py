"""
Text files (文本名单) made ready for DuckDB: encoding, separator, quotes, blank lines.

DuckDB reads UTF-8 only and drops blank lines, which would shift every row number after them; such a file is streamed
into a temporary copy. A file that is ready as it stands is not copied.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.hostile import MOST_COLUMNS
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.sheet_table import HEAD_ROWS, Head, SheetTable

CHUNK = 4 << 20
HEAD = 256 << 10
# Two patterns are three times faster than one with both: each can jump to its first character.
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONE_RETURN = re.compile(rb"\r[^\n]")
_ODD_LINE_END = re.compile(rb"\n\r?\n|\r[^\n]")
_SEPARATORS = ",\t;|"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLED_LINES = 50


@dataclass(frozen=True)
class TextTable:
    """A UTF-8 text file whose every record is one row of the sheet."""

    path: Path
    separator: str
    quoted: bool
    width: int
    rectangular: bool = False

    def selection(self, columns: Sequence[int]) -> str:
        """Return the SELECT of the wanted columns of every row, titles and header included."""
        names = ", ".join(f"'c{index}': 'VARCHAR'" for index in range(self.width))
        quote = '"' if self.quoted else ""
        wanted = ", ".join(f"c{index}" for index in columns)
        # Footers are shorter than the header. Padding and quoted line breaks together cannot be read in parallel.
        return (
            f"SELECT {wanted} FROM read_csv({literal(str(self.path))}, auto_detect=false, header=false, "
            f"delim={literal(self.separator)}, quote={literal(quote)}, escape={literal(quote)}, "
            f"null_padding={str(not self.rectangular).lower()}, columns={{{names}}})"
        )


def text_sheet(source: Path, workshop: Path) -> SheetTable:
    """
    Return the file ready to be read, copied into ``workshop`` only if it must be changed.

    :raises Refused: the bytes are not Chinese text
    """
    with source.open("rb") as stream:
        start = stream.read(HEAD)
    encoding = _encoding_of(start)
    text = _head_text(start, encoding)
    separator = _separator_of(text)
    head = tuple(tuple(row) for row in _records(text, separator))
    width = max((len(row) for row in head), default=1)
    clean, quoted = _survey(source, encoding)
    rows = start.count(b"\n") * source.stat().st_size // max(len(start), 1)
    ready = source
    if not clean:
        ready = workshop / "text.utf8"
        try:
            _rewrite(source, ready, encoding, separator)
        except UnicodeDecodeError as error:
            raise Refused(f"文件不是完整的 {encoding} 文本(第 {error.start} 字节读不出),请重新导出后再报") from error
    table = TextTable(ready, separator, quoted, width)
    return SheetTable(
        "", encoding, head, table.selection, width, rows, plainer=lambda: _plainer(table, head, encoding, workshop)
    )


def _plainer(table: TextTable, head: Head, encoding: str, workshop: Path) -> SheetTable:
    """Write the file anew record by record: what stray quotes or ragged rows made unreadable becomes plain."""
    ready = workshop / "text.plain"
    width = 1
    with (
        table.path.open(encoding="utf-8-sig", errors="replace", newline="") as source,
        ready.open("w", encoding="utf-8", newline="") as target,
    ):
        writer = csv.writer(target, delimiter=table.separator, lineterminator="\n")
        for row in csv.reader((line.replace("\0", "") for line in source), delimiter=table.separator):
            # A stray row of thousands of cells must not make every row as wide.
            cells = [" ".join(cell.splitlines()) for cell in row[:MOST_COLUMNS]]
            width = max(width, len(cells))
            # A lone empty cell would be a blank line, which DuckDB drops.
            writer.writerow(cells if len(cells) > 1 else [*cells, ""])
    plain = replace(table, path=ready, quoted=True, width=max(width, 2))
    return SheetTable("", encoding, head, plain.selection, plain.width)


def _encoding_of(start: bytes) -> str:
    for bom, encoding in _BOMS.items():
        if start.startswith(bom):
            return encoding
    for encoding in ("utf-8", "gb18030"):
        try:
            codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        return encoding
    raise Refused("既不是 UTF-8 也不是 GB18030 编码的文本,请另存为 .xlsx 或 UTF-8 的 .csv 后重报")


def _head_text(start: bytes, encoding: str) -> str:
    text = codecs.getincrementaldecoder(encoding)().decode(start)
    return text[: text.rfind("\n") + 1] if len(start) == HEAD and "\n" in text else text


def _separator_of(text: str) -> str:
    """Return the separator that cuts most lines into the same number of cells."""

    def evenness(separator: str) -> tuple[float, int]:
        widths = [len(row) for row in _records(text, separator) if row][:_SAMPLED_LINES]
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
            if quoted and not clean:
                break
    return clean, quoted


def _rewrite(source: Path, target: Path, encoding: str, separator: str) -> None:
    """Copy as UTF-8 with one kind of line end; blank lines outside quotes become rows of empty cells."""
    quotes = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for number, lines in enumerate(_pieces(source, encoding)):
            text = separator + lines if number == 0 and lines.startswith("\n") else lines
            segments = text.split('"')
            for index, segment in enumerate(segments):
                if (quotes + index) % 2 == 0:
                    segments[index] = _blank_lines_filled(segment, separator)
            quotes += len(segments) - 1
            out.write('"'.join(segments))


def _blank_lines_filled(text: str, separator: str) -> str:
    # Twice, because three line ends in a row overlap.
    filled = f"\n{separator}\n"
    return text.replace("\n\n", filled).replace("\n\n", filled) if "\n\n" in text else text


def _pieces(source: Path, encoding: str) -> Iterator[str]:
    """Yield the text in pieces cut before line ends, never between two of them."""
    rest = ""
    with source.open(encoding=encoding, newline=None) as stream:
        while piece := stream.read(CHUNK):
            text = rest + piece.replace("\0", "")
            cut = len(text[: text.rfind("\n") + 1].rstrip("\n"))
            rest = text[cut:]
            yield text[:cut]
    yield rest
