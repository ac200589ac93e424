"""What towns and villages are called in the lists."""

import pytest

from gonghu.engines.reporting.places import Places

CODE = "990101101201"


def test_a_given_name_goes_before_what_the_register_writes() -> None:
    assert Places({CODE: "幸福村民委员会"}, {CODE: "平安村委会"}).village(CODE) == "幸福村民委员会"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("幸福村村委会", "幸福村村委会"),
        ("天津市津南区双桥河镇刘家圈村12号", "刘家圈村"),
        ("某某省某某县阳光社区3栋201", "阳光社区"),
        ("中山路18号", f"代码{CODE}"),
        ("", f"代码{CODE}"),
    ],
)
def test_a_village_nobody_names_is_called_as_its_addresses_write_it(address: str, name: str) -> None:
    assert Places({}, {CODE: address}).village(CODE) == name


def test_a_town_nobody_names_keeps_its_code() -> None:
    assert Places({}, {CODE: "双桥河镇刘家圈村"}).town(CODE) == "代码990101101"
    assert Places({"990101101": "幸福镇"}).town(CODE) == "幸福镇"


def test_no_place_is_said_in_words() -> None:
    assert Places({}).town("") == "未登记区划"
    assert Places({}).village("") == "未登记区划"
