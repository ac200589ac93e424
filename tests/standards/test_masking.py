"""Names, numbers and places on pages that are passed around."""

import pytest

from gonghu.standards.masking import masked_account, masked_address, masked_name, masked_number, masked_phone


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张**"),
        ("张小明", "张**"),
        ("欧阳修明", "欧阳**"),
        ("古丽·买买提", "古**"),
        ("Anna", "A**"),
        ("", ""),
        (None, ""),
    ],
)
def test_a_name_keeps_its_surname_and_hides_its_length(name: str | None, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("120112201502300013", "120112********0013"),
        ("12011220150230001X", "120112********001X"),
        ("120112150230001", "120112*****0001"),
        ("E12345678", "E*******8"),
        ("E1", "E**1"),
        (None, ""),
    ],
)
def test_a_number_keeps_county_and_last_four(number: str | None, masked: str) -> None:
    assert masked_number(number) == masked


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13812345678", "138****5678"), ("022-28391234", "****34"), ("12", "****12"), ("", ""), (None, "")],
)
def test_a_phone_keeps_its_network_and_last_four(phone: str | None, masked: str) -> None:
    assert masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("account", "masked"), [("6222020200112233445", "****3445"), ("1234567", "****"), ("", ""), (None, "")]
)
def test_an_account_keeps_its_last_four(account: str | None, masked: str) -> None:
    assert masked_account(account) == masked


@pytest.mark.parametrize(
    ("address", "masked"),
    [
        ("天津市津南区咸水沽镇福州里3号楼2门101", "天津市津南区咸水沽镇****"),
        ("江西省赣州市于都县贡江镇红军大道5号", "江西省赣州市于都县贡江镇****"),
        ("内蒙古自治区兴安盟科尔沁右翼前旗乌兰毛都苏木某嘎查", "内蒙古自治区兴安盟科尔沁右翼前旗乌兰毛都苏木****"),
        ("津南区菜市口3号", "津南区****"),
        ("天津市津南区双港家园小区5号楼", "天津市津南区****"),
        ("某村12号", "****"),
        ("", ""),
        (None, ""),
    ],
)
def test_an_address_ends_at_the_town(address: str | None, masked: str) -> None:
    assert masked_address(address) == masked
