"""children.csv keeps the contract and traces every child back to rows of files."""

import csv
from pathlib import Path

from .deliveries import (
    GROWN_UP,
    INFECTED,
    NOBODY_KNOWS,
    ORDINARY,
    ORPHAN,
    PAID_TWICE,
    UNPROTECTED,
    VILLAGE,
)

CONTRACT = ["id_number", "name", "division_code", "age", "father", "mother", "category", "left_behind", "findings"]


def children(out: Path) -> dict[str, dict[str, str]]:
    with (out / "children.csv").open(encoding="utf-8", newline="") as file:
        return {row["id_number"]: row for row in csv.DictReader(file)}


def test_the_contract_columns_come_first(out: Path) -> None:
    header = (out / "children.csv").read_text(encoding="utf-8").splitlines()[0]
    assert header.split(",")[: len(CONTRACT)] == CONTRACT


def test_every_child_has_one_row_and_no_cell_says_null(out: Path) -> None:
    rows = children(out)
    assert len(rows) == 9
    assert not [row for row in rows.values() if None in row.values() or "NULL" in row.values()]


def test_a_child_of_a_dead_father_and_a_jailed_mother_is_told_with_reasons_and_rows(out: Path) -> None:
    row = children(out)[UNPROTECTED.child]
    assert [row[column] for column in CONTRACT] == [
        UNPROTECTED.child, "张小明", VILLAGE, "11", "dead_or_missing", "incapable", "事实无人抚养儿童", "0",
        "应保未保|参保未资助",
    ]  # fmt: skip
    assert "父亲列入死亡注销名单" in row["reasons"]
    assert "母亲服刑在押" in row["reasons"]
    assert row["source"] == "household_register.xlsx·Sheet1·第4行"
    assert "death.xlsx·Sheet1·第2行（父亲列入死亡注销名单）" in row["evidence"]
    assert "imprisonment.xlsx·Sheet1·第2行（母亲服刑在押）" in row["evidence"]
    assert "起日 2025-01-01，止日 2028-01-01" in row["mother_basis"]


def test_an_ordinary_child_has_a_row_without_reasons(out: Path) -> None:
    row = children(out)[ORDINARY.child]
    assert (row["category"], row["reasons"], row["evidence"]) == ("", "", "")
    assert row["source"].endswith("第22行")


def test_each_finding_stands_with_the_child_it_is_about(out: Path) -> None:
    rows = children(out)
    assert rows[ORPHAN.child]["findings"] == "类别不符"
    assert rows[PAID_TWICE.child]["findings"] == "重复发放"
    assert "应退未退" in rows[GROWN_UP.child]["findings"]
    assert rows[NOBODY_KNOWS.child]["findings"] == "待核实"


def test_what_to_verify_names_the_parent_nobody_knows(out: Path) -> None:
    assert children(out)[NOBODY_KNOWS.child]["to_verify"].startswith("核实父亲身份")


def test_nobody_can_read_off_who_is_infected(out: Path) -> None:
    row = children(out)[INFECTED.child]
    assert "艾滋病" not in "".join(row.values())
    assert "hiv" not in "".join(row.values())
