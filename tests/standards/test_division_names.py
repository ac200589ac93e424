"""Names of all divisions down to the village."""

import time
from bisect import bisect_left
from collections import Counter

import pytest

from gonghu.standards.division_code import PROVINCES, Level, NotADivisionCode, is_statistical_unit
from gonghu.standards.division_names import full_place_name, place_names, places_within

JINNAN = "120112"
# Each repeats the twelve digits of the level above: three cities without counties, 金门县 as its own town and village.
OWN_COUNTY = {"441900": "东莞市", "442000": "中山市", "460400": "儋州市"}
OWN_TOWN_AND_VILLAGE = {"350527000": "金门县", "350527000000": "金门县"}


def count_levels(codes: dict[str, str]) -> Counter[Level]:
    """Count by the digits that carry meaning; quicker than ``level`` and enough for codes known to be sound."""
    levels = list(Level)
    return Counter(levels[bisect_left(levels, len(code.rstrip("0")))] for code in codes)


@pytest.fixture(scope="module")
def country() -> dict[str, str]:
    return {code: name for province in PROVINCES for code, name in places_within(province).items()}


def test_the_country_has_as_many_divisions_as_the_bureau_published(country: dict[str, str]) -> None:
    assert count_levels(country) == {
        Level.PROVINCE: 31,
        Level.PREFECTURE: 342,
        Level.COUNTY: 2_978 - len(OWN_COUNTY),
        Level.TOWNSHIP: 41_352 - 1,
        Level.VILLAGE: 620_573 - 1,
    }
    assert place_names(OWN_COUNTY) == OWN_COUNTY
    assert place_names(OWN_TOWN_AND_VILLAGE) == OWN_TOWN_AND_VILLAGE


def test_every_division_has_one_above_it_on_every_level(country: dict[str, str]) -> None:
    orphans = [code for code in country for digits in Level if code[:digits].ljust(12, "0") not in country]
    assert orphans == []


def test_names_are_plain_text_without_blanks(country: dict[str, str]) -> None:
    assert [name for name in country.values() if not name or name.split() != [name]] == []


def test_all_codes_of_the_country_can_be_asked_at_once(country: dict[str, str]) -> None:
    assert place_names(country) == country


def test_provinces_are_called_as_in_the_standard() -> None:
    not_listed = {"71", "81", "82"}
    assert place_names(PROVINCES) == {code: name for code, name in PROVINCES.items() if code not in not_listed}


def test_jinnan_has_eight_towns_three_streets_four_statistical_units_and_306_villages() -> None:
    jinnan = places_within(JINNAN)
    towns = {code: name for code, name in jinnan.items() if code.endswith("000") and not code.startswith("120112000")}
    statistical = [name for code, name in towns.items() if is_statistical_unit(code)]
    in_law = [name for code, name in towns.items() if not is_statistical_unit(code)]
    assert sorted(statistical) == ["津南国家农业园区", "津南开发区东区", "津南开发区西区", "长青地区"]
    assert sum(name.endswith("镇") for name in in_law) == 8
    assert [name for name in in_law if not name.endswith("镇")] == ["双新街道", "双林街道", "海棠街道"]
    assert count_levels(jinnan)[Level.VILLAGE] == 306


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("12", "天津市"),
        ("1201", "市辖区"),
        ("120112", "津南区"),
        ("120112000000", "津南区"),
        ("120112001", "双新街道"),
        ("120112001000", "双新街道"),
        ("120112001001", "昆香苑社区居委会"),
        ("120101001004", "兆丰路社区居委会"),  # the number before it is not in use
        ("441900003", "东城街道"),
        ("110108001003", "复兴路20号社区居委会"),
        ("469029", "保亭黎族苗族自治县"),
    ],
)
def test_a_code_of_any_level_has_its_name_under_the_code_as_asked(code: str, name: str) -> None:
    assert place_names([code]) == {code: name}


def test_unknown_and_malformed_codes_are_absent() -> None:
    unknown = ["120112999", "120112001999", "1299", "129999001001", "710000", "990000", "12011", "津南区", ""]
    assert place_names([*unknown, JINNAN]) == {JINNAN: "津南区"}


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("120112001001", "天津市津南区双新街道昆香苑社区居委会"),
        ("120112001", "天津市津南区双新街道"),
        ("360828", "江西省吉安市万安县"),
        ("429004", "湖北省仙桃市"),
        ("500229", "重庆市城口县"),
        ("659001", "新疆维吾尔自治区石河子市"),
        ("441900003", "广东省东莞市东城街道"),
        ("620201", "甘肃省嘉峪关市"),
        ("350527000000", "福建省泉州市金门县"),
        ("120112999", "天津市津南区"),
        ("710000", ""),
    ],
)
def test_the_full_name_leaves_out_groups_repeats_and_the_unknown(code: str, name: str) -> None:
    assert full_place_name(code) == name


def test_no_text_but_a_code_has_a_full_name_or_places_within() -> None:
    with pytest.raises(NotADivisionCode):
        full_place_name("津南区")
    with pytest.raises(NotADivisionCode):
        places_within("12011")


def test_places_within_a_town_are_the_town_and_its_villages_in_order() -> None:
    town = places_within("120112001")
    assert list(town) == ["120112001000", *(f"120112001{number:03d}" for number in range(1, 8))]
    assert places_within("120112999") == {}


def test_a_countys_villages_are_named_within_a_tenth_of_a_second_of_computing() -> None:
    villages = [code for code in places_within(JINNAN) if not code.endswith("000")]
    for elsewhere in ("1301", "1302", "1303", "1304", "1305", "1306", "1307", "1308"):
        places_within(elsewhere)  # pushes Tianjin out of memory
    began = time.process_time()
    assert len(place_names(villages)) == 306
    assert time.process_time() - began < 0.1
