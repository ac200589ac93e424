"""English is complete: every sentence of the pages has its translation, and keeps its placeholders."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from django.utils.html import conditional_escape
from django.utils.translation import override
from django.utils.translation.template import templatize
from tests.interfaces.desk import domain_words

from gonghu.domain.access.terms import Role
from gonghu.domain.people.terms import Category
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.sentences import PATTERNS, sentence

DESK = Path(__file__).parents[3] / "src/gonghu/interfaces/desk"
SAID = re.compile(r"""\b(?:gettext|ngettext|_)\(\s*u?(?P<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")""")
HOLES = re.compile(r"%\(\w+\)s|%s|\{\d\}")


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


def english(of: str | None = None) -> dict[str, str]:
    """Give the English of the desk's own sentences, or of what stands in a part of the catalogue."""
    with (DESK / "locale/en/LC_MESSAGES/django.po").open("rb") as file:
        told = [message for message in read_po(file) if message.id and message.context == of]
    return {str(message.id): str(message.string) for message in told}


def test_every_sentence_has_its_english() -> None:
    said = sentences()
    assert len(said) > 150
    assert sorted(said - english().keys()) == []
    assert [sentence for sentence, text in english().items() if not text.strip()] == []


def test_no_translation_is_left_of_a_sentence_that_is_gone() -> None:
    assert sorted(english().keys() - sentences()) == []


@pytest.mark.parametrize("of", [None, "label", "sentence"])
def test_a_translation_fills_the_same_holes(of: str | None) -> None:
    wrong = [said for said, text in english(of).items() if sorted(HOLES.findall(said)) != sorted(HOLES.findall(text))]
    assert wrong == []


def test_every_label_of_the_domain_and_every_name_of_a_pack_has_its_english() -> None:
    words = english("label")
    assert len(words) > 700
    assert sorted(domain_words.labels() - words.keys()) == []
    assert sorted(words.keys() - domain_words.labels()) == []
    assert [word for word, text in words.items() if not text.strip()] == []


def test_every_refusal_that_a_page_may_tell_has_its_english() -> None:
    patterns = PATTERNS.read_text(encoding="utf-8").splitlines()
    assert sorted(domain_words.refusals() - set(patterns)) == []
    assert sorted(set(patterns) - domain_words.sentences()) == []
    assert sorted(patterns) == sorted(english("sentence"))


def test_a_label_is_chinese_at_rest_and_english_on_an_english_page() -> None:
    label = Category.ORPHAN.label
    with override("en"):
        assert (str(label), f"{label}", label.encode()) == ("孤儿", "孤儿", "孤儿".encode())
        assert conditional_escape(str(label)) == "Orphan"
        assert worded(Role.FINANCE_OFFICER.label) == "Finance officer"
    assert conditional_escape(label) == "孤儿"


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("请写明理由（至少 6 个字）", "Please give the reason (at least 6 characters)"),
        ("王芳 没有“导出”权限", "王芳 has no permission “Export”"),
        ("周建国（财务人员）", "周建国 (Finance officer)"),
        ("认定复核：困境家庭儿童", "Decide a recognition: Child of a family in hardship"),
        ("2027 年春节", "Spring Festival 2027"),
        ("孩子说夜里一个人睡", "孩子说夜里一个人睡"),
    ],
)
def test_a_sentence_of_the_domain_is_found_again_with_its_values(said: str, told: str) -> None:
    assert sentence(said) == said
    with override("en"):
        assert sentence(said) == told
