"""Items of the dictionary in a file as they may be told (采集项目), by group, with their history."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.item_fields import ItemField, ItemGroup, item_fields, item_groups
from gonghu.domain.people.models import Child, RecordedItem

_WHY: Final = "items of a file that somebody sees"


@dataclass(frozen=True, slots=True)
class ItemTold:
    """One value of an item, from one day to another (采集项目内容); ``source`` is the visit that brought it."""

    key: UUID
    field: ItemField
    words: str
    from_on: date
    to_on: date | None
    evidence: str
    reason: str
    source: UUID | None


@dataclass(frozen=True, slots=True)
class ItemsTold:
    """The items of one group of which something is known (采集项目分组内容): what holds, and what held before."""

    group: ItemGroup
    now: Sequence[ItemTold]
    before: Sequence[ItemTold]


def items_told(*, child: Child, scope: Scope, unmasked: bool = False) -> list[ItemsTold]:
    """
    List the items of the file of a child that somebody sees, group by group; of a group without any nothing.

    Sealed items are left out for who may not know them, as is whatever is said of money; names and numbers are masked.
    """
    fields = _fields_told(child, scope)
    rows = RecordedItem.objects.everywhere(_WHY).filter(child=child.pk, item__in=list(fields))
    told = [
        _told(row, fields[row.item], unmasked=unmasked) for row in rows.order_by("-from_on", "-written_at", "-turn")
    ]
    groups = [_group(group, told) for group in item_groups()]
    return [each for each in groups if each.now or each.before]


def item_told(*, child: Child, name: str, scope: Scope) -> tuple[ItemField, Sequence[ItemTold]] | None:
    """Give an item of a child that somebody sees with its history, the last first; none if it may not be told."""
    field = _fields_told(child, scope).get(name)
    if field is None:
        return None
    rows = RecordedItem.objects.everywhere(_WHY).filter(child=child.pk, item=name)
    return field, [_told(row, field, unmasked=False) for row in rows.order_by("-from_on", "-written_at", "-turn")]


def items_to_write(*, child: Child, scope: Scope) -> list[ItemGroup]:
    """Give the items that somebody may write into a file that is seen, by group."""
    fields = _fields_told(child, scope)
    groups = [
        ItemGroup(each.name, each.label, tuple(i for i in each.items if i.name in fields)) for each in item_groups()
    ]
    return [each for each in groups if each.items]


def _fields_told(child: Child, scope: Scope) -> Mapping[str, ItemField]:
    """Give the items kept in the file alone, without those that may not be told."""
    sees_money = scope.allows(Permission.SEE_MONEY, child.division_code)
    return {
        name: field
        for name, field in item_fields().items()
        if not field.has_place
        and (field.sealed is None or scope.opens(field.sealed, child.division_code))
        and (sees_money or not field.is_money)
    }


def _told(row: RecordedItem, field: ItemField, *, unmasked: bool) -> ItemTold:
    words = field.words(row.value if unmasked else field.hidden(row.value))
    return ItemTold(row.pk, field, words, row.from_on, row.to_on, row.evidence, row.reason, row.source)


def _group(group: ItemGroup, told: Sequence[ItemTold]) -> ItemsTold:
    order = {item.name: place for place, item in enumerate(group.items)}
    own = sorted((each for each in told if each.field.name in order), key=lambda each: order[each.field.name])
    now = [each for each in own if each.to_on is None and each.words]
    return ItemsTold(group, now, [each for each in own if each.to_on is not None])
