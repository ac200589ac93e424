"""
Text files (文本名单) made ready for DuckDB: encoding, separator, quotes, blank lines.

DuckDB reads UTF-8 only and drops blank lines, which would shift every row number after them; such a file is streamed
into a temporary copy. A file that is ready as it stands is not copied.
"""

import codecs
import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Literal

from gonghu.engines.intake.cleaning.sql_text import literal
from gonghu.engines.intake.hostile import MOST_COLUMNS
from gonghu.engines.intake.rewriting import CHUNK, UNREADABLE, Flaws, least_flawed, rewritten
from gonghu.engines.intake.sheet_table import HEAD_ROWS, Head, SheetTable

HEAD = 256 << 10
# Two patterns are three times faster than one with both: each can jump to its first character.
_BLANK_LINE = re.compile(rb"\n\r?\n")
_LONE_RETURN = re.compile(rb"\r[^\n]")
_ODD_LINE_END = re.compile(rb"\n\r?\n|\r[^\n]")
_SEPARATORS = ",\t;|"
_BOMS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_SAMPLED_LINES = 50
ENCODINGS = ("utf-8", "gb18030")


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
    clean, quoted = _survey(source, encoding)
    flawed = UNREADABLE in text
    width = min(max((len(row) for row in head), default=1), MOST_COLUMNS)
    table = TextTable(source, separator, quoted, width)
    if flawed or not clean:
        copy = rewritten(source, workshop / "text.utf8", encoding, separator)
        table, flawed = replace(table, path=copy.path), copy.flawed
    return SheetTable(
        sheet="",
        encoding=encoding,
        head=head,
        selection=table.selection,
        width=table.width,
        rows=start.count(b"\n") * source.stat().st_size // max(len(start), 1),
        plainer=lambda: _plainer(table, head, encoding, workshop, flawed=flawed),
        count=None if quoted or table.path != source else lambda: _lines_of(source),
        flawed=flawed,
    )


def _plainer(table: TextTable, head: Head, encoding: str, workshop: Path, *, flawed: bool) -> SheetTable:
    """Write the file anew, blank lines filled; record by record where quotes or ragged rows make it unreadable."""
    whole = rewritten(table.path, workshop / "text.whole", "utf-8-sig", table.separator)
    ready = workshop / "text.plain"
    try:
        width = _write_plain(whole.path, ready, table.separator, csv.QUOTE_MINIMAL)
    except csv.Error:
        # A quote opened and never closed would swallow the rest of the file.
        width = _write_plain(whole.path, ready, table.separator, csv.QUOTE_NONE)
    plain = replace(table, path=ready, quoted=True, width=width)
    return SheetTable("", encoding, head, plain.selection, plain.width, flawed=flawed or whole.flawed)


def _write_plain(source: Path, target: Path, separator: str, quoting: Literal[0, 3]) -> int:
    width = 2
    with source.open(encoding="utf-8", newline="") as read, target.open("w", encoding="utf-8", newline="") as written:
        writer = csv.writer(written, delimiter=separator, lineterminator="\n")
        for row in csv.reader(read, delimiter=separator, quoting=quoting):
            # A stray row of thousands of cells must not make every row as wide.
            cells = [" ".join(cell.splitlines()) for cell in row[:MOST_COLUMNS]]
            width = max(width, len(cells))
            # A lone empty cell would be a blank line, which DuckDB drops.
            writer.writerow(cells if len(cells) > 1 else [*cells, ""])
    return width


def _encoding_of(start: bytes) -> str:
    for bom, encoding in _BOMS.items():
        if start.startswith(bom):
            return encoding
    for encoding in ENCODINGS:
        try:
            codecs.getincrementaldecoder(encoding)().decode(start)
        except UnicodeDecodeError:
            continue
        return encoding
    return least_flawed({encoding: Flaws.of(iter([_decoded(start, encoding)])) for encoding in ENCODINGS})


def _decoded(start: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)("replace").decode(start)


def _head_text(start: bytes, encoding: str) -> str:
    text = _decoded(start, encoding)
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
    try:
        return _first_records(text, separator, csv.QUOTE_MINIMAL)
    except csv.Error:
        return _first_records(text, separator, csv.QUOTE_NONE)


def _first_records(text: str, separator: str, quoting: Literal[0, 3]) -> list[list[str]]:
    lines = io.StringIO(text.replace("\0", ""), newline="")
    return list(islice(csv.reader(lines, delimiter=separator, quoting=quoting), HEAD_ROWS))


def _survey(source: Path, encoding: str) -> tuple[bool, bool]:
    """Return whether DuckDB can read the file as it stands, and whether any cell is quoted."""
    clean, quoted = encoding in ("utf-8", "utf-8-sig"), False
    with source.open("rb") as stream:
        while (chunk := stream.read(CHUNK)) and not (quoted and not clean):
            quoted = quoted or b'"' in chunk
            clean = clean and b"\0" not in chunk
    # Without quotes every line is a row and can be counted later; with them the blank ones must be looked for.
    return clean and not (quoted and _has_odd_lines(source)), quoted


def _has_odd_lines(source: Path) -> bool:
    with source.open("rb") as stream:
        before = b"\n"
        while chunk := stream.read(CHUNK):
            if _ODD_LINE_END.search(before + chunk[:2]) or _BLANK_LINE.search(chunk) or _LONE_RETURN.search(chunk):
                return True
            before = chunk[-2:]
    return False


def _lines_of(source: Path) -> int:
    lines, last = 0, b"\n"
    with source.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines + (last != b"\n")
