"""Writing a text file anew as UTF-8 (文本转码), its blank lines kept as rows, without holding it in memory."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from gonghu.engines.intake.refusals import Refused

CHUNK: Final = 4 << 20
_SECOND_TRY: Final = {"utf-8": "gb18030", "utf-8-sig": "gb18030"}


def rewritten(source: Path, target: Path, encoding: str, separator: str) -> Path:
    """
    Copy as UTF-8 with one kind of line end; blank lines outside quotes become rows of empty cells.

    A file that began as UTF-8 and went on as something else is tried as GB18030.

    :raises Refused: the bytes are text in neither
    """
    try:
        _copy(source, target, encoding, separator)
    except UnicodeDecodeError as error:
        if encoding not in _SECOND_TRY:
            raise Refused(f"不是完整的 {encoding} 文本（{error.reason}），请重新导出后再报") from error
        return rewritten(source, target, _SECOND_TRY[encoding], separator)
    return target


def _copy(source: Path, target: Path, encoding: str, separator: str) -> None:
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
