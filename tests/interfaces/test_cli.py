"""The command line as a technician meets it: what it prints, and with which code it leaves."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gonghu.interfaces.cli.main import COMMANDS, main

JINNAN = Path(__file__).parents[1] / "fixtures" / "rosters" / "jinnan"


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("screened")
    small = folder / "in"
    small.mkdir()
    for name in ("公安局_死亡注销人员名单.xlsx", "民政局_儿童福利在册名单.xlsx", "民政局_收养登记.xlsx"):
        shutil.copy(JINNAN / name, small)
    return folder


def test_a_delivery_with_kinds_missing_says_what_cannot_be_found(out: Path) -> None:
    result = run("screen", out / "in", "--as-of", "2026-11-01", "--out", out / "out")
    assert result.exit_code == 0, result.output
    assert "儿童福利在册" in result.output
    assert "缺少" in result.output


def test_show_sql_prints_every_step_with_its_purpose(out: Path) -> None:
    result = run("screen", out / "in", "--as-of", "2026-11-01", "--out", out / "sql", "--show-sql")
    assert "-- tier NUMBER_REPAIRED:" in result.output
    assert " ms" in result.output


def test_a_folder_without_rosters_leaves_with_3(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("天气,心情\n晴,好\n", encoding="utf-8")
    result = run("screen", tmp_path, "--as-of", "2026-11-01", "--out", tmp_path / "out")
    assert result.exit_code == 3
    assert "mapping.yaml" in result.output


def test_a_file_nobody_recognises_is_named_and_leaves_with_4(out: Path, tmp_path: Path) -> None:
    shutil.copytree(out / "in", tmp_path / "in")
    (tmp_path / "in" / "notes.csv").write_text("天气,心情\n晴,好\n", encoding="utf-8")
    result = run("screen", tmp_path / "in", "--as-of", "2026-11-01", "--out", tmp_path / "out")
    assert result.exit_code == 4
    assert "notes.csv" in result.output


def test_an_unknown_child_leaves_with_6(tmp_path: Path) -> None:
    result = run("explain", tmp_path, "120112201806300010")
    assert result.exit_code == 6


def test_help_tells_every_command_and_loads_none() -> None:
    heavy = ["duckdb", "gonghu.usecases", "gonghu.engines", "rich"]
    asked = "import sys; from gonghu.interfaces.cli.main import main; main(['--help'], standalone_mode=False);"
    told = subprocess.run(
        [sys.executable, "-c", f"{asked} print([name for name in {heavy} if name in sys.modules])"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert told.endswith("[]\n")
    for name, (_, line) in COMMANDS.items():
        assert f"{name} " in told
        assert line in told


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_named_is_there(name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert result.output.startswith(f"Usage: main {name}")


def test_a_wrong_command_leaves_with_2(tmp_path: Path) -> None:
    assert run("screen", tmp_path / "nowhere", "--out", tmp_path / "out").exit_code == 2
