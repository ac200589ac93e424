"""Divisions of GB/T 2260 over time."""

from datetime import date

import pytest

from gonghu.standards.division_code import NotADivisionCode
from gonghu.standards.division_history import (
    codes_on,
    division_entries,
    division_name,
    full_name,
    predecessors,
    was_ever_assigned,
)

TODAY = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("120000", "天津市"),
        ("120112", "津南区"),
        ("120119", "蓟州区"),
        ("360281", "乐平市"),
        ("360681", "贵溪市"),
        ("360828", "万安县"),
        ("360925", "靖安县"),
        ("361025", "乐安县"),
        ("361027", "金溪县"),
        ("361127", "余干县"),
        ("420323", "竹山县"),
        ("421083", "洪湖市"),
        ("422827", "来凤县"),
        ("210000", "辽宁省"),
        ("330113", "临平区"),
    ],
)
def test_divisions_have_their_names_of_today(code: str, name: str) -> None:
    assert division_name(code, on=TODAY) == name


def test_a_renamed_district_had_another_name_before() -> None:
    assert division_name("120112", on=date(1985, 6, 1)) == "南郊区"
    assert division_name("120112103012", on=date(2000, 6, 1)) == "津南区"


def test_a_county_that_became_a_district_is_followed_to_its_new_code() -> None:
    assert division_name("120225", on=date(2015, 6, 1)) == "蓟县"
    assert division_name("120225", on=TODAY) is None
    assert codes_on("120225", on=TODAY) == ("120119",)
    assert codes_on("120225", on=date(2010, 1, 1)) == ("120225",)


def test_links_are_followed_over_several_changes() -> None:
    assert codes_on("120205", on=TODAY) == ("120119",)  # 蓟县: 120205 to 120225 to 120119


def test_a_merged_district_knows_what_it_came_from() -> None:
    assert predecessors("120116") == ("120107", "120108", "120109")
    assert codes_on("120107", on=TODAY) == ("120116",)


def test_chongqing_took_its_counties_from_sichuan() -> None:
    assert codes_on("510221", on=date(1998, 1, 1)) == ("500221",)  # 长寿县


def test_a_divided_county_leads_to_all_its_parts() -> None:
    assert codes_on("320586", on=TODAY) == ("320506", "320507")  # 吴县市: 吴中区, 相城区


def test_a_code_never_assigned_has_no_entries_and_no_text_is_a_code() -> None:
    assert division_entries("129999") == ()
    assert codes_on("129999", on=TODAY) == ()
    with pytest.raises(NotADivisionCode):
        division_entries("津南")


def test_the_full_name_leaves_out_rows_that_only_group() -> None:
    assert full_name("120112103012", on=TODAY) == "天津市津南区"
    assert full_name("360828", on=TODAY) == "江西省吉安市万安县"
    assert full_name("429004", on=TODAY) == "湖北省仙桃市"


def test_no_code_has_two_names_on_the_same_day() -> None:
    for code in ("120110", "650107", "360402", "420683"):
        for year in range(1981, 2026):
            entries = [entry for entry in division_entries(code) if entry.valid_on(date(year, 7, 1))]
            assert len(entries) <= 1


def test_an_area_of_an_old_number_was_assigned_once_and_a_mistyped_one_never() -> None:
    assert was_ever_assigned("120225")
    assert not was_ever_assigned("120299")
    assert not was_ever_assigned("999999")
