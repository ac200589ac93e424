"""The house stays small enough to read: sizes of files and functions, and words that say nothing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))
TEMPLATES = sorted((ROOT / "src").rglob("*.html"))
BANNED = {"utils", "helpers", "common", "core", "misc", "manager", "data", "info", "process", "handle"}


def lines(path: Path) -> int:
    return sum(1 for line in path.read_text(encoding="utf-8").splitlines() if line.strip())


def too_long(paths: list[Path], most: int) -> list[str]:
    return [f"{path.relative_to(ROOT)}: {lines(path)}" for path in paths if lines(path) > most]


def test_a_source_file_has_at_most_300_lines() -> None:
    assert too_long(SOURCES, 300) == []


def test_a_test_file_has_at_most_500_lines() -> None:
    assert too_long(TESTS, 500) == []


def test_a_template_has_at_most_150_lines() -> None:
    assert too_long(TEMPLATES, 150) == []


def functions() -> Iterator[tuple[Path, ast.FunctionDef]]:
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield path, node


def test_a_function_has_at_most_60_lines() -> None:
    long = [
        f"{path.relative_to(ROOT)}: {node.name}"
        for path, node in functions()
        if node.end_lineno is not None and node.end_lineno - node.lineno >= 60
    ]
    assert long == []


def test_no_module_function_or_class_has_a_name_that_says_nothing() -> None:
    named = [(path, path.stem) for path in SOURCES] + [(path, node.name) for path, node in functions()]
    found = [
        f"{path.relative_to(ROOT)}: {name}"
        for path, name in named
        if BANNED & set(re.split(r"_|(?<=[a-z])(?=[A-Z])", name.lower()))
    ]
    assert found == []


@pytest.mark.parametrize("path", [path for path in SOURCES if path.stem != "__init__"], ids=lambda path: path.stem)
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), path


def test_packs_hold_no_python() -> None:
    assert list((ROOT / "src/gonghu/packs").rglob("*.py")) == []
