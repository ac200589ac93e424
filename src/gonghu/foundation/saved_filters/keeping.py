"""Keeping filters, giving them back, dropping them (常用筛选的存取); everybody has their own."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.saved_filters.models import LONGEST_QUERY, SavedFilter

MOST: Final = 12


class FilterNotKept(ValueError):
    """A filter has no owner, no name, nothing in it, too much in it, or too many beside it."""


@transaction.atomic
def keep_filter(*, page: str, name: str, query: str, by: Actor, at: datetime) -> SavedFilter:
    """
    Keep the conditions of a page under a name; an earlier filter of that name is replaced.

    :raises FilterNotKept: see there
    """
    name = name.strip()
    if by.account is None or not name or not query:
        raise FilterNotKept("请先选好筛选条件，再起一个名称保存")
    if len(query) > LONGEST_QUERY:
        raise FilterNotKept("筛选条件太长，请减少几项")
    others = filters_of(owner=by, page=page).exclude(name=name)
    if others.count() >= MOST:
        raise FilterNotKept(f"最多保存 {MOST} 个常用筛选，请先删除不用的")
    kept, _made = SavedFilter.objects.update_or_create(
        account=by.account, page=page, name=name, defaults={"query": query, "saved_at": at}
    )
    record(by=by, at=at, verb="desk.keep_filter", subject_kind="saved_filter", subject_key=str(kept.uuid))
    return kept


@transaction.atomic
def drop_filter(*, key: UUID, by: Actor, at: datetime) -> None:
    """
    Drop one of one's own filters.

    :raises SavedFilter.DoesNotExist: it is nobody's, or somebody else's
    """
    _of(by).get(uuid=key).delete()
    record(by=by, at=at, verb="desk.drop_filter", subject_kind="saved_filter", subject_key=str(key))


def filters_of(*, owner: Actor, page: str) -> QuerySet[SavedFilter]:
    """Give somebody's filters of a page, by name."""
    return _of(owner).filter(page=page).order_by("name")


def _of(owner: Actor) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.filter(account=owner.account) if owner.account else SavedFilter.objects.none()
