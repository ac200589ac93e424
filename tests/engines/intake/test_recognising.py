"""A delivery is recognised from its first rows, exactly as the reading takes it."""

import shutil
import zipfile
from pathlib import Path

from tests.engines.intake.conftest import Desk

from gonghu.engines.intake import Filing, SheetSeen, read_rosters, recognise_rosters
from gonghu.engines.intake.delivery import Refusal

SAMPLE = Path(__file__).parents[2] / "fixtures/rosters/jinnan"
ROWS = [
    ["姓名", "身份证号", "残疾证号", "残疾类别", "残疾等级"],
    ["张三", "120112201001010013", "1201122010010100134", "肢体", "二级"],
]


def test_the_reading_takes_every_sheet_of_the_sample_for_what_it_was_recognised_as(desk: Desk) -> None:
    recognised = [sheet for sheet in recognise_rosters(SAMPLE, profiles=desk.profiles) if isinstance(sheet, SheetSeen)]
    read = read_rosters(SAMPLE, connection=desk.connection, profiles=desk.profiles).sheets
    assert [(each.path, each.sheet, each.kind, each.columns, each.constants) for each in recognised if each.kind] == [
        (each.path, each.sheet, each.kind, each.columns, each.constants) for each in read
    ]


def test_a_sheet_shows_its_first_rows_as_they_are_written(desk: Desk) -> None:
    desk.put("残联.csv", [*ROWS, ["", "", "", "", ""], *([ROWS[1]] * 9)])
    (sheet,) = recognise_rosters(desk.folder, profiles=desk.profiles)
    assert isinstance(sheet, SheetSeen)
    assert sheet.kind == "disability_certificate"
    assert sheet.sample == tuple(tuple(ROWS[1]) for _ in range(5))
    assert sheet.names == tuple(ROWS[0])


def test_a_sheet_that_nobody_knows_is_told_with_its_rows(desk: Desk) -> None:
    desk.put("菜单.csv", [["菜名", "价钱"], ["白菜", "3"]])
    (sheet,) = recognise_rosters(desk.folder, profiles=desk.profiles)
    assert isinstance(sheet, SheetSeen)
    assert (sheet.kind, sheet.names) == (None, ("A列", "B列"))
    assert "认不出" in sheet.reason
    assert sheet.sample == (("菜名", "价钱"), ("白菜", "3"))


def test_a_page_of_notes_need_not_be_read(desk: Desk) -> None:
    desk.put("残联.xlsx", {"名单": ROWS, "填表说明": [["请如实填写残疾人证上的全部内容。"]]})
    sheets = recognise_rosters(desk.folder, profiles=desk.profiles)
    found = [(sheet.kind, sheet.skip) for sheet in sheets if isinstance(sheet, SheetSeen)]
    assert found == [
        ("disability_certificate", ""),
        (None, "填表说明一类的页"),
    ]


def test_one_broken_file_stops_no_other(desk: Desk) -> None:
    desk.put("1.xlsx", b"PK\x03\x04 broken")
    desk.put("2.csv", ROWS)
    broken, sheet = recognise_rosters(desk.folder, profiles=desk.profiles)
    assert isinstance(broken, Refusal)
    assert broken.reason
    assert isinstance(sheet, SheetSeen)


def test_the_same_content_twice_is_told_once(desk: Desk) -> None:
    desk.put("1.csv", ROWS)
    desk.put("2.csv", ROWS)
    _, again = recognise_rosters(desk.folder, profiles=desk.profiles)
    assert isinstance(again, Refusal)
    assert "1.csv" in again.reason


def test_files_are_called_what_people_call_them_wherever_they_lie(desk: Desk, tmp_path: Path) -> None:
    desk.put("0001.csv", ROWS)
    with zipfile.ZipFile(desk.folder / "0002.zip", "w") as archive:
        archive.writestr("里面.csv", (desk.folder / "0001.csv").read_bytes() + b"\r\n")
    filing = Filing({"0001.csv": "残联_持证残疾人.csv", "0002.zip": "七月.zip"}, tmp_path)
    recognised = recognise_rosters(desk.folder, profiles=desk.profiles, filing=filing)
    assert [sheet.path for sheet in recognised] == ["残联_持证残疾人.csv", "七月.zip/里面.csv"]
    delivery = desk.read(filing=filing)
    assert [sheet.path for sheet in delivery.sheets] == ["残联_持证残疾人.csv", "七月.zip/里面.csv"]


def test_what_a_person_said_holds(desk: Desk) -> None:
    desk.put("名单.csv", [["甲", "乙"], ["张三", "120112201001010013"]])
    mapping = desk.folder.parent / "mapping.yaml"
    mapping.write_text("名单.csv: {kind: death, columns: {A列: name, B列: id_number}}", encoding="utf-8")
    (sheet,) = recognise_rosters(desk.folder, profiles=desk.profiles, mapping=mapping)
    assert isinstance(sheet, SheetSeen)
    assert (sheet.kind, [column.field for column in sheet.columns]) == ("death", ["name", "id_number"])


def test_the_same_headers_have_one_digest_however_they_are_written(desk: Desk) -> None:
    desk.put("1.csv", ROWS)
    desk.put("2.csv", [["姓　名", " 身份证号 ", *ROWS[0][2:]], *ROWS[1:], *ROWS[1:]])
    one, other = recognise_rosters(desk.folder, profiles=desk.profiles)
    assert isinstance(one, SheetSeen)
    assert isinstance(other, SheetSeen)
    assert one.header_digest == other.header_digest != ""


def test_nothing_stays_in_the_scratch_folder(desk: Desk, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    shutil.copy(SAMPLE / "残联_持证残疾人.xlsx", desk.folder)
    list(recognise_rosters(desk.folder, profiles=desk.profiles, filing=Filing(scratch=scratch)))
    assert list(scratch.iterdir()) == []
