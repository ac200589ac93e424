"""The national lists come into the database whole, once, with the past of provinces and counties."""

from datetime import UTC, date, datetime

import pytest

from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.operations import load_divisions, rename_division
from gonghu.domain.divisions.queries import division_as_of, divisions_within, predecessors_on, successors_on
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.standards.division_code import Level
from gonghu.standards.division_names import places_within

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, tzinfo=UTC)
ON = date(2026, 11, 1)
JINNAN, TIANJIN = Area.of("120112"), Area.of("12")


def load(area: Area) -> int:
    return load_divisions(area=area, by=SYSTEM, at=AT).divisions


def test_a_county_comes_with_everything_below_and_above_it() -> None:
    load(JINNAN)
    listed = places_within("120112")
    stored = Division.objects.filter(JINNAN.filter("code"), valid_to=None)
    assert len(listed) == 322
    assert dict(stored.values_list("code", "name")) == listed
    assert division_as_of(code="12", on=ON).name == "天津市"
    assert divisions_within(scope=JINNAN, level=Level.TOWNSHIP, on=ON).count() == 15


def test_a_second_loading_changes_nothing() -> None:
    load(JINNAN)
    rename_division(code="120112001", name="双新新街道", on=ON, document="测试", by=SYSTEM, at=AT)
    before = list(Division.objects.order_by("pk").values_list())
    assert load(JINNAN) == 0
    assert list(Division.objects.order_by("pk").values_list()) == before


def test_a_province_takes_in_what_a_county_brought_before() -> None:
    load(JINNAN)
    load(TIANJIN)
    codes = list(Division.objects.filter(TIANJIN.filter("code"), valid_to=None).values_list("code", flat=True))
    assert len(codes) == len(set(codes))
    assert set(places_within("12")) <= set(codes)


def test_loading_leaves_one_audit_entry_with_the_numbers() -> None:
    loaded = load_divisions(area=JINNAN, by=SYSTEM, at=AT)
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.subject_key, entry.chain) == ("divisions.load", "120112", "000000")
    assert entry.detail == {"divisions": loaded.divisions, "changes": loaded.changes, "listed_on": "2023-06-30"}


def test_loading_tells_how_far_it_has_come() -> None:
    told: list[tuple[int, int]] = []
    load_divisions(area=JINNAN, by=SYSTEM, at=AT, report=lambda done, total: told.append((done, total)))
    assert told == [(1, 1)]


def test_the_past_of_counties_is_loaded_with_its_years() -> None:
    load(TIANJIN)
    ji = Division.objects.get(code="120225000000")
    assert (ji.name, ji.valid_to, ji.parent_code) == ("蓟县", date(2015, 12, 31), "120000000000")
    assert division_as_of(code="120110", on=date(1990, 1, 1)).name == "东郊区"
    assert division_as_of(code="120110", on=ON).name == "东丽区"
    assert successors_on(code="120225", on=ON) == ("120119000000",)
    assert successors_on(code="120107", on=ON) == ("120116000000",)
    assert predecessors_on(code="120116", on=date(2008, 1, 1)) == ("120107000000", "120108000000", "120109000000")


def test_one_change_holds_all_that_merged() -> None:
    load(TIANJIN)
    change = DivisionChange.objects.get(successions__to_code="120116000000", successions__from_code="120107000000")
    assert (change.kind, change.successions.count()) == ("MERGED", 3)


def test_rows_that_only_group_are_nobodys_parent() -> None:
    load(TIANJIN)
    grouping = Division.objects.get(code="120100000000")
    assert (grouping.name, grouping.grouping) == ("市辖区", True)
    assert not Division.objects.filter(parent_code="120100000000").exists()


def test_development_zones_are_marked() -> None:
    load(JINNAN)
    marked = Division.objects.filter(statistical_unit=True, level=Level.TOWNSHIP).values_list("name", flat=True)
    assert sorted(marked) == ["津南国家农业园区", "津南开发区东区", "津南开发区西区", "长青地区"]


def test_a_prefecture_without_counties_has_towns_of_its_own() -> None:
    load(Area.of("4419"))
    assert division_as_of(code="441900003", on=ON).parent_code == "441900000000"
