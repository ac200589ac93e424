"""What a bank is told and what it answers, to the byte and to the fen."""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from gonghu.domain.payments.banking import (
    AnswerRefused,
    Due,
    Heading,
    LayoutInvalid,
    RowsRefused,
    layout_of,
    layouts,
    read_answer,
    write_bank_file,
)
from gonghu.domain.payments.banking.layouts import shipped_folder
from gonghu.domain.payments.banking.reading import Sent

ROWS = [
    Due(1, "6222020200112233445", "张建国", "农商银行", 199000, "孤儿基本生活费", "张小明", "120112201502110015"),
    Due(2, "6222020200112233446", "阿依古丽·买买提", "农商银行", 80050, "补差", "买买提", "120112201502110023"),
]
HEADING = Heading("120112000000", date(2026, 11, 1), 1, 2, 279050)
SENT = {row.serial: Sent(row.account, row.amount_fen) for row in ROWS}


def fixed(*rows: tuple[int, str, int, str, str], total: int | None = None, count: int | None = None) -> bytes:
    """Write the fixed-width answer of a bank."""
    lines = [
        b"D%08d%s%016d%s%s%s%s"
        % (serial, account.encode().ljust(32), fen, result.encode().ljust(4), reason.encode("gbk").ljust(60),
           b"F0001".ljust(32), b"20261122")
        for serial, account, fen, result, reason in rows
    ]  # fmt: skip
    sums = (len(rows) if count is None else count, sum(row[2] for row in rows) if total is None else total)
    return b"\r\n".join([*lines, b"T%08d%016d" % sums, b""])


def test_a_fixed_width_file_counts_bytes_and_ends_with_the_totals() -> None:
    written = write_bank_file(layout_of("bank_fixed"), HEADING, ROWS)
    lines = written.content.split(b"\r\n")
    assert written.name == "DF12011220261101.txt"
    assert [len(line) for line in lines] == [157, 157, 25, 0]
    assert lines[0][41:101].decode("gbk").strip() == "张建国"
    assert lines[2] == b"T00000002" + b"%016d" % 279050


def test_the_card_file_begins_with_the_totals_and_keeps_numbers_whole() -> None:
    written = write_bank_file(layout_of("social_card"), HEADING, ROWS)
    lines = written.content.decode("gbk").splitlines()
    assert lines[0] == "汇总,2,2790.50,202611"
    assert lines[2] == "1,120112201502110015,张小明,6222020200112233445,张建国,1990.00,孤儿基本生活费"


def test_the_workbook_holds_accounts_as_text_and_the_same_rows_give_the_same_bytes() -> None:
    layout = layout_of("bank_table")
    written = write_bank_file(layout, HEADING, ROWS)
    rows = CalamineWorkbook.from_filelike(BytesIO(written.content)).get_sheet_by_index(0).to_python()
    assert rows[1][:5] == ["1", "6222020200112233445", "张建国", "农商银行", 1990.0]
    assert rows[3][4] == 2790.5
    assert write_bank_file(layout, HEADING, ROWS).content == written.content


def test_names_that_do_not_fit_or_cannot_be_written_are_told_by_row() -> None:
    odd = [Due(1, "1", "张" * 31, "", 1, "", "", ""), Due(2, "2", "王𠮷", "", 1, "", "", "")]
    with pytest.raises(RowsRefused) as refusal:
        write_bank_file(layout_of("bank_fixed"), HEADING, odd)
    assert "第 1 笔" in str(refusal.value)
    assert "60 字节" in str(refusal.value)
    assert "“𠮷”" in str(refusal.value)


def test_an_answer_tells_what_arrived_and_what_came_back() -> None:
    content = fixed((1, ROWS[0].account, 199000, "0000", ""), (2, ROWS[1].account, 80050, "0002", "户名不符"))
    paid, back = read_answer(layout_of("bank_fixed"), content, "DF.txt", SENT)
    assert (paid.is_paid, paid.reference, paid.day) == (True, "F0001", date(2026, 11, 22))
    assert (back.is_paid, back.reason) == (False, "户名不符")


def test_every_wrong_row_of_an_answer_is_named() -> None:
    content = fixed(
        (1, "6222020200112233499", 199001, "7777", ""), (9, ROWS[1].account, 80050, "0000", ""),
        (2, ROWS[1].account, 80050, "0000", ""), (2, ROWS[1].account, 80050, "0000", ""),
    )  # fmt: skip
    with pytest.raises(AnswerRefused) as refusal:
        read_answer(layout_of("bank_fixed"), content, "DF.txt", SENT)
    told = {(each.row_no, each.words[:2]) for each in refusal.value.problems}
    assert told == {(1, "金额"), (1, "账号"), (1, "处理"), (2, "序号"), (4, "序号")}
    assert "6222" not in str(refusal.value)


def test_an_answer_that_lost_rows_on_the_way_is_refused() -> None:
    content = fixed((1, ROWS[0].account, 199000, "0000", ""), total=279050, count=2)
    with pytest.raises(AnswerRefused, match="文件可能不完整"):
        read_answer(layout_of("bank_fixed"), content, "DF.txt", SENT)


@pytest.mark.parametrize("code", ["bank_table", "social_card"])
def test_titles_say_where_the_columns_of_a_table_are(code: str) -> None:
    layout = layout_of(code)
    titles = [cell.title for cell in reversed(layout.answer.columns)]
    said = {"序号": "2", "处理结果": "失败", "交易状态": "失败", "失败原因": "账户已销户"}
    row = [said.get(title, "800.50" if "金额" in title else "") for title in titles]
    if code == "bank_table":
        file = BytesIO()
        with Workbook(file) as workbook:
            for at, cells in enumerate((titles, row)):
                workbook.worksheets_objs or workbook.add_worksheet()
                workbook.worksheets_objs[0].write_row(at, 0, cells)
        content, name = file.getvalue(), "回盘.xlsx"
    else:
        content = "\n".join([",".join(["汇总"]), ",".join(titles), ",".join(row)]).encode("gbk")
        name = "回盘.csv"
    (answer,) = read_answer(layout, content, name, SENT)
    assert (answer.serial, answer.is_paid, answer.reason, answer.amount_fen) == (2, False, "账户已销户", 80050)


def test_a_deployment_writes_its_bank_down_instead_of_a_shipped_one(tmp_path: Path) -> None:
    said = (shipped_folder() / "bank_fixed.yaml").read_text(encoding="utf-8")
    (tmp_path / "bank_fixed.yaml").write_text(
        said.replace("银行批量代发（定长文本）", "津南农商银行"), encoding="utf-8"
    )
    (tmp_path / "other.yaml").write_text(said.replace("width: 16", "width: 0"), encoding="utf-8")
    assert layout_of("bank_fixed").name == "银行批量代发（定长文本）"
    with pytest.raises(LayoutInvalid, match="width"):
        layouts(tmp_path)
    (tmp_path / "other.yaml").unlink()
    assert layout_of("bank_fixed", tmp_path).name == "津南农商银行"
