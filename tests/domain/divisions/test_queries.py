"""Divisions are found by code, name, pinyin and initials, within an area, as they were on a day."""

from datetime import UTC, date, datetime

import pytest
from pytest_django import DjangoAssertNumQueries

from gonghu.domain.divisions.models import Division
from gonghu.domain.divisions.operations import load_divisions, rename_division
from gonghu.domain.divisions.queries import (
    NoSuchDivision,
    ancestors_of,
    children_of,
    division_as_of,
    divisions_as_of,
    divisions_matching,
    divisions_within,
    full_names,
)
from gonghu.domain.divisions.spelling import spelt
from gonghu.domain.divisions.terms import Area, in_force
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_code import Level, NotADivisionCode
from gonghu.standards.division_names import full_place_name, places_within

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, tzinfo=UTC)
ON = date(2026, 11, 1)
COUNTRY = Area.of("")


@pytest.fixture(autouse=True)
def _counties() -> None:
    for county in ("120112", "120111"):
        load_divisions(area=Area.of(county), by=SYSTEM, at=AT)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("津南区", "120112000000"),
        ("津南", "120112000000"),
        ("jinnan", "120112000000"),
        ("JinNanQu", "120112000000"),
        ("jnq", "120112000000"),
        ("120112", "120112000000"),
        (" 双新 街道", "120112001000"),
        ("sxjd", "120112001000"),
        ("tianjin", "120000000000"),
    ],
)
def test_a_division_is_found_first_by(text: str, code: str) -> None:
    assert divisions_matching(text=text, scope=COUNTRY, on=ON)[0].code == code


def test_nothing_outside_the_area_is_found() -> None:
    assert divisions_matching(text="双新街道", scope=Area.of("120111"), on=ON) == []
    assert {row.code[:6] for row in divisions_matching(text="j", scope=Area.of("120111"), on=ON)} == {"120111"}


@pytest.mark.parametrize("text", ["", "  ", "%", "_", "津%", "'; DROP TABLE divisions_division; --"])
def test_a_text_that_means_nothing_finds_nothing(text: str) -> None:
    assert divisions_matching(text=text, scope=COUNTRY, on=ON) == []


def test_no_more_are_found_than_asked() -> None:
    found = divisions_matching(text="1201", scope=COUNTRY, on=ON, limit=7)
    assert len(found) == 7
    assert [row.level for row in found] == sorted(row.level for row in found)


@pytest.mark.parametrize("text", ["津南", "葛沽", "村", "委会", "xin", "j", "sxjd", "1201121", "120112999", "东"])
def test_a_search_finds_what_looking_at_every_row_finds(text: str) -> None:
    def begins(row: Division) -> bool:
        return any(each.startswith(text) for each in (row.name, row.pinyin, row.initials, row.code))

    rows = sorted(Division.objects.filter(in_force(ON), grouping=False), key=lambda row: (row.level, row.code))
    expected = [row for row in rows if begins(row)] + [row for row in rows if text in row.name and not begins(row)]
    for limit in (3, 50, 2_000):
        found = divisions_matching(text=text, scope=COUNTRY, on=ON, limit=limit)
        assert [row.code for row in found] == [row.code for row in expected[:limit]]


def test_an_old_name_finds_the_division_of_its_time_only() -> None:
    rename_division(code="120112", name="葛沽区", on=ON, document="测试", by=SYSTEM, at=AT)
    assert [row.name for row in divisions_matching(text="津南区", scope=COUNTRY, on=ON)] == []
    assert [row.name for row in divisions_matching(text="津南区", scope=COUNTRY, on=date(2026, 10, 31))] == ["津南区"]


def test_a_code_of_any_length_names_a_division() -> None:
    assert division_as_of(code="120112", on=ON).code == division_as_of(code="120112000000", on=ON).code
    with pytest.raises(NoSuchDivision, match="120188"):
        division_as_of(code="120188", on=ON)
    with pytest.raises(NotADivisionCode):
        division_as_of(code="津南", on=ON)


def test_several_codes_are_asked_at_once(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        found = divisions_as_of(codes=["120112000000", "120111000000", "120188000000"], on=ON)
    assert {code: row.name for code, row in found.items()} == {"120112000000": "津南区", "120111000000": "西青区"}


def test_children_and_ancestors_pass_over_grouping_rows() -> None:
    assert [row.name for row in children_of(code="", on=ON)] == ["天津市"]
    assert [row.name for row in children_of(code="12", on=ON)] == ["西青区", "津南区"]
    assert [row.name for row in ancestors_of(code="120112001001", on=ON)] == ["双新街道", "津南区", "天津市"]


def test_one_level_of_an_area_is_listed() -> None:
    villages = divisions_within(scope=Area.of("120112001"), level=Level.VILLAGE, on=ON)
    assert [row.code for row in villages] == [code for code in places_within("120112001") if code != "120112001000"]


def test_full_names_are_those_of_the_standard_in_one_query(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    codes = list(places_within("120112"))[:100]
    with django_assert_num_queries(1):
        names = full_names(codes=codes, on=ON)
    assert names == {code: full_place_name(code) for code in codes}


@pytest.mark.parametrize(
    ("name", "pinyin", "initials"),
    [
        ("津南区", "jinnanqu", "jnq"),
        ("曾家村（北）", "cengjiacunbei", "cjcb"),
        ("第２社区1号", "di2shequ1hao", "d2sq1h"),
        ("lü 里", "lüli", "lül"),
        ("重庆市长寿区", "chongqingshichangshouqu", "cqscsq"),
        ("长子县", "zhangzixian", "zzx"),
        ("西藏自治区", "xizangzizhiqu", "xzzzq"),
        ("成都市", "chengdushi", "cds"),
        ("六安市", "luanshi", "las"),
    ],
)
def test_places_are_spelt_without_surnames_and_brackets(name: str, pinyin: str, initials: str) -> None:
    assert spelt(name) == (pinyin, initials)
