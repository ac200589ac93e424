"""
mapping.yaml (列对应关系): what was found, written so that a person can change it, and read back as an order.

A file's entry names its sheet, its kind (or that it is to be skipped) and the field of every column by column letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml

from gonghu.engines.intake.delivery import Column, Delivery, Sheet
from gonghu.engines.intake.profiles import Profiles, UnknownField, UnknownKind

NOT_USED: Final = "-"
_LETTERS: Final = 26
_INTRODUCTION: Final = """\
# 列对应关系:程序认出的每个文件、每一列。可以改 kind(名单种类)、field(字段)和 header_rows(表头所在行),
# 改好后用 --mapping 指给程序。field 写 - 表示不用这一列;skip: true 表示不读这张表。
# how 说明怎样认出:alias 表头词,pattern 表头样式,content 列的内容,position 相邻列,title 标题,override 人工指定。
"""


class UnreadableMapping(ValueError):
    """A mapping.yaml says something that cannot be done; the message names the entry."""


@dataclass(frozen=True)
class SheetOrder:
    """What a person has decided about one sheet: fields by column index (None: not used), the rest as found."""

    kind: str | None = None
    skip: bool = False
    header_rows: tuple[int, ...] | None = None
    columns: Mapping[int, str | None] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class MappingOrders:
    """The orders of a mapping.yaml by file and sheet; a file's name alone will do when its folder differs."""

    by_place: Mapping[tuple[str, str], SheetOrder] = field(default_factory=dict)

    def order_for(self, label: str, sheet: str) -> SheetOrder:
        """Return what was decided about a sheet; an empty order when nothing was."""
        name = label.rsplit("/", 1)[-1]
        places = ((label, sheet), (name, sheet), (label, ""), (name, ""))
        return next((self.by_place[place] for place in places if place in self.by_place), SheetOrder())


def read_mapping(path: Path, profiles: Profiles) -> MappingOrders:
    """
    Read a mapping.yaml.

    :raises UnreadableMapping: it is not valid, or names an unknown kind or field
    """
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise UnreadableMapping(f"{path} 不是有效的 YAML:{error}") from error
    entries = raw.get("files", []) if isinstance(raw, dict) else None
    if not isinstance(entries, list):
        raise UnreadableMapping(f"{path} 里应当有 files: 开头的清单")
    orders = {}
    for entry in entries:
        if not isinstance(entry, dict) or "file" not in entry:
            raise UnreadableMapping(f"{path} 的每一项都要写 file: 文件名")
        place = (str(entry["file"]), str(entry.get("sheet") or ""))
        try:
            orders[place] = _order(entry, profiles)
        except (UnknownField, UnknownKind, ValueError, TypeError, KeyError) as error:
            raise UnreadableMapping(f"{path} 中“{' · '.join(filter(None, place))}”一项有误:{error}") from error
    return MappingOrders(orders)


def _order(entry: Mapping[str, Any], profiles: Profiles) -> SheetOrder:
    kind = entry.get("kind")
    columns = {}
    for column in entry.get("columns", []):
        name = column.get("field")
        columns[index_of(str(column["column"]))] = None if name in (None, NOT_USED) else str(name)
    named = [name for name in columns.values() if name is not None]
    if doubled := {name for name in named if named.count(name) > 1}:
        raise ValueError(f"字段 {'、'.join(sorted(doubled))} 对应了两列")
    constants = {str(name): str(word) for name, word in (entry.get("constants") or {}).items()}
    if kind is not None:
        profile = profiles.of_kind(str(kind))
        for name in [*named, *constants]:
            profile.field_named(name)
    elif named or constants:
        raise ValueError("指定了字段就要同时写 kind")
    rows = entry.get("header_rows")
    return SheetOrder(
        kind=None if kind is None else str(kind),
        skip=bool(entry.get("skip", False)),
        header_rows=None if rows is None else tuple(int(row) for row in rows),
        columns=columns,
        constants=constants,
    )


def write_mapping(delivery: Delivery, path: Path) -> None:
    """Write what was found as a mapping.yaml that can be edited and read back."""
    entries = [_entry(sheet) for sheet in delivery.sheets]
    entries += [
        {"file": unread.path, "sheet": unread.sheet, "kind": None, "skip": True, "reason": unread.reason}
        for unread in delivery.unrecognised
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    text = yaml.safe_dump({"files": entries}, allow_unicode=True, sort_keys=False, width=120)
    path.write_text(_INTRODUCTION + text, encoding="utf-8")


def _entry(sheet: Sheet) -> dict[str, Any]:
    return {
        "file": sheet.path,
        "sheet": sheet.sheet,
        "kind": sheet.kind,
        "skip": False,
        "header_rows": list(sheet.header_rows),
        "columns": [_column(column) for column in sheet.columns],
        "constants": dict(sheet.constants),
    }


def _column(column: Column) -> dict[str, str]:
    found = {"column": letters_of(column.index), "header": " ".join(column.header.split())}
    found["field"] = column.field or NOT_USED
    return found if column.how is None else {**found, "how": column.how.value}


def letters_of(index: int) -> str:
    """Return a column's letters as a spreadsheet names it: 0 is A, 26 is AA."""
    letters = ""
    number = index + 1
    while number:
        number, rest = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + rest) + letters
    return letters


def index_of(letters: str) -> int:
    """
    Return the index of a column named by letters.

    :raises ValueError: it is no column name
    """
    number = 0
    for letter in letters.strip().upper():
        if not "A" <= letter <= "Z":
            raise ValueError(f"“{letters}”不是列名,应当是 A、B、AA 这样的字母")
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    if not number:
        raise ValueError("列名是空的")
    return number - 1
