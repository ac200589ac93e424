"""Sheets as offices lay them out: titles, split headers, merged cells, several sheets, totals and footers."""

from random import Random

from tests.engines.intake import made_up
from tests.engines.intake.conftest import Desk

from gonghu.engines.intake import Sheet

CHANCE = Random(2026)
PEOPLE = [(made_up.name(CHANCE), made_up.citizen_number(CHANCE)) for _ in range(6)]
DEATHS = [[name, number, "2026-05-01"] for name, number in PEOPLE]
HEADER = ["姓名", "身份证号", "死亡日期"]


def only_sheet(desk: Desk) -> Sheet:
    delivery = desk.read()
    assert not delivery.refused
    assert not delivery.unrecognised
    (sheet,) = delivery.sheets
    return sheet


def test_a_title_above_the_header_is_no_header(desk: Desk) -> None:
    desk.put("a.csv", [["死亡人员名单"], ["填报单位:某区", "", "2026年11月"], HEADER, *DEATHS])
    sheet = only_sheet(desk)
    assert sheet.header_rows == (3,)
    assert [row for (row,) in desk.rows("SELECT row_no FROM roster_death ORDER BY 1")] == [4, 5, 6, 7, 8, 9]


def test_a_header_may_stand_on_the_tenth_row(desk: Desk) -> None:
    desk.put("a.csv", [["说明"], *([[""]] * 8), HEADER, *DEATHS])
    assert only_sheet(desk).header_rows == (10,)


def test_a_header_split_over_two_rows_is_read_together(desk: Desk) -> None:
    top = ["户号", "姓名", "身份证号", "与户主关系", "父亲信息", "", "母亲信息", ""]
    below = ["", "", "", "", "姓名", "证件号码", "姓名", "证件号码"]
    (child, number), (father, father_number), (mother, mother_number) = PEOPLE[:3]
    records = [["H1", child, number, "子", father, father_number, mother, mother_number]]
    merged = [(1, 4, 1, 5), (1, 6, 1, 7), *((1, column, 2, column) for column in range(4))]
    desk.put("a.xlsx", {"Sheet1": [["常住人口登记", *[""] * 7], top, below, *records]}, merged=merged)
    sheet = only_sheet(desk)
    assert (sheet.kind, sheet.header_rows) == ("household_register", (2, 3))
    assert desk.rows("SELECT name, father_name, father_id, mother_name, mother_id FROM roster_household_register") == [
        (child, father, father_number, mother, mother_number)
    ]


def test_a_split_header_needs_no_merged_cells(desk: Desk) -> None:
    top = ["序号", "被收养人", "", "收养人", "", "登记日期"]
    below = ["", "姓名", "身份证号", "姓名", "身份证号", ""]
    (child, number), (parent, parent_number) = PEOPLE[:2]
    desk.put("a.csv", [top, below, ["1", child, number, parent, parent_number, "2025-03-01"]])
    assert only_sheet(desk).kind == "adoption"
    assert desk.rows("SELECT name, id_number, adopter_name, adopter_id FROM roster_adoption") == [
        (child, number, parent, parent_number)
    ]


def test_a_bare_number_column_belongs_to_the_name_before_it(desk: Desk) -> None:
    header = ["姓名", "身份证号", "与户主关系", "户口性质", "父亲", "身份证号", "母亲", "身份证号"]
    (child, number), (father, father_number), (mother, mother_number) = PEOPLE[:3]
    desk.put("a.csv", [header, [child, number, "女", "农业", father, father_number, mother, mother_number]])
    only_sheet(desk)
    assert desk.rows("SELECT id_number, father_id, mother_id FROM roster_household_register") == [
        (number, father_number, mother_number)
    ]


def test_cells_win_where_the_header_lies(desk: Desk) -> None:
    swapped = ["身份证号", "姓名", "死亡日期"]
    desk.put("a.csv", [swapped, *DEATHS])
    only_sheet(desk)
    assert desk.rows("SELECT name, id_number FROM roster_death ORDER BY row_no") == PEOPLE


def test_a_cell_merged_over_several_members_holds_for_each(desk: Desk) -> None:
    (head, head_number), *members = PEOPLE[:4]
    header = ["户主姓名", "户主身份证号", "成员姓名", "成员身份证号", "救助类型"]
    records = [[head, head_number, name, number, "低保"] for name, number in members]
    blanked = [records[0], *([["", "", *record[2:]] for record in records[1:]])]
    desk.put("a.xlsx", {"低保": [header, *blanked]}, merged=[(1, 0, 3, 0), (1, 1, 3, 1)])
    only_sheet(desk)
    assert desk.rows("SELECT head_name, head_id, name FROM roster_social_relief ORDER BY row_no") == [
        (head, head_number, name) for name, _ in members
    ]


def test_each_sheet_is_recognised_for_itself(desk: Desk) -> None:
    header = ["户主姓名", "姓名", "身份证号", "月保障金"]
    sheets = {
        kind: [header, *[[PEOPLE[0][0], name, number, "1060"] for name, number in people]]
        for kind, people in {"城市低保": PEOPLE[:2], "特困供养": PEOPLE[2:4], "低保边缘": PEOPLE[4:]}.items()
    }
    desk.put("社会救助.xlsx", {**sheets, "填表说明": [["金额按月填写，单位为元，不要写小数。"]], "空表": []})
    delivery = desk.read()
    assert [(sheet.sheet, sheet.constants) for sheet in delivery.sheets] == [
        ("城市低保", {"relief_kind": "LOW_INCOME"}),
        ("特困供养", {"relief_kind": "DESTITUTE"}),
        ("低保边缘", {"relief_kind": "MARGINAL"}),
    ]
    assert [note.sheet for note in delivery.notes] == ["填表说明", "空表"]
    assert desk.rows("SELECT relief_kind, count(*) FROM roster_social_relief GROUP BY 1 ORDER BY 1") == [
        ("DESTITUTE", 2),
        ("LOW_INCOME", 2),
        ("MARGINAL", 2),
    ]


def test_totals_notes_signatures_and_repeated_headers_are_no_persons(desk: Desk) -> None:
    footers = [
        ["", "", ""],
        HEADER,
        ["合 计", "6人", ""],
        ["总计：6人", "", ""],
        ["注：本表数据截至10月31日", "", ""],
        ["填表人：王小明", "审核人：李四", "2026年11月1日"],
        ["以上人员均已核实", "", ""],
        ["第1页 共1页", "", ""],
    ]
    desk.put("a.csv", [HEADER, *DEATHS, *footers])
    counts = only_sheet(desk).counts
    assert (counts.total, counts.accepted, counts.quarantined, counts.blank) == (14, 6, 0, 8)


def test_a_serial_number_column_alone_makes_no_record(desk: Desk) -> None:
    numbered = [[number, *record] for number, record in enumerate(DEATHS, 1)]
    desk.put("a.xlsx", {"Sheet1": [["序号", *HEADER], *numbered, [7, "", "", ""], [8, "", "", ""]]})
    counts = only_sheet(desk).counts
    assert (counts.accepted, counts.quarantined, counts.blank) == (6, 0, 2)


def test_a_sheet_that_begins_in_the_middle_is_read(desk: Desk) -> None:
    shifted = [["", "", ""], ["", "", ""], *([["", "", *row] for row in [HEADER, *DEATHS]])]
    desk.put("a.xlsx", {"Sheet1": shifted})
    assert only_sheet(desk).header_rows == (3,)
    assert desk.rows("SELECT min(row_no), count(*) FROM roster_death") == [(4, 6)]


def test_a_list_without_a_header_is_known_by_its_cells(desk: Desk) -> None:
    desk.put("死亡人员.csv", [[name, number] for name, number in PEOPLE])
    sheet = only_sheet(desk)
    assert (sheet.kind, sheet.header_rows) == ("death", ())
    assert desk.rows("SELECT min(row_no), count(id_number_key) FROM roster_death") == [(1, 6)]


def test_a_file_name_only_settles_a_tie(desk: Desk) -> None:
    desk.put("死亡人员.csv", [["姓名", "身份证号", "刑期起日", "刑期止日"], [*PEOPLE[0], "2020-01-01", "2030-01-01"]])
    assert only_sheet(desk).kind == "imprisonment"


def test_a_year_in_the_title_holds_for_every_row(desk: Desk) -> None:
    header = ["姓名", "身份证号", "参保人员类别", "缴费方式"]
    rows = [[name, number, "普通居民", "个人缴费"] for name, number in PEOPLE]
    desk.put("a.csv", [["2026年度城乡居民参保人员名册"], header, *rows])
    only_sheet(desk)
    assert desk.rows("SELECT DISTINCT insured_year FROM roster_insurance_enrolment") == [(2026,)]


def test_an_unknown_sheet_is_told_and_not_dropped(desk: Desk) -> None:
    desk.put("b.csv", [["车牌号", "车主单位", "排量"], ["津A12345", "某公司", "1.6"]])
    delivery = desk.read()
    assert not delivery.sheets
    (unrecognised,) = delivery.unrecognised
    assert unrecognised.path == "b.csv"
    assert "mapping.yaml" in unrecognised.reason


def test_two_files_of_a_kind_lie_in_one_table(desk: Desk) -> None:
    desk.put("甲镇.csv", [HEADER, *DEATHS[:2]])
    desk.put("乙镇.xlsx", {"Sheet1": [["序号", *HEADER], *[[1, *record] for record in DEATHS[2:]]]})
    delivery = desk.read()
    assert [sheet.counts.accepted for sheet in delivery.sheets] == [4, 2]
    assert desk.rows("SELECT file_no, count(*) FROM roster_death GROUP BY 1 ORDER BY 1") == [(1, 4), (2, 2)]
