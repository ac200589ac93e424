"""
The mapping found, as a file a person can mend and hand back (字段对应表 mapping.yaml).

    公安局_户籍人口信息.csv:
      kind: household_register
      columns: {户号: household, 姓名: name}

A sheet of a workbook stands under ``文件.xlsx#工作表``. ``kind: 跳过`` leaves a sheet out; a column mapped to nothing
is left aside; what is not mentioned is found as before.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from gonghu.engines.intake.delivery import Delivery
from gonghu.engines.intake.header_match import Found
from gonghu.engines.intake.header_words import fold
from gonghu.engines.intake.layout import Layout
from gonghu.engines.intake.profiles import Profiles

SKIP = "跳过"

_HEAD = """\
# 每个文件认成了哪种名册（kind），每一列认成了什么（列名: 字段）。
# 认错了就在这里改，再运行：gonghu screen 名册文件夹 --out 结果文件夹 --mapping 本文件
# 不要这张表：kind: 跳过；不要某一列：列名后面留空。字段的含义见 docs/reference/rosters.md。
"""


class MappingUnreadable(ValueError):
    """The mapping file says something that cannot be followed; the message names the place and the remedy."""


@dataclass(frozen=True)
class SheetMapping:
    """What a person says of one sheet: its kind, None as found; field by folded header, None to leave it aside."""

    kind: str | None = None
    columns: Mapping[str, str | None] = field(default_factory=dict)

    @property
    def skipped(self) -> bool:
        """Whether the sheet is not to be read."""
        return self.kind == SKIP


def place_of(path: str, sheet: str) -> str:
    """Return the key under which a sheet stands in the file."""
    return f"{path}#{sheet}" if sheet else path


def write_mapping(delivery: Delivery, path: Path) -> None:
    """Write the mapping found, and what was not recognised, as an editable file."""
    told: dict[str, Any] = {
        place_of(sheet.path, sheet.sheet): {
            "kind": sheet.kind,
            "columns": {column.header.strip(): column.field for column in sheet.columns if column.header.strip()},
        }
        for sheet in delivery.sheets
    }
    for refusal in (*delivery.unrecognised, *delivery.notes):
        told.setdefault(place_of(refusal.path, refusal.sheet), {"kind": SKIP})
    path.write_text(_HEAD + yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=120), encoding="utf-8")


def read_mapping(path: Path, profiles: Profiles) -> Mapping[str, SheetMapping]:
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
    return {place: _sheet(path.name, place, entry, profiles) for place, entry in (content or {}).items()}


def _sheet(file: str, place: str, entry: Any, profiles: Profiles) -> SheetMapping:
    if not isinstance(entry, dict):
        raise MappingUnreadable(f"{file} 中“{place}”下面应有 kind 或 columns")
    kind, columns = entry.get("kind"), entry.get("columns") or {}
    known = [profile.kind for profile in profiles]
    if kind is not None and kind != SKIP and kind not in known:
        raise MappingUnreadable(f"{file} 中“{place}”的 kind“{kind}”不存在；可以写：{'、'.join(known)}、{SKIP}")
    if kind in known:
        fields = {item.name for item in profiles.of_kind(kind).fields}
        for header, name in columns.items():
            if name is not None and name not in fields:
                there = "、".join(sorted(fields))
                raise MappingUnreadable(f"{file} 中“{place}”的“{header}”写作“{name}”，没有这个字段；可以写：{there}")
    return SheetMapping(kind, {fold(str(header)): name for header, name in columns.items()})


def applied(layout: Layout, said: SheetMapping) -> Layout:
    """Return the layout with the columns a person has named put in place of those found."""
    profile = layout.claim.profile
    columns = dict(layout.claim.columns)
    for index, header in enumerate(layout.headers):
        if fold(header) not in said.columns:
            continue
        columns.pop(index, None)
        name = said.columns[fold(header)]
        if name is not None:
            for other in [other for other, (item, _) in columns.items() if item.name == name]:
                del columns[other]
            columns[index] = (profile.field_named(name), Found.OVERRIDE)
    return replace(layout, claim=replace(layout.claim, columns=columns))
