"""
Folders and archives of rosters (文件夹与压缩包): every file that came, and where it lies to be read.

A member of an archive is written under a number of ours, never under its own name, so no name can lead out of the
workshop (zip slip, ASVS 5.0 V5.3.3); links are not followed (V5.2.5).
"""

import os
import re
import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final
from zipfile import ZipFile, ZipInfo

from gonghu.engines.intake.hostile import LARGEST_FILE, refusal_of, require_content, require_nature
from gonghu.engines.intake.natures import Nature
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.zip_directory import (
    MEGABYTE,
    ZipLimits,
    flaw_of,
    opened,
    require_bearable,
    unpacked,
)

MOST_FILES: Final = 5_000
LARGEST_DELIVERY: Final = 8192 * MEGABYTE
"""Bytes unpacked from all archives of one delivery together."""
DEEPEST: Final = 2
"""An archive inside an archive is opened, one inside that is not."""

_SUFFIX: Final = ".zip"
_UTF8_NAME: Final = 0x800
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_PLAIN_SUFFIX: Final = re.compile(r"\.\w{1,10}")
_PASSED_OVER: Final = re.compile(r"~\$|\.|__MACOSX$|Thumbs\.db$|desktop\.ini$|mapping\.yaml$", re.IGNORECASE)
"""Lock files, hidden files, what macOS and Windows leave behind, and our own order for the columns."""


@dataclass(frozen=True)
class Filing:
    """
    How files are laid down to be read (存放): what people call those that lie under other names, by name on disk.

    ``scratch`` is the folder where files may be unpacked; without it that of the system.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    scratch: Path | None = None


@dataclass(frozen=True)
class Found:
    """
    One file that came: where it lies, and the path shown to people.

    ``unfit`` says why it cannot even be looked into: a link, a broken archive, a member that was not unpacked.
    """

    path_on_disk: Path
    shown_as: str
    unfit: str | None = None

    @cached_property
    def refusal(self) -> str | None:
        """Why it must not be parsed and what to do (None: it may be read); looked into when first asked."""
        return self.unfit or refusal_of(self.path_on_disk)


def files_in(source: Path, workshop: Path, filing: Filing | None = None) -> Iterator[Found]:
    """
    Yield every file of a folder, an archive or a single file, in the order of their names.

    Archives are unpacked into ``workshop`` one member at a time; a file may be removed there once it has been read.
    """
    unpacking = _Unpacking(workshop, LARGEST_DELIVERY)
    if not source.is_dir():
        yield from unpacking.seen(source, source.name, 1)
        return
    for path in _paths_in(source):
        called = filing.names.get(path.name, "") if filing else ""
        shown = _printable(called) or _shown(os.fsencode(path.relative_to(source).as_posix()))
        if path.is_symlink():
            yield Found(path, shown, "是指向别处的链接，没有打开；请放入名册文件本身")
        elif path.is_dir():
            yield Found(path, shown, "文件夹打不开，请检查权限后重试")
        else:
            yield from unpacking.seen(path, shown, 1)


def _paths_in(folder: Path) -> Iterator[Path]:
    """Yield files, links, and folders that may not be looked into; links to folders are not followed."""
    closed: list[Path] = []
    found: list[Path] = []
    for place, folders, files in os.walk(folder, onerror=lambda error: closed.append(Path(error.filename))):
        folders[:] = [name for name in folders if not _PASSED_OVER.match(name)]
        links = [name for name in folders if Path(place, name).is_symlink()]
        found += [Path(place, name) for name in (*files, *links) if not _PASSED_OVER.match(name)]
    yield from sorted(found + closed)


@dataclass
class _Unpacking:
    """The unpacking of all archives of one delivery, under one budget."""

    workshop: Path
    left: int
    written: int = 0

    def seen(self, path: Path, shown: str, depth: int) -> Iterator[Found]:
        """Yield a file itself, or what is in it when it is an archive."""
        if path.suffix.lower() != _SUFFIX or not path.is_file():
            yield Found(self._plain(path), shown, None if path.is_file() else refusal_of(path))
            return
        try:
            if depth > DEEPEST:
                raise Refused("压缩包套了三层以上，没有打开；请解开后把名册重报")
            yield from self._members(path, shown, depth)
        except Refused as unfit:
            yield Found(path, shown, str(unfit))
        except OSError as unreadable:
            yield Found(path, shown, f"打不开（{unreadable.strerror or unreadable}），请检查权限和磁盘后重试")

    def _members(self, path: Path, shown: str, depth: int) -> Iterator[Found]:
        require_content(path, LARGEST_FILE)
        require_nature(path, _SUFFIX, Nature.ZIP)
        with opened(path) as container:
            members = [(name_of(member), member) for member in container.infolist()]
            members = [(name, member) for name, member in members if not name.endswith("/")]
            require_bearable([member for _, member in members], ZipLimits(MOST_FILES, self.left))
            if not members:
                raise Refused("压缩包里没有文件，请重新压缩后再报")
            for name, member in sorted(members, key=lambda pair: pair[0]):
                if not any(_PASSED_OVER.match(part) for part in name.split("/") if part != ".."):
                    yield from self._member(container, member, f"{shown}/{_printable(name)}", name, depth)

    def _member(self, container: ZipFile, member: ZipInfo, shown: str, name: str, depth: int) -> Iterator[Found]:
        self.written += 1
        suffix = Path(name).suffix.lower()
        target = self.workshop / f"{self.written}{suffix if _PLAIN_SUFFIX.fullmatch(suffix) else ''}"
        refusal = _refused_name(name, member) or flaw_of(member) or self._write(container, member, target)
        if refusal:
            yield Found(target, shown, refusal)
            return
        yield from self.seen(target, shown, depth + 1)

    def _write(self, container: ZipFile, member: ZipInfo, target: Path) -> str | None:
        if member.file_size > shutil.disk_usage(self.workshop).free:
            return f"解开需要 {member.file_size // MEGABYTE:,} MB，磁盘放不下；请清理磁盘后重试"
        try:
            with target.open("wb") as out:
                for piece in unpacked(container, member):
                    self.left -= len(piece)
                    out.write(piece)
        except Refused as unfit:
            target.unlink()
            return str(unfit)
        return None

    def _plain(self, path: Path) -> Path:
        """Return a path that can be written as text: a name in another encoding gets a link in the workshop."""
        try:
            str(path).encode()
        except UnicodeEncodeError:
            self.written += 1
            link = self.workshop / f"{self.written}{path.suffix.lower()}"
            link.symlink_to(path.absolute())
            return link
        return path


def name_of(member: ZipInfo) -> str:
    """
    Return a member's name with "/" between its parts.

    Chinese Windows writes GBK without saying so, macOS writes UTF-8 without saying so; zipfile takes both for CP437.
    """
    name = member.orig_filename
    if not member.flag_bits & _UTF8_NAME and not name.isascii():
        try:
            name = _decoded(name.encode("cp437"))
        except UnicodeEncodeError:
            return member.filename
    # Only now: the second byte of a GBK character may be a backslash.
    return "/".join(part for part in name.replace("\\", "/").split("/") if part != ".")


def _refused_name(name: str, member: ZipInfo) -> str | None:
    if name.startswith("/") or _DRIVE.match(name) or ".." in name.split("/") or "\0" in name:
        return "文件名指向压缩包以外的位置，可能是恶意文件，没有解开；请确认来源，重新压缩后再报"
    kind = stat.S_IFMT(member.external_attr >> 16)
    if kind and not stat.S_ISREG(kind):
        return "是指向别处的链接，没有解开；请放入名册文件本身，重新压缩后再报"
    return None


def _shown(name: bytes) -> str:
    return _printable(_decoded(name))


def _decoded(name: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return name.decode(encoding)
        except UnicodeDecodeError:
            continue
    return name.decode("utf-8", errors="replace")


def _printable(name: str) -> str:
    """Leave nothing in a name that could move the cursor or turn the direction of writing."""
    return "".join(character if character.isprintable() else "�" for character in name)
