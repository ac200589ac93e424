"""
Labels of states, roles and kinds (标签): one language at rest, the reader's on the page.

The domain speaks Chinese, and whatever it writes into the database stays Chinese, whoever wrote it. A label remembers
that it is one; only when it is put into a page as markup does it look for its words in the language of the page.
"""

from collections.abc import Iterable
from html import escape
from typing import Final, Self

from django.db import models
from django.utils.safestring import SafeString
from django.utils.translation import pgettext

_BETWEEN: Final = "、"
_LABEL: Final = "label"
"""Where their words stand in a catalogue, apart from sentences that happen to read the same."""


class Label(str):
    """A word of the domain (标签): a text like any other, but for what a page writes of it."""

    __slots__ = ()

    def __str__(self) -> str:
        """Stay a label where others ask for a text."""
        return self

    def __html__(self) -> SafeString:
        """Write the word in the language of the page."""
        return SafeString(escape(worded(self)))


class Labels(Label):
    """Several words of the domain, one after the other (并列标签)."""

    __slots__ = ("parts",)
    parts: tuple[str, ...]

    @classmethod
    def of(cls, parts: Iterable[str]) -> Self:
        """Put words together."""
        listed = tuple(parts)
        made = cls(_BETWEEN.join(listed))
        made.parts = listed
        return made


class TextChoices(models.TextChoices):
    """Codes with labels (选项)."""

    @property
    def label(self) -> str:
        """The word of a code."""
        return Label(super().label)


class IntegerChoices(models.IntegerChoices):
    """Numbers with labels (数字选项)."""

    @property
    def label(self) -> str:
        """The word of a number."""
        return Label(super().label)


def worded(words: str) -> str:
    """Give a word of the domain in the language of the page, for a sentence or a cell that is made of several."""
    if isinstance(words, Labels):
        return _BETWEEN.join(map(worded, words.parts))
    return pgettext(_LABEL, words)
