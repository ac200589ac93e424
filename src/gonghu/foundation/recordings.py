"""
Recordings as they are kept (录音录像处理): only of known kinds, without the place where they were made.

Telephones write the place into MP4 and 3GP files; it is overwritten where it stands, and nothing else is touched.
"""

from collections.abc import Callable, Mapping
from typing import Final

_PLACES: Final = (b"\xa9xyz", b"loci")
_FREE: Final = b"free"
_LONGEST: Final = 4096
_SIZE_BYTES: Final = 4
_KINDS: Final[Mapping[str, Callable[[bytes], bool]]] = {
    "audio/mp4": lambda start: start[4:8] == b"ftyp" and start[8:11] in {b"M4A", b"M4B"},
    "video/mp4": lambda start: start[4:8] == b"ftyp",
    "audio/ogg": lambda start: start.startswith(b"OggS"),
    "video/webm": lambda start: start.startswith(b"\x1a\x45\xdf\xa3"),
    "audio/wav": lambda start: start.startswith(b"RIFF") and start[8:12] == b"WAVE",
    "audio/amr": lambda start: start.startswith(b"#!AMR"),
    "audio/mpeg": lambda start: start.startswith(b"ID3") or start[:2] in {b"\xff\xfb", b"\xff\xf3", b"\xff\xf2"},
    "audio/aac": lambda start: start[:2] in {b"\xff\xf1", b"\xff\xf9"},
}


class NotARecording(ValueError):
    """The content is no recording of a known kind."""


def plain_recording(content: bytes) -> tuple[bytes, str]:
    """
    Give a recording without its place, and its type.

    :raises NotARecording: it is of no known kind
    """
    kind = next((name for name, fits in _KINDS.items() if fits(content[:16])), "")
    if not kind:
        raise NotARecording("不是录音或视频，或不是常见格式；请重新录制")
    return (_without_place(content) if kind.endswith("/mp4") else content), kind


def _without_place(content: bytes) -> bytes:
    """Blank every box of an MP4 file that tells a place, and let it count as free room."""
    plain = bytearray(content)
    for mark in _PLACES:
        found = plain.find(mark)
        while found >= _SIZE_BYTES:
            length = int.from_bytes(plain[found - _SIZE_BYTES : found], "big") - 2 * _SIZE_BYTES
            if 0 <= length <= _LONGEST:
                end = min(found + len(mark) + length, len(plain))
                plain[found:end] = _FREE + bytes(end - found - len(_FREE))
            found = plain.find(mark, found + len(mark))
    return bytes(plain)
