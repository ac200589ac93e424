"""
The mapping found, as a file a person can mend and hand back (字段对应表 mapping.yaml).

    公安局_户籍人口信息.csv:
      kind: household_register
      columns: {户号: household, 姓名: name}

A sheet of a workbook stands under ``文件.xlsx#工作表``. ``kind: 跳过`` leaves a sheet out; a column mapped to nothing
is left aside; what is not mentioned is found as before. A column whose header is blank or stands twice is
called by its letter (``E列``). ``header_rows`` says where the header is, ``constants`` what holds for every row.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from gonghu.engines.intake.delivery import Delivery, Sheet
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.profiles import Profiles, UnknownField, UnknownKind

SKIP: Final = "跳过"

_LETTERS: Final = 26
_INTRODUCTION: Final = """\
# 每个文件认成了哪种名册（kind），每一列认成了什么（列名: 字段）。
# 认错了就在这里改，另存一份，再运行：gonghu screen 名册文件夹 --out 结果文件夹 --mapping 改好的文件
# 不要这张表：kind: 跳过；不要某一列：列名后面留空；没有表头或重名的列写作“E列”。
# 表头的行号可以写 header_rows: [3, 4]；每一行都相同的内容可以写 constants: {insured_year: 2026}。
"""


class MappingUnreadable(ValueError):
    """The mapping file says something that cannot be followed; the message names the place and the remedy."""


@dataclass(frozen=True)
class SheetMapping:
    """What a person says of one sheet: kind and header rows, None as found; field by folded header or column letter."""

    kind: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)
    header_rows: tuple[int, ...] | None = None
    constants: Mapping[str, str] = field(default_factory=dict)

    @property
    def skipped(self) -> bool:
        """Whether the sheet is not to be read."""
        return self.kind == SKIP

    @property
    def says_nothing(self) -> bool:
        """Whether everything is left to be found."""
        return self.kind is None and not self.columns and self.header_rows is None and not self.constants


@dataclass(frozen=True)
class Mappings:
    """The mapping file by place; a file's name alone will do when its folder differs."""

    by_place: Mapping[str, SheetMapping] = field(default_factory=dict)

    def said_of(self, label: str, sheet: str) -> SheetMapping:
        """Return what a person says of a sheet; an empty mapping when nothing."""
        name = label.rsplit("/", 1)[-1]
        places = (place_of(label, sheet), place_of(name, sheet), label, name)
        return next((self.by_place[place] for place in places if place in self.by_place), SheetMapping())


def place_of(path: str, sheet: str) -> str:
    """Return the key under which a sheet stands in the file."""
    return f"{path}#{sheet}" if sheet else path


def letters_of(index: int) -> str:
    """Return a column's letters as a spreadsheet names it: 0 is A, 26 is AA."""
    letters, number = "", index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def names_of(headers: tuple[str, ...]) -> list[str]:
    """Return what each column is called in the file: its header, or its letter where the header does not tell."""
    bare = [" ".join(header.split()) for header in headers]
    counted = Counter(map(fold, bare))
    return [
        header if counted[fold(header)] == 1 and fold(header) else f"{letters_of(index)}列"
        for index, header in enumerate(bare)
    ]


def write_mapping(delivery: Delivery, path: Path) -> None:
    """Write the mapping found, and what was not recognised, as an editable file."""
    told: dict[str, Any] = {place_of(sheet.path, sheet.sheet): _told(sheet) for sheet in delivery.sheets}
    for refusal in (*delivery.unrecognised, *delivery.notes):
        told.setdefault(place_of(refusal.path, refusal.sheet), {"kind": SKIP})
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.dump(told, Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(_INTRODUCTION + text, encoding="utf-8")


class _Dumper(yaml.SafeDumper):
    """Writes nothing at all for a column left aside, instead of the word null."""


_Dumper.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def _told(sheet: Sheet) -> dict[str, Any]:
    names = names_of(tuple(column.header for column in sheet.columns))
    columns = {
        name: column.field
        for name, column in zip(names, sheet.columns, strict=True)
        if column.field or fold(column.header)
    }
    constants = {"constants": dict(sheet.constants)} if sheet.constants else {}
    return {"kind": sheet.kind, "columns": columns, **constants}


def read_mapping(path: Path, profiles: Profiles) -> Mappings:
    """
    Read a mapping file.

    :raises MappingUnreadable: not YAML, an unknown kind, a field the kind does not have
    """
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as problem:
        raise MappingUnreadable(f"{path.name} 不是有效的 YAML 文件：{problem}") from problem
    if not isinstance(content or {}, dict):
        raise MappingUnreadable(f"{path.name} 应当逐个写明文件名、kind 和 columns")
    return Mappings(dict(_sheets(path.name, content or {}, profiles)))


def _sheets(file: str, content: Mapping[str, Any], profiles: Profiles) -> Iterator[tuple[str, SheetMapping]]:
    for place, entry in content.items():
        if not isinstance(entry, dict):
            raise MappingUnreadable(f"{file} 中“{place}”下面应有 kind 或 columns")
        try:
            yield str(place), _sheet(entry, profiles)
        except (UnknownField, UnknownKind, ValueError, TypeError, AttributeError) as problem:
            raise MappingUnreadable(f"{file} 中“{place}”：{problem}") from problem


def _sheet(entry: Mapping[str, Any], profiles: Profiles) -> SheetMapping:
    kind, columns = entry.get("kind"), dict(entry.get("columns") or {})
    constants = {str(name): str(word) for name, word in (entry.get("constants") or {}).items()}
    named = [name for name in columns.values() if name is not None]
    if kind is not None and kind != SKIP:
        profile = profiles.of_kind(kind)
        for name in [*named, *constants]:
            profile.field_named(name)
    elif named and kind is None:
        raise ValueError("写了各列就要同时写 kind")
    if doubled := sorted({name for name in named if named.count(name) > 1}):
        raise ValueError(f"字段 {'、'.join(doubled)} 写给了两列，只能留一列")
    rows = entry.get("header_rows")
    return SheetMapping(
        kind=kind,
        columns={fold(str(header)): name for header, name in columns.items()},
        header_rows=None if rows is None else tuple(sorted(int(row) for row in rows)),
        constants=constants,
    )
