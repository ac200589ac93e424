"""Folders and archives give up every file that came, shown as people know it; nothing leads out of the workshop."""

import os
import random
from pathlib import Path

import pytest
from tests.engines.intake.traps import lying, packed, packed_by_windows, packed_link, with_password, workbook

from gonghu.engines.intake import archives
from gonghu.engines.intake.archives import Found, files_in

TEXT = "姓名,身份证号\n王小明,990101201503070018\n".encode()


@pytest.fixture
def workshop(tmp_path: Path) -> Path:
    place = tmp_path / "workshop"
    place.mkdir()
    return place


@pytest.fixture
def source(tmp_path: Path) -> Path:
    place = tmp_path / "source"
    place.mkdir()
    return place


def opened(source: Path, workshop: Path) -> dict[str, Found]:
    found = list(files_in(source, workshop))
    names = [file.shown_as for file in found]
    assert len(set(names)) == len(names)
    return {file.shown_as: file for file in found}


def read(found: dict[str, Found]) -> set[str]:
    """Return the names of the files that may be read, all of which hold the text."""
    readable = {name: file for name, file in found.items() if file.refusal is None}
    assert all(file.path_on_disk.read_bytes() == TEXT for file in readable.values())
    return set(readable)


def refused(found: dict[str, Found]) -> dict[str, str]:
    return {name: file.refusal for name, file in found.items() if file.refusal is not None}


def test_a_folder_is_read_to_its_depths_in_the_order_of_names(source: Path, workshop: Path) -> None:
    for name in ("乙.csv", "甲/丙.csv", "甲/丁/戊.csv"):
        (source / name).parent.mkdir(parents=True, exist_ok=True)
        (source / name).write_bytes(TEXT)
    names = [file.shown_as for file in files_in(source, workshop)]
    assert names == sorted(names)
    assert read(opened(source, workshop)) == {"乙.csv", "甲/丙.csv", "甲/丁/戊.csv"}
    assert list(workshop.iterdir()) == []


def test_a_single_file_is_itself(source: Path, workshop: Path) -> None:
    (source / "甲.csv").write_bytes(TEXT)
    assert read(opened(source / "甲.csv", workshop)) == {"甲.csv"}


LEFTOVERS = ("~$甲.csv", ".DS_Store", "Thumbs.db", "desktop.ini", "._甲.csv", ".~lock.甲.csv#", "mapping.yaml")


def test_what_the_desktop_leaves_behind_is_passed_over(source: Path, workshop: Path) -> None:
    for name in (*LEFTOVERS, "甲.csv"):
        (source / name).write_bytes(TEXT)
    (source / "__MACOSX").mkdir()
    (source / "__MACOSX" / "甲.csv").write_bytes(TEXT)
    inside = {**dict.fromkeys(LEFTOVERS, TEXT), "__MACOSX/._乙.csv": TEXT, "夹/.git/丙.csv": TEXT, "乙.csv": TEXT}
    packed(source / "包.zip", inside)
    assert opened(source, workshop).keys() == {"甲.csv", "包.zip/乙.csv"}


def test_one_refused_file_never_stops_the_others(source: Path, workshop: Path) -> None:
    (source / "1.csv").write_bytes(b"%PDF-1.7")
    (source / "2.zip").write_bytes(b"PK\x03\x04 nothing behind it")
    (source / "3.rar").write_bytes(b"Rar!\x1a\x07\x01\x00")
    (source / "4.zip").write_bytes(b"Rar!\x1a\x07\x01\x00")
    packed(source / "5.zip", {"坏.xlsx": b"%PDF-1.7", "好.csv": TEXT})
    (source / "6.csv").write_bytes(TEXT)
    found = opened(source, workshop)
    assert read(found) == {"5.zip/好.csv", "6.csv"}
    reasons = refused(found)
    assert reasons.keys() == {"1.csv", "2.zip", "3.rar", "4.zip", "5.zip/坏.xlsx"}
    assert "PDF" in reasons["1.csv"]
    assert "损坏" in reasons["2.zip"]
    assert "先解压" in reasons["3.rar"]
    assert "先解压" in reasons["4.zip"]


def test_links_are_not_followed(source: Path, workshop: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "密.csv").write_bytes(TEXT)
    (source / "链.csv").symlink_to(outside / "密.csv")
    (source / "断.csv").symlink_to(outside / "没有.csv")
    (source / "夹").symlink_to(outside)
    packed_link(source / "包.zip", "链.csv", str(outside / "密.csv"))
    found = opened(source, workshop)
    assert read(found) == set()
    assert refused(found).keys() == {"链.csv", "断.csv", "夹", "包.zip/链.csv"}
    assert all("链接" in reason for reason in refused(found).values())


def test_a_pipe_does_not_hold_up_the_reading(source: Path, workshop: Path) -> None:
    os.mkfifo(source / "管道.csv")
    os.mkfifo(source / "管道.zip")
    assert refused(opened(source, workshop)).keys() == {"管道.csv", "管道.zip"}


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8"])
def test_names_packed_without_saying_their_encoding_are_read(source: Path, workshop: Path, encoding: str) -> None:
    # The second byte of 誠 in GBK is a backslash.
    names = ("民政局/儿童福利名单.csv", "誠信办_名册.csv", "plain_name.csv")
    packed_by_windows(source / "包.zip", {name.encode(encoding): TEXT for name in names})
    assert read(opened(source, workshop)) == {f"包.zip/{name}" for name in names}


def test_names_that_say_they_are_utf8_are_read(source: Path, workshop: Path) -> None:
    packed(source / "包.ZIP", {"民政局/儿童名单.csv": TEXT, "誠.csv": TEXT})
    assert read(opened(source, workshop)) == {"包.ZIP/民政局/儿童名单.csv", "包.ZIP/誠.csv"}


def test_backslashes_part_folders(source: Path, workshop: Path) -> None:
    packed_by_windows(source / "包.zip", {"民政局\\名单.csv".encode("gb18030"): TEXT, b"empty_folder\\": b""})
    assert read(opened(source, workshop)) == {"包.zip/民政局/名单.csv"}


def test_a_name_on_disk_in_another_encoding_is_shown_and_can_be_opened(source: Path, workshop: Path) -> None:
    Path(os.fsdecode(bytes(source) + b"/" + "儿童名单.csv".encode("gb18030"))).write_bytes(TEXT)
    found = opened(source, workshop)
    assert read(found) == {"儿童名单.csv"}
    assert str(found["儿童名单.csv"].path_on_disk).encode()


def test_names_cannot_move_the_cursor(source: Path, workshop: Path) -> None:
    packed(source / "包.zip", {"a\x1b[2J\u202evsc.csv": TEXT})
    assert read(opened(source, workshop)) == {"包.zip/a�[2J�vsc.csv"}


WAYS_OUT = ("../逃.csv", "夹/../../逃.csv", "/etc/逃.csv", "C:/逃.csv", "c:逃.csv", "..\\跑.csv", "\\\\server\\逃.csv")


def test_no_name_leads_out_of_the_workshop(source: Path, workshop: Path, tmp_path: Path) -> None:
    packed(source / "包.zip", {**dict.fromkeys(WAYS_OUT, TEXT), "好.csv": TEXT, "./夹/表:1..2.csv": TEXT})
    before = {path for path in tmp_path.rglob("*") if workshop not in path.parents}
    found = opened(source, workshop)
    assert read(found) == {"包.zip/好.csv", "包.zip/夹/表:1..2.csv"}
    assert len(refused(found)) == len(WAYS_OUT)
    assert all("指向压缩包以外" in reason for reason in refused(found).values())
    assert {path for path in tmp_path.rglob("*") if workshop not in path.parents} == before


def test_an_archive_in_an_archive_is_opened_and_no_deeper(source: Path, workshop: Path, tmp_path: Path) -> None:
    third = packed(tmp_path / "3.zip", {"丙.csv": TEXT})
    second = packed(tmp_path / "2.zip", {"乙.csv": TEXT, "3.zip": third.read_bytes()})
    packed(source / "1.zip", {"甲.csv": TEXT, "2.zip": second.read_bytes()})
    found = opened(source, workshop)
    assert read(found) == {"1.zip/甲.csv", "1.zip/2.zip/乙.csv"}
    assert "三层" in refused(found)["1.zip/2.zip/3.zip"]


def test_a_workbook_named_zip_is_told_its_suffix(source: Path, workshop: Path) -> None:
    workbook(source / "名单.xlsx").rename(source / "名单.zip")
    assert "后缀改为 .xlsx" in refused(opened(source, workshop))["名单.zip"]


def test_an_archive_without_files_is_told(source: Path, workshop: Path) -> None:
    packed(source / "包.zip", {"夹/": b""})
    assert "没有文件" in refused(opened(source, workshop))["包.zip"]


def test_an_empty_archive_file_is_told(source: Path, workshop: Path) -> None:
    (source / "包.zip").write_bytes(b"")
    assert "空文件" in refused(opened(source, workshop))["包.zip"]


def test_members_that_must_not_be_unpacked_are_refused_alone(source: Path, workshop: Path) -> None:
    members = {"炸.csv": bytes(65 << 20), "锁.csv": TEXT, "谎.csv": TEXT * 1000, "好.csv": TEXT}
    path = packed(source / "包.zip", members)
    with_password(path, "锁.csv")
    lying(path, "谎.csv", declared=len(TEXT), summed=len(TEXT) + 1)
    found = opened(source, workshop)
    assert read(found) == {"包.zip/好.csv"}
    reasons = refused(found)
    assert "压缩炸弹" in reasons["包.zip/炸.csv"]
    assert "密码" in reasons["包.zip/锁.csv"]
    assert "与实际不符" in reasons["包.zip/谎.csv"]
    assert sum(path.stat().st_size for path in workshop.iterdir()) == len(TEXT)


def test_a_damaged_member_is_refused_alone(source: Path, workshop: Path) -> None:
    noise = random.Random(1).randbytes(5000).hex().encode()
    path = packed(source / "包.zip", {"坏.csv": noise, "好.csv": TEXT})
    content = bytearray(path.read_bytes())
    content[2000] ^= 0xFF
    path.write_bytes(content)
    found = opened(source, workshop)
    assert read(found) == {"包.zip/好.csv"}
    assert "损坏" in refused(found)["包.zip/坏.csv"]


def test_all_archives_share_one_budget(source: Path, workshop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(1, 4):
        packed(source / f"{number}.zip", {"甲.csv": TEXT})
    monkeypatch.setattr(archives, "LARGEST_DELIVERY", 2 * len(TEXT) + 1)
    found = opened(source, workshop)
    assert read(found) == {"1.zip/甲.csv", "2.zip/甲.csv"}
    assert "上限" in refused(found)["3.zip"]


def test_too_many_members_are_refused(source: Path, workshop: Path) -> None:
    packed(source / "包.zip", {f"{number}.csv": b"" for number in range(archives.MOST_FILES + 1)})
    assert "5,001 个文件" in refused(opened(source, workshop))["包.zip"]


def test_a_suffix_of_any_length_is_borne(source: Path, workshop: Path) -> None:
    packed(source / "包.zip", {"甲." + "长" * 300: TEXT, "乙.csv": TEXT})
    found = opened(source, workshop)
    assert read(found) == {"包.zip/乙.csv"}
    assert len(refused(found)) == 1


def test_a_missing_source_is_told(source: Path, workshop: Path) -> None:
    assert "打不开" in refused(opened(source / "没有.zip", workshop))["没有.zip"]
