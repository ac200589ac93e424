"""
Where the files of deliveries lie (名册存放): sealed under keys of ours, opened only for the time of a job.

::

    with opened_delivery(delivery=key) as opened:
        screen(Order(opened.folder, as_of, opened.out, mapping=opened.mapping, filing=opened.filing), …)
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any, Final
from uuid import UUID, uuid4

import yaml
from django.conf import settings

from gonghu.domain.rosters.models import DeliveryFile, SheetRead
from gonghu.domain.rosters.models.delivery import LONGEST_NAME
from gonghu.domain.rosters.terms import FileKept, SheetState
from gonghu.engines.intake import Filing
from gonghu.engines.intake.mapping_file import SKIP, place_of
from gonghu.foundation.resealing import key_named
from gonghu.foundation.sealed_files import open_file, opened_chunks, private_folder, seal_copy
from gonghu.foundation.sealed_uploads import arriving_path, arriving_place

_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,10}")
_RETURNED: Final = ".returned"
_READ: Final = ".read"
_OVER: Final = "该批次的文件内容已销毁"


class ContentDestroyed(LookupError):
    """The delivery was undone, and its files are no more."""


@dataclass(frozen=True, slots=True)
class DeliveryOpened:
    """
    The files of a delivery in a private folder (打开的批次), and what people said of their columns.

    ``out`` is a place beside them for what is made of them; everything is gone when the block ends.
    """

    folder: Path
    out: Path
    filing: Filing
    mapping: Path | None


def sealed_from(folder: Path) -> Iterator[FileKept]:
    """Seal every file of a folder, or one file, where uploads arrive (从文件夹收下); hidden ones and links are left."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
        if path.is_file() and not path.is_symlink() and not path.name.startswith((".", "~$")):
            key = uuid4()
            sealed = seal_copy(path, arriving_path(key), place=arriving_place(key))
            yield FileKept(key, path.name, sealed.sha256, sealed.size)


def shelve(delivery: UUID, key: UUID) -> None:
    """Put a file that has arrived to its delivery."""
    target = _file_path(delivery, key)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    arriving_path(key).replace(target)


def destroy(delivery: UUID) -> None:
    """Destroy all that is kept of a delivery."""
    shutil.rmtree(_folder(delivery), ignore_errors=True)


def keep_read(delivery: UUID, key: UUID, bundle: Path) -> None:
    """Seal what was read of a file; of a delivery that was destroyed meanwhile nothing is left behind."""
    if _folder(delivery).is_dir():
        seal_copy(bundle, _folder(delivery) / f"{key}{_READ}", place=_read_place(key))


def keys_read(delivery: UUID) -> list[UUID]:
    """List what is kept of reading a delivery."""
    return [UUID(path.stem) for path in sorted(_folder(delivery).glob(f"*{_READ}"))]


def open_read(delivery: UUID, key: UUID, bundle: Path) -> None:
    """
    Open what was read of a file.

    :raises SealBroken: it was changed since
    """
    with bundle.open("wb") as target:
        open_file(_folder(delivery) / f"{key}{_READ}", target, place=_read_place(key))


def forget_read(delivery: UUID) -> None:
    """Destroy what reading a delivery has brought; its files stay."""
    for key in keys_read(delivery):
        (_folder(delivery) / f"{key}{_READ}").unlink(missing_ok=True)


def _folder(delivery: UUID) -> Path:
    """Give the folder of all that is kept of a delivery."""
    return _deliveries() / str(delivery)


def keep_returned(sheet: SheetRead, workbook: Path) -> None:
    """Seal the workbook of the rows that go back to the department."""
    path = _returned_path(sheet.file.delivery_id, sheet.uuid)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    seal_copy(workbook, path, place=_returned_place(sheet.uuid))


def returned_rows(sheet: SheetRead) -> Iterator[bytes]:
    """
    Give the workbook of the rows that go back to the department.

    :raises ContentDestroyed: the delivery was undone
    """
    path = _returned_path(sheet.file.delivery_id, sheet.uuid)
    if not path.exists():
        raise ContentDestroyed(_OVER)
    return opened_chunks(path, place=_returned_place(sheet.uuid))


def place_at(path: Path) -> str | None:
    """Give the place for which a file of a delivery was sealed, its rows that go back, or what was read of it."""
    key = key_named(path.stem)
    place = {"": arriving_place, _RETURNED: _returned_place, _READ: _read_place}.get(path.suffix)
    return place(key) if key and place else None


@contextmanager
def opened_delivery(*, delivery: UUID) -> Iterator[DeliveryOpened]:
    """
    Open the files of a delivery in a private folder for the time of the block.

    :raises ContentDestroyed: the delivery was undone
    :raises SealBroken: a file was changed since it came
    """
    files = list(DeliveryFile.objects.filter(delivery=delivery).order_by("turn"))
    if any(file.removed_at for file in files) or not files:
        raise ContentDestroyed(_OVER)
    with private_folder(settings.GONGHU_HOME / "opened") as private:
        folder, out, scratch = (_made(private / name) for name in ("files", "out", "scratch"))
        for file in files:
            with (folder / _name_on_disk(file)).open("wb") as target:
                open_file(_file_path(delivery, file.uuid), target, place=arriving_place(file.uuid))
        filing = Filing({_name_on_disk(file): file.name for file in files}, scratch)
        sheets = SheetRead.objects.filter(file__delivery=delivery).order_by("file__turn", "turn")
        mapping = write_mapping_file(mapping_of(sheets), private / "mapping.yaml")
        yield DeliveryOpened(folder, out, filing, mapping)


def plain_name(name: str, taken: Iterable[str] = ()) -> str:
    """Give what a file is called on pages: without folders, no longer than a column, and unlike all that are taken."""
    bare = PurePosixPath(name.replace("\\", "/")).name.strip().lstrip(".") or "未命名"
    stem, suffix = PurePosixPath(bare).stem, PurePosixPath(bare).suffix
    stem = "".join(character if character.isprintable() else "�" for character in stem)
    others, number = set(taken), 1
    called = f"{stem[: LONGEST_NAME - len(suffix)]}{suffix}"
    while called in others:
        number += 1
        called = f"{stem[: LONGEST_NAME - len(suffix) - 6]} ({number}){suffix}"
    return called


def mapping_of(sheets: Iterable[SheetRead]) -> dict[str, Any]:
    """Give what a mapping file says of sheets: every column of those that are read, nothing of the others."""
    return {
        place_of(sheet.path, sheet.sheet): mapping_entry(
            sheet.kind if sheet.state == SheetState.READ else "",
            {column["name"]: column["field"] for column in sheet.columns},
            sheet.constants,
        )
        for sheet in sheets
        if sheet.state != SheetState.REFUSED
    }


def mapping_entry(kind: str, fields: Mapping[str, str], constants: Mapping[str, str]) -> dict[str, Any]:
    """Give what a mapping file says of one sheet; where no column has a field yet, they are left to be found."""
    if not kind:
        return {"kind": SKIP}
    if not any(fields.values()):
        return {"kind": kind}
    return {"kind": kind, "columns": {name: field or None for name, field in fields.items()}, "constants": constants}


def write_mapping_file(told: Mapping[str, Any], path: Path) -> Path | None:
    """Write a mapping file, unless there is nothing to say."""
    if not told:
        return None
    path.write_text(yaml.safe_dump(dict(told), allow_unicode=True, sort_keys=False), encoding="utf-8")
    return path


def _name_on_disk(file: DeliveryFile) -> str:
    """Give a name of ours; only a plain suffix is kept, because it says how the file is to be read."""
    suffix = PurePosixPath(file.name).suffix.lower()
    return f"{file.turn:04}{suffix if _SUFFIX.fullmatch(suffix) else ''}"


def _deliveries() -> Path:
    home: Path = settings.GONGHU_HOME
    return home / "deliveries"


def _file_path(delivery: UUID, key: UUID) -> Path:
    return _folder(delivery) / str(key)


def _returned_path(delivery: UUID, key: UUID) -> Path:
    return _folder(delivery) / f"{key}{_RETURNED}"


def _read_place(key: UUID) -> str:
    return f"rosters.read:{key}"


def _returned_place(key: UUID) -> str:
    return f"rosters.returned:{key}"


def _made(folder: Path) -> Path:
    folder.mkdir(mode=0o700)
    return folder
