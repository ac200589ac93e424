"""
Writing a text file anew as UTF-8 (文本转码), its blank lines kept as rows, without holding it in memory.

Bytes that are text in no encoding are marked with U+FFFD; few of them cost their rows, many the file.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gonghu.engines.intake.refusals import Refused

CHUNK: Final = 4 << 20
UNREADABLE: Final = "\ufffd"
"""What stands for bytes that cannot be read."""

_OTHER: Final = {"utf-8": "gb18030", "utf-8-sig": "gb18030", "gb18030": "utf-8"}
_FEW_FLAWS, _LINES_PER_FLAW = 5, 10


@dataclass(frozen=True)
class Rewritten:
    """The copy, and whether it holds marks for bytes that could not be read."""

    path: Path
    flawed: bool


@dataclass(frozen=True)
class Flaws:
    """How many bytes of a text cannot be read in an encoding, on which line the first stands, among how many lines."""

    count: int
    first_line: int
    lines: int

    @classmethod
    def of(cls, pieces: Iterator[str]) -> "Flaws":
        """Count them in a text decoded with marks."""
        count, lines, first_line = 0, 1, 0
        for piece in pieces:
            if not count and UNREADABLE in piece:
                first_line = lines + piece.count("\n", 0, piece.index(UNREADABLE))
            count += piece.count(UNREADABLE)
            lines += piece.count("\n")
        return cls(count, first_line, lines)

    @property
    def bearable(self) -> bool:
        """Whether only some rows are lost."""
        return self.count <= max(_FEW_FLAWS, self.lines // _LINES_PER_FLAW)

    @property
    def reason(self) -> str:
        """Why the file is not read."""
        return (
            f"第 {self.first_line:,} 行起有 {self.count:,} 处字节读不出，既不是 UTF-8 也不是 GB18030 编码的文本，"
            "没有读入；请用 Excel 或 WPS 打开核对，另存为 .xlsx 或 UTF-8 的 .csv 后重报"
        )


def rewritten(source: Path, target: Path, encoding: str, separator: str) -> Rewritten:
    """
    Copy as UTF-8 with one kind of line end; blank lines outside quotes become rows of empty cells.

    A file that began as UTF-8 and went on as something else is tried as GB18030; what is text in neither is copied
    with marks in the encoding with fewer flaws.

    :raises Refused: too much of it cannot be read
    """
    encodings = [encoding, *filter(None, [_OTHER.get(encoding)])]
    for one in encodings:
        try:
            _copy(target, _Text(source, one), separator)
        except UnicodeDecodeError:
            continue
        return Rewritten(target, flawed=False)
    least = least_flawed({one: Flaws.of(_Text(source, one, "replace").read()) for one in encodings})
    _copy(target, _Text(source, least, "replace"), separator)
    return Rewritten(target, flawed=True)


def least_flawed(flaws: Mapping[str, Flaws]) -> str:
    """
    Return the encoding with the fewest flaws.

    :raises Refused: they are too many in every encoding; the first is told of the one that held longest
    """
    least = min(flaws, key=lambda encoding: flaws[encoding].count)
    if not flaws[least].bearable:
        raise Refused(max(flaws.values(), key=lambda one: one.first_line).reason)
    return least


@dataclass(frozen=True)
class _Text:
    """A file and how its bytes are to be read."""

    path: Path
    encoding: str
    errors: str = "strict"

    def read(self) -> Iterator[str]:
        """Yield the text in pieces, with one kind of line end."""
        with self.path.open(encoding=self.encoding, errors=self.errors, newline=None) as stream:
            while piece := stream.read(CHUNK):
                yield piece

    def pieces(self) -> Iterator[str]:
        """Yield the text in pieces cut before line ends, never between two of them."""
        rest = ""
        for piece in self.read():
            text = rest + piece.replace("\0", "")
            cut = len(text[: text.rfind("\n") + 1].rstrip("\n"))
            rest = text[cut:]
            yield text[:cut]
        yield rest


def _copy(target: Path, source: _Text, separator: str) -> None:
    quotes = 0
    with target.open("w", encoding="utf-8", newline="") as out:
        for number, lines in enumerate(source.pieces()):
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
