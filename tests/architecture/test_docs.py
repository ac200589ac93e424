"""What the documents say is what the program does: links, menu, tables of tiers, rosters, outputs, capabilities."""

import re
import shutil
import subprocess
import sys
import tomllib
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.engines.reporting.deliveries import screened

from gonghu.engines.intake import quarantine
from gonghu.engines.intake.mapping_file import read_mapping
from gonghu.engines.intake.profile_files import load_profiles
from gonghu.engines.linkage.tiers import EXACT, EXACT_OTHER_NAME, REVIEWED, SELF_REPAIRED, TIERS
from gonghu.engines.reporting import changes_workbook, findings_workbook, review_workbook, write_outputs
from gonghu.interfaces.cli import backup, explain, screen

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
READMES = [
    ROOT / name for name in ("README.md", "README.zh-CN.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md")
]
PAGES = sorted(DOCS.rglob("*.md"))
LINK = re.compile(r"\]\(([^)\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
# The two pages: how many activities each part of them names.
ACTIVITIES = {
    "REG": 13, "MATCH": 11, "ENT": 19, "VISIT": 16, "GUARD": 10, "PSY": 11,
    "CASE": 16, "PAIR": 14, "CAMP": 21, "CHAR": 12, "ORG": 15, "STAT": 10,
}  # fmt: skip
WORKS, PARTLY, NOT_YET = "已做到", "部分", "尚无"


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def table_rows(text: str) -> list[list[str]]:
    """Return the cells of every table row; the row of dashes and header rows are among them."""
    lines = [line for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def settings() -> dict[str, Any]:
    project: dict[str, Any] = tomllib.loads((ROOT / "zensical.toml").read_text(encoding="utf-8"))["project"]
    return project


def menu(entries: Any) -> list[str]:
    if isinstance(entries, str):
        return [entries]
    parts = entries.values() if isinstance(entries, dict) else entries
    return [found for part in parts for found in menu(part)]


@pytest.mark.parametrize("path", [*READMES, *PAGES], ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(path: Path) -> None:
    targets = LINK.findall(FENCE.sub("", path.read_text(encoding="utf-8")))
    inside = [target.partition("#")[0] for target in targets if not re.match(r"[a-z]+:|#", target)]
    assert [target for target in inside if not (path.parent / target).exists()] == []


def test_the_menu_and_the_folder_hold_the_same_pages() -> None:
    assert sorted(menu(settings()["nav"])) == sorted(str(path.relative_to(DOCS)) for path in PAGES)


class Requests(HTMLParser):
    """What a page makes a browser fetch without being asked."""

    def __init__(self) -> None:
        super().__init__()
        self.fetched: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        fetched = given.get("href") if tag == "link" else given.get("src")
        if fetched and tag != "a":
            self.fetched.append(fetched)


def test_the_site_is_built_without_complaint_and_asks_no_other_host_for_anything(tmp_path: Path) -> None:
    shutil.copytree(DOCS, tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    command = [str(Path(sys.executable).with_name("zensical")), "build", "--strict", "--clean"]
    built = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    pages = sorted((tmp_path / "site").rglob("*.html"))
    assert len(pages) >= len(PAGES)
    for path in pages:
        reader = Requests()
        reader.feed(path.read_text(encoding="utf-8"))
        assert reader.fetched, path
        assert [each for each in reader.fetched if re.match(r"(https?:)?//", each)] == [], path


def test_the_tiers_in_the_page_are_those_of_the_program_in_their_order() -> None:
    tiers = (EXACT, REVIEWED, EXACT_OTHER_NAME, *TIERS, SELF_REPAIRED)
    listed = [row for row in table_rows(page("reference/linkage-tiers.md")) if row[0].isdigit()]
    assert [[row[0], row[1], *row[3:]] for row in listed] == [
        [str(number), tier.label, f"{tier.score:g}", tier.band.value, f"`{tier.name}`"]
        for number, tier in enumerate(tiers, start=1)
    ]
    assert all(row[2] for row in listed)


def test_the_conditions_of_the_tiers_stand_in_the_page_as_they_run() -> None:
    text = page("reference/linkage-tiers.md")
    assert [tier.name for tier in TIERS if f"| `{tier.name}` | `{tier.condition}` |" not in text] == []


def kind_sections() -> dict[str, str]:
    parts = page("reference/rosters.md").split("\n### ")[1:]
    return {re.findall(r"`(\w+)`", part.splitlines()[0])[0]: part for part in parts}


def test_every_kind_of_roster_has_its_section_and_its_line() -> None:
    profiles = list(load_profiles())
    assert sorted(kind_sections()) == [profile.kind for profile in profiles]
    lines = {row[0]: row[1:] for row in table_rows(page("reference/rosters.md")) if row[0].startswith("[`")}
    assert lines == {
        f"[`{profile.kind}`](#{profile.kind})": [profile.title, profile.holder, profile.loses] for profile in profiles
    }


@pytest.mark.parametrize("profile", list(load_profiles()), ids=lambda profile: profile.kind)
def test_the_fields_of_a_kind_are_listed_with_title_and_key(profile: Any) -> None:
    listed = [row[:2] for row in table_rows(kind_sections()[profile.kind]) if row[0].startswith("`")]
    assert listed == [
        [f"`{field.name}`", f"**{field.title}**" if field.key else field.title] for field in profile.fields
    ]


def test_the_example_of_a_roster_of_ones_own_is_read_as_the_page_says(tmp_path: Path) -> None:
    examples = re.findall(r"```yaml\n(.*?)```", page("guides/local-rosters.md"), re.DOTALL)
    vocabulary = next(each for each in examples if each.startswith("roles:"))
    register = next(each for each in examples if each.startswith("kind: visit_register"))
    (tmp_path / "vocabulary.yaml").write_text(vocabulary, encoding="utf-8")
    (tmp_path / "visit_register.yaml").write_text(register, encoding="utf-8")
    profiles = load_profiles(tmp_path)
    visits = profiles.of_kind("visit_register")
    assert visits.field_named("outcome").codes.code_of("不在家") == "ABSENT"
    assert "走访日期" in visits.field_named("visited_on").aliases
    custody = profiles.of_kind("imprisonment").field_named("state").codes
    assert (custody.code_of("在监执行"), custody.code_of("假释")) == ("IN_CUSTODY", "OUT_ON_PAROLE")


def test_the_example_of_a_mapping_is_read_as_the_page_says(tmp_path: Path) -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", page("guides/fix-mapping.md"), re.DOTALL)
    orders = (
        "表.csv: {header_rows: [3, 4], kind: social_relief, constants: {relief_kind: 特困}}\n别的.csv: {kind: 跳过}\n"
    )
    (tmp_path / "mapping.yaml").write_text(example + orders, encoding="utf-8")
    mappings = read_mapping(tmp_path / "mapping.yaml", load_profiles())
    lost = mappings.said_of("公安局_失联人员查找结果.xlsx", "Sheet1")
    assert (lost.kind, lost.columns["序号"], lost.columns["被查找人"]) == ("lost_contact", None, "name")
    assert mappings.said_of("表.csv", "").header_rows == (3, 4)
    assert mappings.said_of("别的.csv", "").skipped


@pytest.mark.parametrize("name", ["guides/prepare-files.md", "reference/outputs.md"])
def test_what_goes_back_to_departments_is_told_by_its_names(name: str) -> None:
    words = (quarantine.RETURNED, quarantine.REMINDER, quarantine.ROW_NUMBER, quarantine.REASON)
    assert [word for word in words if word not in page(name)] == []


def test_every_output_and_every_column_of_it_is_told(tmp_path: Path) -> None:
    told = page("reference/outputs.md")
    delivery = screened()
    write_outputs(delivery.connection, delivery.record, tmp_path)
    assert [path.name for path in tmp_path.iterdir() if f"`{path.name}`" not in told] == []
    tables = [tmp_path / name for name in ("children.csv", "findings.parquet")]
    columns = [row[0] for path in tables for row in duckdb.execute(f"DESCRIBE FROM '{path}'").fetchall()]
    keys = re.findall(r'^  "(\w+)":', (tmp_path / "run.json").read_text(encoding="utf-8"), re.MULTILINE)
    assert len(columns) > 30
    assert len(keys) > 10
    assert [name for name in (*columns, *keys) if f"`{name}`" not in told] == []


@pytest.mark.parametrize("workbook", [findings_workbook, review_workbook, changes_workbook])
def test_every_column_of_a_workbook_is_told(workbook: Any) -> None:
    part = page("reference/outputs.md").split(f"\n## {workbook.NAME} ")[1].split("\n## ")[0]
    named = {name for row in table_rows(part) for name in re.split("、", row[0])}
    assert [column.title for column in workbook.COLUMNS if column.title not in named] == []


def test_every_exit_code_is_told_with_its_command() -> None:
    rows = {(row[0], row[1]) for row in table_rows(page("reference/exit-codes.md"))}
    codes = {
        (str(value), f"`{command}`")
        for command, module in (("screen", screen), ("explain", explain), ("restore", backup))
        for name, value in vars(module).items()
        if name.startswith("EXIT_")
    }
    assert len(codes) >= 4
    assert codes <= rows


def capabilities() -> list[list[str]]:
    rows = table_rows(page("reference/capabilities.md"))
    return [row for row in rows if re.fullmatch(r"[A-Z]+-\d\d", row[0])]


def test_every_activity_is_listed_once() -> None:
    listed = [row[0] for row in capabilities()]
    assert listed == [f"{part}-{number:02}" for part, most in ACTIVITIES.items() for number in range(1, most + 1)]
    assert len(listed) == 168


@pytest.mark.parametrize("row", capabilities(), ids=lambda row: row[0])
def test_an_activity_that_works_says_where_and_names_tests_that_are_there(row: list[str]) -> None:
    number, quote, name, must, state, where, tests = row
    assert "" not in (number, quote, name, must)
    assert state in (WORKS, PARTLY, NOT_YET)
    named = re.findall(r"`([^`]+)`", tests)
    assert (bool(where), bool(named)) == (state != NOT_YET, state != NOT_YET)
    assert ("缺：" in where) == (state == PARTLY)
    assert [test for test in named if not (ROOT / test).is_file()] == []


def test_the_numbers_at_the_head_are_those_of_the_rows() -> None:
    told = dict(re.findall(r"\*\*(\w+)\*\*（(\d+) 项）", page("reference/capabilities.md")))
    counted = Counter(row[4] for row in capabilities())
    assert {state: int(number) for state, number in told.items()} == dict(counted)


def test_every_decision_stands_in_the_list_of_decisions() -> None:
    listed = set(LINK.findall(page("decisions/README.md")))
    assert listed == {path.name for path in (DOCS / "decisions").glob("0*.md")}
