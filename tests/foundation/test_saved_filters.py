"""Filters that people keep: each has one's own, under names, not too many."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.saved_filters.keeping import MOST, FilterNotKept, drop_filter, filters_of, keep_filter
from gonghu.foundation.saved_filters.models import LONGEST_QUERY, SavedFilter

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def somebody() -> Actor:
    return Actor(account=uuid4(), post=None, label="王晓梅", district="120112")


def test_a_filter_is_kept_under_a_name_and_replaced_under_the_same() -> None:
    by = somebody()
    keep_filter(page="children", name=" 高风险 ", query="risk=HIGH", by=by, at=AT)
    keep_filter(page="children", name="高风险", query="risk=EXTREME", by=by, at=AT)
    keep_filter(page="tasks", name="高风险", query="due=1", by=by, at=AT)
    assert list(filters_of(owner=by, page="children").values_list("name", "query")) == [("高风险", "risk=EXTREME")]
    assert AuditEntry.objects.filter(verb="desk.keep_filter").count() == 3


def test_everybody_sees_and_drops_only_ones_own() -> None:
    owner, other = somebody(), somebody()
    kept = keep_filter(page="children", name="a", query="x=1", by=owner, at=AT)
    assert list(filters_of(owner=other, page="children")) == []
    with pytest.raises(SavedFilter.DoesNotExist):
        drop_filter(key=kept.uuid, by=other, at=AT)
    drop_filter(key=kept.uuid, by=owner, at=AT)
    assert list(filters_of(owner=owner, page="children")) == []


@pytest.mark.parametrize(("name", "query"), [("", "x=1"), ("a", ""), ("a", "x" * (LONGEST_QUERY + 1))])
def test_nothing_and_too_much_is_not_kept(name: str, query: str) -> None:
    with pytest.raises(FilterNotKept):
        keep_filter(page="children", name=name, query=query, by=somebody(), at=AT)


def test_the_system_keeps_no_filters_and_nobody_too_many() -> None:
    with pytest.raises(FilterNotKept):
        keep_filter(page="children", name="a", query="x=1", by=SYSTEM, at=AT)
    by = somebody()
    for number in range(MOST):
        keep_filter(page="children", name=str(number), query="x=1", by=by, at=AT)
    with pytest.raises(FilterNotKept, match="请先删除"):
        keep_filter(page="children", name="one more", query="x=1", by=by, at=AT)
