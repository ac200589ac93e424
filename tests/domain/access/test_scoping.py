"""No row is read without saying for whom."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery
from tests.domain.access.conftest import JINNAN, VILLAGE, XIQING
from tests.domain.access.dossiers.models import Dossier, Leaflet

from gonghu.domain.access.scope import NOTHING, Reach, Scope
from gonghu.domain.access.scoping import ReasonMissing, ScopeForgotten
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area

pytestmark = pytest.mark.django_db

SEE = frozenset({Permission.SEE_CHILDREN})
HERE = Scope((Reach(Area.of(JINNAN), SEE),))


@pytest.fixture
def dossier() -> Dossier:
    Dossier.objects.create(division_code=XIQING, child_key=uuid4())
    dossier: Dossier = Dossier.objects.create(division_code=VILLAGE, child_key=uuid4())
    Leaflet.objects.create(dossier=dossier, division_code=VILLAGE)
    return dossier


FORGOTTEN: list[Callable[[Any], Any]] = [
    list,
    bool,
    len,
    repr,
    lambda rows: rows.count(),
    lambda rows: rows.exists(),
    lambda rows: rows.first(),
    lambda rows: rows.get(pk=1),
    lambda rows: rows.get_or_create(pk=1),
    lambda rows: rows.in_bulk([1]),
    lambda rows: rows[:1].count(),
    lambda rows: rows[0],
    lambda rows: list(rows.iterator()),
    lambda rows: list(rows.values("pk")),
    lambda rows: list(rows.values_list("division_code", flat=True).distinct()),
    lambda rows: rows.aggregate(Count("pk")),
    lambda rows: rows.update(category=""),
    lambda rows: rows.delete(),
    lambda rows: rows._raw_delete("default"),
    lambda rows: rows.raw("SELECT 1"),
    lambda rows: rows.explain(),
    lambda rows: rows.contains(Dossier(pk=1)),
    lambda rows: rows.bulk_update([Dossier(pk=1)], ["category"]),
    lambda rows: list(rows.union(rows)),
    lambda rows: list(rows.none() | rows.filter(pk=1)),
    lambda rows: list(rows.everywhere("test") | rows),
    lambda rows: list(rows | rows.everywhere("test")),
    lambda rows: list(rows.everywhere("test") & rows),
    lambda rows: list(rows.everywhere("test").union(rows)),
    lambda rows: list(rows.everywhere("test").difference(rows)),
    lambda rows: list(rows.everywhere("test").filter(pk__in=rows)),
    lambda rows: list(rows.everywhere("test").filter(pk__in=rows.values("pk"))),
    lambda rows: list(rows.everywhere("test").filter(Exists(rows.filter(pk=OuterRef("pk"))))),
    lambda rows: list(rows.everywhere("test").annotate(n=Subquery(rows.values("pk")[:1]))),
    lambda rows: list(Leaflet.objects.everywhere("test").filter(dossier__in=rows)),
    lambda rows: list(rows.everywhere("test").prefetch_related("leaflets")),
    lambda rows: list(rows.everywhere("test").prefetch_related(Prefetch("leaflets", Leaflet.objects.all()))),
    lambda rows: list(rows.everywhere("test").get(division_code=VILLAGE).leaflets.all()),
]  # fmt: skip


@pytest.mark.parametrize("read", FORGOTTEN, ids=range(len(FORGOTTEN)))
@pytest.mark.usefixtures("dossier")
def test_whoever_forgets_the_scope_is_told(read: Callable[[Any], Any]) -> None:
    with pytest.raises(ScopeForgotten):
        read(Dossier.objects.all())


@pytest.mark.usefixtures("dossier")
def test_a_forgotten_deletion_deletes_nothing() -> None:
    for forget in (Dossier.objects.all().delete, Dossier.objects.filter(pk__gt=0).delete):
        with pytest.raises(ScopeForgotten):
            forget()
    assert Dossier.objects.everywhere("test").count() == 2


@pytest.mark.usefixtures("dossier")
def test_rows_in_scope_are_read_counted_changed_and_deleted() -> None:
    seen = Dossier.objects.visible_to(HERE)
    assert [row.division_code for row in seen] == [VILLAGE]
    assert (seen.count(), seen.exists(), len(seen.union(seen))) == (1, True, 1)
    assert seen.filter(category="").update(category="ORPHAN") == 1
    assert list(Leaflet.objects.visible_to(HERE).filter(dossier__in=seen).values_list("division_code", flat=True)) == [
        VILLAGE
    ]
    assert [len(row.leaflets.all()) for row in seen.prefetch_related(
        Prefetch("leaflets", Leaflet.objects.visible_to(HERE))
    )] == [1]  # fmt: skip
    assert seen.filter(category="ORPHAN").delete() == (2, {"dossiers.Dossier": 1, "dossiers.Leaflet": 1})
    assert [row.division_code for row in Dossier.objects.everywhere("test")] == [XIQING]


@pytest.mark.usefixtures("dossier")
def test_a_scope_of_nothing_reads_nothing() -> None:
    assert list(Dossier.objects.visible_to(NOTHING)) == []
    assert list(Dossier.objects.visible_to(HERE, Permission.EXPORT)) == []
    assert list(Dossier.objects.none()) == []


def test_a_row_at_hand_is_saved_and_followed(dossier: Dossier) -> None:
    dossier.category = "ORPHAN"
    dossier.save()
    dossier.refresh_from_db()
    leaflet = Leaflet.objects.visible_to(HERE).get()
    assert leaflet.dossier.category == "ORPHAN"


def test_uniqueness_is_not_looked_up_behind_the_scope(dossier: Dossier) -> None:
    with pytest.raises(ScopeForgotten):
        Dossier(pk=dossier.pk, division_code=VILLAGE, child_key=uuid4()).full_clean()


def test_everything_needs_a_reason() -> None:
    with pytest.raises(ReasonMissing):
        Dossier.objects.everywhere("  ")
