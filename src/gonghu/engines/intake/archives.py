"""Folders and archives of rosters (文件夹与压缩包): every file that came, and where it lies to be read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from gonghu.engines.intake.hostile import refusal_of


@dataclass(frozen=True)
class Found:
    """One file that came: where it lies, the path shown to people, and why it must not be read (None: it may)."""

    path_on_disk: Path
    shown_as: str
    refusal: str | None


def files_in(source: Path, workshop: Path) -> Iterator[Found]:
    """Yield every file of a folder, an archive or a single file, archives unpacked into ``workshop``."""
    for path in sorted(source.rglob("*")) if source.is_dir() else [source]:
        if path.is_file():
            shown = path.relative_to(source).as_posix() if source.is_dir() else path.name
            yield Found(path, shown, refusal_of(path))
