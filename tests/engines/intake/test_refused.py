"""A delivery with bad files in it: each is refused by name with its remedy, all others are read all the same."""

from pathlib import Path

from tests.engines.intake.conftest import Desk
from tests.engines.intake.traps import SHEET, WORKSHEET, altered, old_workbook, packed, packed_by_windows, workbook

from gonghu.engines.intake import read_rosters
from gonghu.engines.intake.withdrawal import withdraw

SAMPLE = Path(__file__).parents[2] / "fixtures" / "rosters" / "jinnan"
DEATHS = "姓名,身份证号,死亡日期\n王小明,990101201503070018,2026-01-01\n".encode()
REMEDIES = ("重报", "再报", "要 .xlsx 或 .csv")


def tables(desk: Desk) -> set[str]:
    return {name for (name,) in desk.rows("SELECT table_name FROM duckdb_tables()")}


def test_bad_files_do_not_keep_the_good_ones_out(desk: Desk) -> None:
    desk.put("1假.xlsx", b"%PDF-1.7")
    desk.put("2空.csv", b"")
    desk.put("3锁.xls", old_workbook(password=True))
    altered(workbook(desk.folder / "4毒.xlsx"), {SHEET: b"<!DOCTYPE a>" + WORKSHEET % b""})
    altered(workbook(desk.folder / "5坏.xlsx"), {SHEET: WORKSHEET % b'<row r="1"><c r="A1" t="s"><v>99</v></c></row'})
    packed(desk.folder / "6包.zip", {"炸.csv": bytes(65 << 20), "死亡.csv": DEATHS})
    delivery = desk.read()
    assert [sheet.path for sheet in delivery.sheets] == ["6包.zip/死亡.csv"]
    assert desk.rows("SELECT name FROM roster_death") == [("王小明",)]
    refused = {refusal.path: refusal.reason for refusal in delivery.refused}
    assert refused.keys() == {"1假.xlsx", "2空.csv", "3锁.xls", "4毒.xlsx", "5坏.xlsx", "6包.zip/炸.csv"}
    assert [reason for reason in refused.values() if not any(remedy in reason for remedy in REMEDIES)] == []


def test_a_zip_from_windows_is_read_under_its_chinese_names(desk: Desk) -> None:
    path = packed_by_windows(desk.folder / "材料.zip", {"公安局\\死亡注销人员.csv".encode("gb18030"): DEATHS})
    delivery = read_rosters(path, connection=desk.connection, profiles=desk.profiles)
    assert [(sheet.path, sheet.kind) for sheet in delivery.sheets] == [("材料.zip/公安局/死亡注销人员.csv", "death")]
    assert delivery.refused == ()


def test_a_second_copy_of_a_refused_file_is_told_its_own_fault(desk: Desk) -> None:
    desk.put("甲.xlsx", b"%PDF-1.7")
    desk.put("乙.xlsx", b"%PDF-1.7")
    assert ["PDF" in refusal.reason for refusal in desk.read().refused] == [True, True]


def test_nothing_stays_of_what_a_withdrawn_file_had_brought(desk: Desk) -> None:
    for name in ("出入境_遣送出境人员.csv", "公安局_死亡注销人员名单.xlsx"):
        desk.put(name, (SAMPLE / name).read_bytes())
    desk.put("死亡注销人员.csv", DEATHS + ",,不知何人\n".encode())
    delivery = desk.read()
    assert sorted(sheet.file_no for sheet in delivery.sheets) == [1, 2, 3]
    (first,) = (sheet for sheet in delivery.sheets if sheet.file_no == 1)
    withdraw(desk.connection, desk.profiles, 2)
    assert desk.rows("SELECT file_no FROM intake_file") == [(1,)]
    assert desk.rows(f"SELECT count(*) FROM roster_{first.kind}") == [(first.counts.accepted,)]
    for account in ("intake_quarantine", "intake_warning"):
        assert desk.rows(f"SELECT count(*) FROM {account} WHERE file_no > 1") == [(0,)]
    assert {table for table in tables(desk) if table.startswith("roster_")} == {f"roster_{first.kind}"}


def test_a_table_left_half_made_is_dropped(desk: Desk) -> None:
    desk.put("死亡.csv", DEATHS)
    desk.read()
    desk.connection.execute("CREATE TABLE roster_adoption (name VARCHAR, left_cells VARCHAR[])")
    withdraw(desk.connection, desk.profiles, 2)
    assert "roster_adoption" not in tables(desk)
    assert desk.rows("SELECT count(*) FROM roster_death") == [(1,)]
