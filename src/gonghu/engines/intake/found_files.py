"""Finding the files of a delivery (收件): a file, a folder, a zip of either, and zips one level inside a zip."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from gonghu.engines.intake.gate import READABLE
from gonghu.engines.intake.refusals import Refused
from gonghu.engines.intake.zip_gate import UNREADABLE, check_directory, leads_outside, opened

MOST_UNPACKED: Final = 8 << 30
DEEPEST_ARCHIVE: Final = 2
_LEFT_ALONE: Final = ("~$", ".", "__MACOSX", "Thumbs.db", "desktop.ini")
_UTF8_NAME: Final = 0x800
_SYMLINK: Final = 0o120000
_CHUNK: Final = 1 << 20


@dataclass(frozen=True)
class FoundFile:
    """One file of the delivery: where it lies and what people call it (the path inside folder and archive)."""

    path: Path
    label: str
    refusal: str = ""

    @property
    def suffix(self) -> str:
        """The suffix of its own name in lower case."""
        return PurePosixPath(self.label).suffix.lower()


def find_files(source: Path, workshop: Path) -> Iterator[FoundFile]:
    """
    Yield every file of a delivery in the order of their names; archives are unpacked into ``workshop``.

    What cannot be unpacked comes with a ``refusal``.
    """
    if not source.is_dir():
        yield from _opened_up(FoundFile(source, source.name), workshop, 1)
        return
    for path in sorted(source.rglob("*")):
        inside = path.relative_to(source)
        if any(part.startswith(_LEFT_ALONE) for part in inside.parts):
            continue
        if path.is_symlink():
            yield FoundFile(path, inside.as_posix(), "是指向别处的链接,不读取;请放入文件本身")
        elif path.is_file():
            yield from _opened_up(FoundFile(path, inside.as_posix()), workshop, 1)


def _opened_up(file: FoundFile, workshop: Path, depth: int) -> Iterator[FoundFile]:
    if file.suffix != ".zip":
        yield file
    elif depth > DEEPEST_ARCHIVE:
        yield FoundFile(file.path, file.label, "压缩包层层嵌套,只解开两层;请解开后重报")
    else:
        try:
            yield from _members(file, workshop, depth)
        except Refused as refusal:
            yield FoundFile(file.path, file.label, str(refusal))


def _members(file: FoundFile, workshop: Path, depth: int) -> Iterator[FoundFile]:
    with opened(file.path) as archive:
        # Judged one by one below: a wicked member must not keep the others out.
        check_directory(archive, MOST_UNPACKED, names=False)
        folder = workshop / f"zip{sum(1 for _ in workshop.iterdir())}"
        folder.mkdir()
        members = [(name_of(member), member) for member in archive.infolist() if not member.is_dir()]
        for number, (name, member) in enumerate(sorted(members, key=lambda pair: pair[0])):
            label = f"{file.label}/{name}"
            if any(part.startswith(_LEFT_ALONE) for part in PurePosixPath(name).parts if part != ".."):
                continue
            if leads_outside(name) or member.external_attr >> 16 & 0o170000 == _SYMLINK:
                yield FoundFile(file.path, label, "文件名指向包外或是链接,疑似恶意文件,未解开")
                continue
            suffix = PurePosixPath(name).suffix.lower()
            if suffix not in READABLE | {".zip"}:
                yield FoundFile(file.path, label, f"不支持 {suffix or '没有后缀'} 的文件")
                continue
            target = folder / f"{number}{suffix}"
            try:
                _unpack(archive, member, target)
            except UNREADABLE:
                yield FoundFile(file.path, label, "在压缩包里已损坏,解不开;请重新打包")
                continue
            yield from _opened_up(FoundFile(target, label), workshop, depth + 1)


def name_of(member: zipfile.ZipInfo) -> str:
    """Return a member's name; Chinese Windows writes GBK without saying so, macOS UTF-8 without saying so."""
    if member.flag_bits & _UTF8_NAME:
        return member.filename.replace("\\", "/")
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding).replace("\\", "/")
        except UnicodeDecodeError:
            continue
    return member.filename


def _unpack(archive: zipfile.ZipFile, member: zipfile.ZipInfo, target: Path) -> None:
    """Write a member under a name of ours; zipfile stops at the size it declares and proves its checksum."""
    with archive.open(member) as part, target.open("wb") as out:
        while chunk := part.read(_CHUNK):
            out.write(chunk)
