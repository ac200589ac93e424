"""
建立困境儿童信息比对排查机制……实现由“人找政策”向“政策找人”转变：a folder of files goes in, every child comes out.
"""

import csv
import json
import shutil
from datetime import date
from pathlib import Path

import duckdb
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from tests.usecases.scoring import score

from gonghu.engines.intake.progress import Unwatched
from gonghu.engines.synthesis import Dirt, Style, generate_city
from gonghu.usecases.explain_a_child import NobodyOfThatNumber, NotAScreening, explain_child
from gonghu.usecases.policy_finds_people import NothingToScreen, Order, Screening, screen

FIXTURES = Path(__file__).parents[1] / "fixtures" / "rosters"
AS_OF = date(2026, 11, 1)


def screened(delivery: Path, out: Path, as_of: date = AS_OF) -> Screening:
    return screen(Order(delivery, as_of, out), progress=Unwatched())


@pytest.fixture(scope="module")
def jinnan(tmp_path_factory: pytest.TempPathFactory) -> tuple[Screening, Path]:
    out = tmp_path_factory.mktemp("jinnan")
    return screened(FIXTURES / "jinnan", out), out


def children(out: Path) -> dict[str, dict[str, str]]:
    with (out / "children.csv").open(encoding="utf-8", newline="") as lines:
        return {row["id_number"]: row for row in csv.DictReader(lines)}


def test_the_sample_district_is_screened_as_its_truth_says(jinnan: tuple[Screening, Path]) -> None:
    each, everything = score(FIXTURES / "jinnan.truth.csv", jinnan[1] / "children.csv")
    assert everything.f1 >= 0.99
    assert each["finding", "应保未保"].precision >= 0.99
    assert each["finding", "应退未退"].precision >= 0.99


def test_every_row_of_every_file_is_accounted_for(jinnan: tuple[Screening, Path]) -> None:
    for sheet in jinnan[0].delivery.sheets:
        counts = sheet.counts
        assert counts.accepted + counts.quarantined + counts.blank == counts.total, sheet.place


def test_the_outputs_are_all_there(jinnan: tuple[Screening, Path]) -> None:
    names = {path.name for path in jinnan[1].iterdir()}
    promised = "children.csv findings.xlsx findings.parquet review.xlsx run.json report.html mapping.yaml"
    assert set(promised.split()) <= names
    record = json.loads((jinnan[1] / "run.json").read_text(encoding="utf-8"))
    assert record["as_of"] == "2026-11-01"
    assert len(record["files"]) == 16


def test_a_child_traces_back_to_rows_of_files(jinnan: tuple[Screening, Path]) -> None:
    number = next(n for n, row in children(jinnan[1]).items() if row["category"] == "孤儿")
    told = explain_child(jinnan[1], number).as_text()
    assert "[是] 孤儿" in told
    assert "国办发〔2010〕54号" in told
    assert "公安局_死亡注销人员名单.xlsx" in told
    assert "第" in told.split("公安局_死亡注销人员名单.xlsx")[1]


def test_where_something_is_unknown_the_fewest_facts_to_verify_are_named(jinnan: tuple[Screening, Path]) -> None:
    number = next(n for n, row in children(jinnan[1]).items() if "待核实" in row["findings"])
    explained = explain_child(jinnan[1], number)
    assert explained.verification.choices
    assert "最少需核实" in explained.as_text()
    assert explained.as_json()["to_verify"]


def test_nobody_is_explained_who_is_not_there(jinnan: tuple[Screening, Path], tmp_path: Path) -> None:
    with pytest.raises(NobodyOfThatNumber, match="没有号码"):
        explain_child(jinnan[1], "990101201501010010")
    with pytest.raises(NotAScreening, match="gonghu screen"):
        explain_child(tmp_path, "990101201501010010")


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(NothingToScreen, match=r"mapping\.yaml"):
        screened(tmp_path / "in", tmp_path / "out")


@pytest.mark.parametrize("style", list(Style))
def test_clean_files_are_screened_without_one_mistake(style: Style, tmp_path: Path) -> None:
    truth = generate_city(
        tmp_path / "city", persons=3_000, seed=5, as_of=AS_OF, dirt=Dirt.CLEAN, style=style, file_format="mixed"
    )
    screened(tmp_path / "city", tmp_path / "out")
    _, everything = score(truth.path, tmp_path / "out" / "children.csv")
    assert (everything.wrong, everything.missed) == (0, 0)


def test_the_answers_of_the_review_file_hold_in_the_next_run(jinnan: tuple[Screening, Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    shutil.copytree(jinnan[1], out)
    reviewed = tmp_path / "reviewed.xlsx"
    person = answer_first(out / "review.xlsx", reviewed)
    screen(Order(FIXTURES / "jinnan", AS_OF, out, reviewed=reviewed), progress=Unwatched())
    with duckdb.connect(str(out / "work" / "families.duckdb"), read_only=True) as kept:
        tables = [name for (name,) in kept.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    assert "person" in tables
    keys = [row[-1] for row in CalamineWorkbook.from_path(out / "review.xlsx").get_sheet_by_index(0).to_python()]
    assert person not in keys


def answer_first(review: Path, target: Path) -> str:
    """Write 是 into the first line of the review file and return its key."""
    rows = CalamineWorkbook.from_path(review).get_sheet_by_index(0).to_python()
    header = next(number for number, row in enumerate(rows) if "是否同一人" in row)
    column = rows[header].index("是否同一人")
    rows[header + 1][column] = "是"
    with xlsxwriter.Workbook(str(target)) as workbook:
        sheet = workbook.add_worksheet("人工核对")
        for number, row in enumerate(rows):
            for place, value in enumerate(row):
                sheet.write_string(number, place, str(value))
    return str(rows[header + 1][-1])


def test_a_later_run_tells_what_has_changed(jinnan: tuple[Screening, Path], tmp_path: Path) -> None:
    order = Order(FIXTURES / "jinnan", date(2027, 2, 1), tmp_path / "out", previous=jinnan[1])
    later = screen(order, progress=Unwatched())
    assert later.changes
    rows = CalamineWorkbook.from_path(tmp_path / "out" / "changes.xlsx").get_sheet_by_index(0).to_python()
    assert any("满十八周岁" in str(row[1]) for row in rows)
