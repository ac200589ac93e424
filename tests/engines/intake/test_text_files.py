"""Text files of every encoding and habit give the same rows under the same numbers."""

from random import Random

import pytest
from tests.engines.intake import made_up
from tests.engines.intake.conftest import Desk, Rows, csv_bytes

from gonghu.engines.intake import Sheet

CHANCE = Random(7)
HEADER = ["姓名", "身份证号", "死亡日期"]
DEATHS = [[made_up.name(CHANCE), made_up.citizen_number(CHANCE), "2026-05-01"] for _ in range(20)]
TABLE: Rows = [HEADER, *DEATHS]
PEOPLE = [(number, *record[:2]) for number, record in enumerate(DEATHS, 2)]


def only_sheet(desk: Desk) -> Sheet:
    delivery = desk.read()
    assert not delivery.refused
    (sheet,) = delivery.sheets
    assert sheet.kind == "death"
    return sheet


def people(desk: Desk) -> list[tuple[int, str, str]]:
    return [
        (row_no, name, number)
        for row_no, name, number in desk.rows("SELECT row_no, name, id_number FROM roster_death ORDER BY 1")
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
def test_encoding_and_separator_are_found(desk: Desk, encoding: str, separator: str) -> None:
    desk.put("a.csv", csv_bytes(TABLE, encoding, separator))
    sheet = only_sheet(desk)
    assert people(desk) == PEOPLE
    assert sheet.encoding == {"gbk": "gb18030"}.get(encoding, encoding)


def test_rare_characters_of_gb18030_are_read(desk: Desk) -> None:
    desk.put("a.csv", [HEADER, ["王䶮", DEATHS[0][1], ""], ["李𬱖", DEATHS[1][1], ""]], encoding="gb18030")
    only_sheet(desk)
    assert [name for _, name, _ in people(desk)] == ["王䶮", "李𬱖"]


@pytest.mark.parametrize("line_end", [b"\n", b"\r\n", b"\r"])
def test_blank_lines_count_as_rows(desk: Desk, line_end: bytes) -> None:
    lines = csv_bytes(TABLE).split(b"\r\n")[:-1]
    lines[5:5] = [b"", b""]
    desk.put("a.csv", line_end.join([b"", *lines, b""]))
    counts = only_sheet(desk).counts
    numbers = [row_no for row_no, _, _ in people(desk)]
    assert numbers == [3, 4, 5, 6, *range(9, 25)]
    assert (counts.total, counts.accepted, counts.blank) == (22, 20, 2)


def test_line_breaks_inside_a_cell_are_no_row_ends(desk: Desk) -> None:
    told = [["姓名", "身份证号", "死亡日期", "死亡\n原因"], *[[*record, "病\n\n故"] for record in DEATHS]]
    desk.put("a.csv", told)
    only_sheet(desk)
    assert people(desk) == PEOPLE


def test_line_breaks_inside_cells_and_short_rows_together(desk: Desk) -> None:
    told = [["死亡人员\n名单"], HEADER, *[[f"{name}\n", number, day] for name, number, day in DEATHS], ["合计", "20人"]]
    desk.put("a.csv", told)
    counts = only_sheet(desk).counts
    assert [name for _, name, _ in people(desk)] == [record[0] for record in DEATHS]
    assert (counts.accepted, counts.blank) == (20, 1)


def test_a_stray_quote_costs_no_row(desk: Desk) -> None:
    lines = csv_bytes(TABLE).decode().splitlines()
    lines[3] = lines[3].replace(",2026", '",2026')
    desk.put("a.csv", "\n".join(lines).encode())
    counts = only_sheet(desk).counts
    assert counts.total == 20
    assert counts.accepted >= 19


def test_rows_longer_than_the_header_are_read(desk: Desk) -> None:
    desk.put("a.csv", [HEADER, *DEATHS[:10], [*DEATHS[10], "多", "出"], *DEATHS[11:]])
    only_sheet(desk)
    assert people(desk) == PEOPLE


def test_nul_characters_are_taken_out(desk: Desk) -> None:
    whole = csv_bytes([HEADER, *DEATHS * 500])
    half = whole.rindex(b",2026")
    desk.put("a.csv", whole[:half] + b"\0" + whole[half:])
    assert only_sheet(desk).counts.accepted == 10_000


def test_a_file_of_headers_alone_has_no_rows(desk: Desk) -> None:
    desk.put("a.csv", [HEADER])
    counts = only_sheet(desk).counts
    assert (counts.total, counts.accepted) == (0, 0)


def test_parquet_is_read_by_its_column_names(desk: Desk) -> None:
    values = ", ".join(f"('{name}', {number[:17]}0::BIGINT, DATE '{day}')" for name, number, day in DEATHS)
    desk.connection.execute(
        f'COPY (SELECT * FROM (VALUES {values}) AS t("姓名", "身份证号", "死亡日期")) TO \'{desk.folder}/a.parquet\''
    ).fetchall()
    sheet = only_sheet(desk)
    assert sheet.header_rows == ()
    assert [(row_no, name) for row_no, name, _ in people(desk)] == [
        (n, record[0]) for n, record in enumerate(DEATHS, 1)
    ]
    assert desk.rows("SELECT DISTINCT died_on::VARCHAR FROM roster_death") == [("2026-05-01",)]


def test_rows_keep_their_numbers_when_many_threads_read(desk: Desk) -> None:
    chance = Random(1)
    rows = [[f"H{number}", made_up.name(chance), "户主", "农业"] for number in range(2, 300_002)]
    desk.put("a.csv", [["户号", "姓名", "与户主关系", "户口性质"], *rows])
    desk.read()
    wrong = "SELECT count(*) FROM roster_household_register WHERE household <> 'H' || row_no"
    assert desk.rows(wrong) == [(0,)]
    assert desk.rows("SELECT count(*) FROM roster_household_register") == [(300_000,)]


def test_a_quote_never_closed_does_not_swallow_the_file(desk: Desk) -> None:
    lines = csv_bytes([HEADER, *DEATHS * 400]).decode().splitlines()
    lines[50] = '"' + lines[50]
    desk.put("a.csv", "\n".join(lines).encode())
    counts = only_sheet(desk).counts
    assert (counts.total, counts.accepted) == (8000, 8000)


def test_a_file_that_turns_to_gbk_half_way_is_read(desk: Desk) -> None:
    digits_first = [["XM", "SFZH", "SWRQ"], *([["", number, day] for _, number, day in DEATHS] * 500)]
    desk.put("a.csv", csv_bytes(digits_first) + csv_bytes(DEATHS, "gbk"))
    assert only_sheet(desk).counts.accepted == 10_020
    assert desk.rows("SELECT count(name) FROM roster_death") == [(20,)]


def test_a_column_of_empty_rows_at_the_end_is_blank(desk: Desk) -> None:
    desk.put("a.csv", csv_bytes(TABLE) + b",,\r\n" * 5)
    counts = only_sheet(desk).counts
    assert (counts.total, counts.accepted, counts.blank) == (25, 20, 5)
