"""The sixteen sample files of one district load whole."""

from pathlib import Path

import duckdb
import pytest

from gonghu.engines.intake import Delivery, load_profiles, read_rosters

SAMPLE = Path(__file__).parents[2] / "fixtures" / "rosters" / "jinnan"
KINDS = {
    "人社局_外出务工人员.xlsx": ("migrant_work", 2218),
    "公安局_失联人员查找结果.xlsx": ("lost_contact", 88),
    "公安局_户籍人口信息.csv": ("household_register", 25215),
    "公安局_死亡注销人员名单.xlsx": ("death", 399),
    "公安局_限制人身自由人员.csv": ("liberty_restriction", 63),
    "出入境_遣送出境人员.csv": ("deportation", 14),
    "医保局_城乡居民参保.csv": ("insurance_enrolment", 15196),
    "卫健委_出生医学证明.csv": ("birth_certificate", 5339),
    "卫健委_重大疾病患者.xlsx": ("serious_illness", 105),
    "司法局_在押服刑人员.xlsx": ("imprisonment", 163),
    "教育局_在校学生.csv": ("school_enrolment", 3670),
    "残联_持证残疾人.xlsx": ("disability_certificate", 580),
    "民政局_儿童福利在册名单.xlsx": ("child_welfare_roll", 621),
    "民政局_收养登记.xlsx": ("adoption", 9),
    "民政局_社会救助对象.csv": ("social_relief", 1240),
    "法院_宣告及监护裁判文书.xlsx": ("court_ruling", 72),
}


@pytest.fixture(scope="module")
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


@pytest.fixture(scope="module")
def delivery(connection: duckdb.DuckDBPyConnection) -> Delivery:
    return read_rosters(SAMPLE, connection=connection, profiles=load_profiles())


def test_every_file_is_recognised_and_every_person_accepted(delivery: Delivery) -> None:
    assert {sheet.path: (sheet.kind, sheet.counts.accepted) for sheet in delivery.sheets} == KINDS


def test_nothing_is_returned_or_refused(delivery: Delivery) -> None:
    assert not delivery.refused
    assert sum(sheet.counts.quarantined for sheet in delivery.sheets) == 0


def test_no_cell_is_left_unread(delivery: Delivery, connection: duckdb.DuckDBPyConnection) -> None:
    assert delivery.sheets
    assert connection.execute("SELECT * FROM intake_warning").fetchall() == []
