"""Items of the dictionary corrected at the desk (采集项目的更正)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, day_of, reached_by
from gonghu.domain.people.card.fields import card_field, sealed_kind, version_of
from gonghu.domain.people.card.items import ItemSource, keep_items
from gonghu.domain.people.card.reading import values_of
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries.items import items_to_write
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import Actor


class ItemChanged(ValueError):
    """The item was changed since it was looked at."""


class ReasonMissing(ValueError):
    """Nobody would know why it was changed."""


@transaction.atomic
def correct_item(
    *, child: Child, item: str, value: str, seen: str, on: date, reason: str, by: Actor, at: datetime
) -> None:
    """
    Write an item of a file from a day on, with a reason (更正采集项目); what stood there stays in the history.

    ``seen`` is the version of the value that the officer looked at; an empty value says that nothing is known any more.

    :raises NotPermitted: the actor keeps no files there, or may not know of the item
    :raises FileClosed: the file is closed
    :raises CardValueWrong: the item cannot hold the value
    :raises ReasonMissing: no reason is given
    :raises ItemChanged: it was changed meanwhile
    """
    current = held(child, by)
    told = {each.name for group in items_to_write(child=current, scope=reached_by(by)) for each in group.items}
    if item not in told:
        raise NotPermitted(f"{by.label} 不能登记这一项")
    if not reason.strip():
        raise ReasonMissing("请写明为什么更正，如“家里来电说明”“上次填错”")
    kept = card_field(item).checked(value)
    today = day_of(at)
    if seen != item_version(child=current.pk, item=item, on=today):
        raise ItemChanged("这一项刚刚又有人改过，请看过现在的内容再改")
    if kept == item_value(child=current.pk, item=item, on=today):
        return
    keep_items(current, {item: kept}, ItemSource(on, by, at, evidence="人工更正", reason=reason.strip()))
    detail = {} if sealed_kind(item) else {"field": item}
    record_file("correct_item", current, by, at, detail)


def item_version(*, child: UUID, item: str, on: date) -> str:
    """Give the version of what stands in an item now."""
    return version_of(child=child, field=item, value=item_value(child=child, item=item, on=on))


def item_value(*, child: UUID, item: str, on: date) -> str:
    """Give what stands in an item now, whole."""
    return values_of([child], [item], on=on)[child][item]
