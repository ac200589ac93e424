"""
Sentences of the domain in the language of the page (用语翻译).

The domain speaks Chinese: why it refuses, what a task is called, who did something. Such a sentence is found again here
by its pattern, of which ``sentences.txt`` has a line each, and said in the words of the catalogue with its values put
in; a pattern that ends in a colon begins a sentence. What no pattern knows is said as it stands.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from django.utils.translation import get_language, pgettext

from gonghu.foundation.labels import worded

PATTERNS: Final = Path(__file__).with_name("locale") / "sentences.txt"
SENTENCE: Final = "sentence"
"""Where the words of patterns stand in a catalogue."""
_HOLE: Final = re.compile(r"\{(\d)\}")
_BETWEEN: Final = re.compile("([：；、（）])")
_MARKS: Final[Mapping[str, str]] = {"：": ": ", "；": "; ", "、": ", ", "（": " (", "）": ")"}


def sentence(words: object) -> str:
    """Say a sentence or a word of the domain in the language of the page."""
    text = str(words)
    if not text or (get_language() or "zh").startswith("zh"):
        return text
    if pattern := _exact().get(text):
        return pgettext(SENTENCE, pattern)
    label = worded(text)
    if label != text:
        return str(label)
    for pattern in _beginnings():
        if text.startswith(pattern):
            return pgettext(SENTENCE, pattern) + _in_parts(text.removeprefix(pattern))
    for pattern, told in _with_values():
        if found := told.fullmatch(text):
            return _filled(pgettext(SENTENCE, pattern), [_in_parts(value) for value in found.groups()])
    return _in_parts(text)


def refused(problem: Exception) -> str:
    """Say why an operation refused."""
    return sentence(problem)


def _filled(words: str, values: Sequence[str]) -> str:
    return _HOLE.sub(lambda hole: values[int(hole[1]) - 1], words)


def _in_parts(text: str) -> str:
    """Say the words in a text that marks divide, as ``周建国（财务人员）``; names stay as they are."""
    parts = _BETWEEN.split(text)
    told = [str(worded(part)) if part else part for part in parts]
    if told == parts:
        return text
    return "".join(_MARKS.get(part, part) for part in told)


@cache
def _patterns() -> tuple[str, ...]:
    return tuple(PATTERNS.read_text(encoding="utf-8").splitlines())


@cache
def _exact() -> Mapping[str, str]:
    return {pattern: pattern for pattern in _patterns() if not _HOLE.search(pattern)}


@cache
def _beginnings() -> tuple[str, ...]:
    return tuple(pattern for pattern in _exact() if pattern.endswith("："))


@cache
def _with_values() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Give the patterns with holes, those first that say most themselves."""
    holed = [pattern for pattern in _patterns() if _HOLE.search(pattern)]
    longest = sorted(holed, key=lambda pattern: -len(_HOLE.sub("", pattern)))
    return tuple((pattern, _compiled(pattern)) for pattern in longest)


def _compiled(pattern: str) -> re.Pattern[str]:
    parts = _HOLE.split(pattern)[::2]
    return re.compile("(.+?)".join(map(re.escape, parts)), re.DOTALL)
