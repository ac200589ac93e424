"""A few bytes nobody can read cost their rows, never the file; many cost the file, and the first is named."""

import zipfile
from random import Random

import pytest
from tests.engines.intake import made_up
from tests.engines.intake.conftest import Desk, csv_bytes

from gonghu.engines.intake import write_quarantine

CHANCE = Random(11)
HEADER = ["姓名", "身份证号", "死亡日期", "备注"]
BAD = b"\xff"


def deaths(count: int) -> list[list[str]]:
    return [[made_up.name(CHANCE), made_up.citizen_number(CHANCE), "2026-05-01", "病故"] for _ in range(count)]


def spoilt(rows: list[list[str]], encoding: str, places: list[tuple[int, int]]) -> bytes:
    """Put a bad byte into the middle of the cells at (row, column); the header is row 0."""
    lines = [[cell.encode(encoding) for cell in row] for row in [HEADER, *rows]]
    for row, column in places:
        lines[row][column] = lines[row][column][:2] + BAD + lines[row][column][2:]
    return b"\r\n".join(b",".join(cells) for cells in lines) + b"\r\n"


def returned(desk: Desk) -> list[tuple[int, str]]:
    return [(row_no, reason) for row_no, reason in desk.rows("SELECT row_no, reason FROM intake_quarantine ORDER BY 1")]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_a_row_with_a_byte_nobody_can_read_goes_back(desk: Desk, encoding: str) -> None:
    rows = deaths(40)
    desk.put("a.csv", spoilt(rows, encoding, [(4, 0), (9, 1)]))
    (sheet,) = desk.read().sheets
    assert (sheet.counts.accepted, sheet.counts.quarantined) == (38, 2)
    assert [row_no for row_no, _ in returned(desk)] == [5, 10]
    assert all(reason.startswith("有读不出的字节：“") for _, reason in returned(desk))
    kept = [row for number, row in enumerate(rows, 1) if number not in (4, 9)]
    assert desk.rows("SELECT name, id_number FROM roster_death ORDER BY row_no") == [tuple(row[:2]) for row in kept]


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
@pytest.mark.parametrize("quoted", [False, True])
def test_a_bad_byte_far_into_a_file_costs_its_row_alone(desk: Desk, encoding: str, quoted: bool) -> None:
    rows = deaths(9_000)
    if quoted:
        rows[0][3] = '"病,故"'
    desk.put("a.csv", spoilt(rows, encoding, [(8_700, 0)]))
    (sheet,) = desk.read().sheets
    assert (sheet.counts.accepted, sheet.counts.quarantined) == (8_999, 1)
    assert [row_no for row_no, _ in returned(desk)] == [8_701]


def test_a_bad_byte_in_a_column_left_aside_costs_nothing(desk: Desk) -> None:
    desk.put("a.csv", spoilt(deaths(40), "utf-8", [(7, 3)]))
    (sheet,) = desk.read().sheets
    assert (sheet.counts.accepted, sheet.counts.quarantined) == (40, 0)


def test_the_row_is_handed_back_with_a_mark_where_the_byte_was(desk: Desk) -> None:
    rows = deaths(40)
    desk.put("a.csv", spoilt(rows, "utf-8", [(4, 1)]))
    (book,) = write_quarantine(desk.read(), desk.connection, desk.folder.parent / "back").values()
    with zipfile.ZipFile(book) as opened:
        texts = opened.read("xl/worksheets/sheet1.xml").decode()
    assert f"{rows[3][1][:2]}�{rows[3][1][2:]}" in texts
    assert rows[3][0] in texts


def test_text_that_is_mostly_unreadable_is_refused_with_its_first_line(desk: Desk) -> None:
    desk.put("a.csv", spoilt(deaths(400), "utf-8", [(number, 0) for number in range(3, 400)]))
    (refusal,) = desk.read().refused
    assert refusal.reason.startswith("第 4 行起有 ")
    assert "另存为 .xlsx" in refusal.reason


def test_a_file_unreadable_only_at_its_end_is_refused_with_its_first_line(desk: Desk) -> None:
    rows = deaths(12_000)
    desk.put("a.csv", spoilt(rows, "utf-8", [(number, 0) for number in range(8_001, 12_001)]))
    (refusal,) = desk.read().refused
    assert refusal.reason.startswith("第 8,002 行起有 ")


def test_a_sound_file_beside_one_with_bad_bytes_is_read_as_ever(desk: Desk) -> None:
    desk.put("a.csv", spoilt(deaths(40), "utf-8", [(4, 0)]))
    desk.put("b.csv", csv_bytes([HEADER, *deaths(20)]))
    assert sum(sheet.counts.accepted for sheet in desk.read().sheets) == 59
