"""Items of the dictionary in a file (采集项目的存放): each writing a row, so that the history is the table itself."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.people.card.fields import Values
from gonghu.domain.people.item_fields import item_fields
from gonghu.domain.people.models import Child, RecordedItem
from gonghu.foundation.acting import Actor

_WHY: Final = "items of a file that is read or written"
_ONE_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class ItemSource:
    """Where the value of an item comes from (采集项目来源): a visit, or somebody at the desk with a reason."""

    on: date
    by: Actor
    at: datetime
    source: UUID | None = None
    evidence: str = ""
    reason: str = ""


def stored(names: Iterable[str]) -> list[str]:
    """Keep the names of items that have no table of their own."""
    fields = item_fields()
    return [name for name in names if name in fields and not fields[name].has_place]


def stamp_of(child: Child) -> str:
    """Give what a telephone is told of the items of a file: how often they were written so far, and in which file."""
    return f"{child.pk.hex}.{child.items_turn}"


def add_items(children: list[UUID], names: Iterable[str], found: Mapping[UUID, Values]) -> None:
    """Put what stands in files into values; of files that were merged the last one told counts."""
    rows = RecordedItem.objects.everywhere(_WHY).filter(child__in=children, item__in=stored(names), to_on__isnull=True)
    for row in in_order(rows):
        found[row.child_id][row.item] = row.value


def keep_items(child: Child, values: Mapping[str, str], said: ItemSource) -> None:
    """Write items from a day on; what stood there ends the day before, or on that day if it began on it."""
    if not values:
        return
    child.items_turn += 1
    child.save(update_fields=["items_turn"])
    rows = list(RecordedItem.objects.everywhere(_WHY).filter(child=child, item__in=list(values), to_on__isnull=True))
    begun: dict[str, date] = {}
    for row in rows:
        begun[row.item] = max(row.from_on, begun.get(row.item, row.from_on))
    for row in rows:
        row.to_on = max(row.from_on, max(said.on, begun[row.item]) - _ONE_DAY)
        row.save(update_fields=["to_on"])
    for name, value in values.items():
        RecordedItem(
            child=child, item=name, value=value, turn=child.items_turn, told_in=child.pk, source=said.source,
            evidence=said.evidence, reason=said.reason, written_by_id=said.by.account, written_at=said.at,
            from_on=max(said.on, begun.get(name, said.on)),
        ).save(force_insert=True)  # fmt: skip


def unseen_among(child: UUID, names: Iterable[str], stamp: str, known: Collection[UUID]) -> set[str]:
    """Name the items of which something was written that was neither seen with the stamp nor by records known."""
    seen = _turn(child, stamp)
    rows = RecordedItem.objects.everywhere(_WHY).filter(child=child, item__in=stored(names))
    return {
        item
        for item, told_in, turn, source in rows.values_list("item", "told_in", "turn", "source")
        if not (told_in == child and turn <= seen) and source not in known
    }


def in_order(rows: QuerySet[RecordedItem]) -> QuerySet[RecordedItem]:
    """Give rows from the first told to the last."""
    return rows.order_by("from_on", "written_at", "turn", "pk")


def _turn(child: UUID, stamp: str) -> int:
    """Read a stamp; one of another file, or none, has seen nothing."""
    file, _dot, turn = stamp.partition(".")
    return int(turn) if file == child.hex and turn.isascii() and turn.isdigit() else 0
