"""Every public class and every kind of roster has its Chinese word in the glossary, once, with the place it stands."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src/gonghu"
GLOSSARY = ROOT / "docs/glossary.md"
CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
PLACE = re.compile(r"`([a-z_]+(?:[./][a-z_]+)*)`")


def sections() -> dict[str, list[list[str]]]:
    found: dict[str, list[list[str]]] = {}
    for part in GLOSSARY.read_text(encoding="utf-8").split("\n## ")[1:]:
        title, *lines = part.splitlines()
        rows = [line.strip().strip("|").split("|") for line in lines if line.startswith("|")]
        found[title] = [[cell.strip() for cell in row] for row in rows[2:]]
    return found


SECTIONS = sections()
ROWS = [row for rows in SECTIONS.values() for row in rows]
# "key (of a number)" tells one key from another; "everybody, known" are two words for one thing.
TERMS = {term.strip() for row in ROWS for term in re.sub(r"\(.*?\)", "", row[0].replace("-", " ")).lower().split(",")}


def public_classes() -> list[str]:
    return sorted(
        {
            node.name
            for path in PACKAGE.rglob("*.py")
            for node in ast.parse(path.read_text(encoding="utf-8")).body
            if isinstance(node, ast.ClassDef)
            and not node.name.startswith("_")
            # Django asks for these names in every migration and every command.
            and node.name not in {"Migration", "Command"}
        }
    )


@pytest.mark.parametrize("name", public_classes())
def test_a_public_class_is_in_the_glossary_under_its_name_in_words(name: str) -> None:
    assert CAPITAL.sub(" ", name).lower() in TERMS


@pytest.mark.parametrize("kind", sorted(path.stem for path in (PACKAGE / "packs/rosters").glob("*.yaml")))
def test_a_kind_of_roster_is_in_the_glossary(kind: str) -> None:
    assert kind == "vocabulary" or kind.replace("_", " ") in TERMS


def test_no_term_stands_there_twice() -> None:
    assert [term for term, times in Counter(row[0].lower() for row in ROWS).items() if times > 1] == []


def test_every_row_has_a_term_a_chinese_word_and_a_place() -> None:
    odd = [row for row in ROWS if len(row) != 3 or not all(row) or not re.search(r"[一-鿿]", row[1])]
    assert odd == []


def test_every_place_is_there() -> None:
    places = {place for row in ROWS for place in PLACE.findall(row[2])}
    missing = [
        place
        for place in sorted(places)
        if not any((PACKAGE / place.replace(".", "/")).with_suffix(suffix).exists() for suffix in ("", ".py"))
    ]
    assert missing == []


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_is_in_alphabetical_order(section: str) -> None:
    terms = [row[0].lower() for row in SECTIONS[section]]
    assert terms == sorted(terms)
