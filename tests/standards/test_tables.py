"""The tables of the standards and the price of importing them."""

import subprocess
import sys

from gonghu.standards.tables import LazyTable, parse_rows


def test_a_lazy_table_is_read_once_and_only_when_used() -> None:
    reads: list[int] = []

    def read() -> dict[str, str]:
        reads.append(1)
        return {"國": "国"}

    table = LazyTable(read)
    assert reads == []
    assert table["國"] == table.get("國") == "国"
    assert "国" not in table
    assert dict(table) == {"國": "国"}
    assert reads == [1]


def test_comments_and_blank_lines_are_not_rows() -> None:
    assert parse_rows(["# 说明", "code,name", "", "01,汉族"]) == [{"code": "01", "name": "汉族"}]


def test_importing_the_standards_loads_neither_pypinyin_nor_holidays_nor_a_table() -> None:
    program = (
        "import sys, gonghu.standards.pinyin as p, gonghu.standards.chinese_name as n, "
        "gonghu.standards.working_days, gonghu.standards.division_history;"
        "assert not {'pypinyin', 'holidays'} & set(sys.modules);"
        "assert 'entries' not in vars(p.PINYIN) and 'entries' not in vars(n.SIMPLIFIED);"
        "assert p.homophone_key('曾华') == 'zeng hua';"
        "assert not {'pypinyin', 'holidays'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
