"""English is complete: every sentence of the pages has its translation, and keeps its placeholders."""

import ast
import re
from pathlib import Path

from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

DESK = Path(__file__).parents[3] / "src/gonghu/interfaces/desk"
SAID = re.compile(r"""\b(?:gettext|ngettext|_)\(\s*u?(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
HOLES = re.compile(r"%\(\w+\)s|%s")


def sentences() -> set[str]:
    found = set()
    for path in DESK.rglob("*.html"):
        code = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        found |= {ast.literal_eval(match["text"]) for match in SAID.finditer(code)}
    for path in DESK.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "_":
                assert isinstance(node.args[0], ast.Constant)
                found.add(str(node.args[0].value))
    return found


def english() -> dict[str, str]:
    with (DESK / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def test_every_sentence_has_its_english() -> None:
    said = sentences()
    assert len(said) > 150
    assert sorted(said - english().keys()) == []
    assert [sentence for sentence, text in english().items() if not text.strip()] == []


def test_no_translation_is_left_of_a_sentence_that_is_gone() -> None:
    assert sorted(english().keys() - sentences()) == []


def test_a_translation_fills_the_same_holes() -> None:
    wrong = [said for said, text in english().items() if sorted(HOLES.findall(said)) != sorted(HOLES.findall(text))]
    assert wrong == []
