"""Which items of the national dictionary a file records beyond its card (采集项目), as the pack says it."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from gonghu.domain.access.terms import SealedKind
from gonghu.foundation.labels import Label, Labels
from gonghu.standards.ethnic_group import ethnic_group_code, ethnic_groups
from gonghu.standards.masking import MASKS
from gonghu.standards.relationship import relationships

PACK: Final = Path(__file__).parents[2] / "packs" / "questionnaires" / "items.yaml"
ETHNIC_GROUP: Final = "ethnic_group"
REGISTERED_ADDRESS: Final = "registered_address"
PAY_ACCOUNT: Final = "pay_account"
LONGEST: Final = 500
_YES_NO: Final = {"YES": Label("是"), "NO": Label("否")}


class ItemKind(StrEnum):
    """What the value of an item is (采集项目类型)."""

    TEXT = "TEXT"
    NUMBER = "NUMBER"
    DAY = "DAY"
    MONTH = "MONTH"
    YES_NO = "YES_NO"
    CHOICE = "CHOICE"
    CHOICES = "CHOICES"


class CardValueWrong(ValueError):
    """A field of a card, or an item beyond it, cannot hold that."""


@dataclass(frozen=True, slots=True)
class ItemField:
    """
    One item of the dictionary (采集项目).

    ``sealed`` says to whom alone it is told, ``is_money`` that only those read it who see money. What ``has_place``
    stands in a table of its own: a name at the person, a number among the numbers.
    """

    name: str
    label: str
    group: str
    kind: ItemKind = ItemKind.TEXT
    choices: Mapping[str, str] = field(default_factory=dict)
    masked: str = ""
    sealed: SealedKind | None = None
    is_money: bool = False
    has_place: bool = False

    def hidden(self, value: str) -> str:
        """Give a value as a masked page shows it."""
        return MASKS[self.masked](value) if self.masked else value

    def words(self, value: str) -> str:
        """Give a value as people read it: a code by its words."""
        if self.name == ETHNIC_GROUP:
            found = ethnic_groups().get(value)
            return Label(found.name) if found else value
        if self.kind is ItemKind.CHOICES:
            return Labels.of(self.choices.get(part, part) for part in value.split())
        return self.choices.get(value, value)

    def checked(self, value: str) -> str:
        """
        Give a value as it is kept.

        :raises CardValueWrong: it is none of those that can be chosen, no number, no day, or too long
        """
        kept = value.strip()
        if not kept:
            return ""
        if self.name == ETHNIC_GROUP:
            return ethnic_group_code(kept) or self._refuse(kept, "请写民族的名称，如“汉族”")
        if self.choices:
            return self._chosen(kept)
        with suppress(ValueError, InvalidOperation):
            return _READ[self.kind](kept) if self.kind in _READ else self._short(kept)
        return self._refuse(kept, _ASKED[self.kind])

    def _chosen(self, kept: str) -> str:
        codes = list(dict.fromkeys(kept.split())) if self.kind is ItemKind.CHOICES else [kept]
        strange = [code for code in codes if code not in self.choices]
        return self._refuse("、".join(strange), "请从选项里选") if strange else " ".join(codes)

    def _short(self, kept: str) -> str:
        if len(kept) > LONGEST:
            raise CardValueWrong(f"“{self.label}”最多 {LONGEST} 个字")
        return kept

    def _refuse(self, kept: str, remedy: str) -> str:
        raise CardValueWrong(f"“{self.label}”不能是“{kept[:40]}”：{remedy}")


@dataclass(frozen=True, slots=True)
class ItemGroup:
    """Items that stand together (采集项目分组)."""

    name: str
    label: str
    items: tuple[ItemField, ...]


@cache
def item_groups() -> tuple[ItemGroup, ...]:
    """Give the groups in their order."""
    said = yaml.safe_load(PACK.read_text(encoding="utf-8"))
    return tuple(
        ItemGroup(group, Label(each["label"]), tuple(_item(group, name, item) for name, item in each["items"].items()))
        for group, each in said.items()
    )


@cache
def item_fields() -> Mapping[str, ItemField]:
    """Give the items in their order, by name."""
    return {item.name: item for group in item_groups() for item in group.items}


def _item(group: str, name: str, said: Mapping[str, Any]) -> ItemField:
    choices: dict[str, str] = {str(code): Label(words) for code, words in said.get("choices", {}).items()}
    kind = ItemKind(said.get("kind", ItemKind.CHOICE if choices or said.get("relation") else ItemKind.TEXT))
    if said.get("relation"):
        choices = dict(relationships())
    return ItemField(
        name=name,
        label=Label(said["label"]),
        group=group,
        kind=kind,
        choices=_YES_NO if kind is ItemKind.YES_NO else choices,
        masked=str(said.get("masked", "")),
        sealed=SealedKind(said["sealed"]) if "sealed" in said else None,
        is_money=said.get("money", False) is True,
        has_place=said.get("place", False) is True,
    )


def _number(text: str) -> str:
    found = Decimal(text)
    if not found.is_finite():
        raise ValueError(text)
    return f"{found.normalize():f}"


def _day(text: str) -> str:
    return date.fromisoformat(text[:10]).isoformat()


def _month(text: str) -> str:
    return f"{date.fromisoformat(f'{text}-01'):%Y-%m}"


_READ: Final = {ItemKind.NUMBER: _number, ItemKind.DAY: _day, ItemKind.MONTH: _month}
_ASKED: Final = {
    ItemKind.NUMBER: "请只写数字",
    ItemKind.DAY: "请写成 2026-03-02 这样",
    ItemKind.MONTH: "请写成 2026-03 这样",
    ItemKind.TEXT: f"最多 {LONGEST} 个字",
}
