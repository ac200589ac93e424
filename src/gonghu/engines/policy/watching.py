"""
What to watch between two runs (变化提醒), as the packs declare it: a fact that turns, or a birthday that comes.
"""

from dataclasses import dataclass

from gonghu.engines.policy.truth import WORDS, Truth
from gonghu.engines.policy.yaml_text import Entry

_ANSWERS = {word: truth for truth, word in WORDS.items()}


@dataclass(frozen=True)
class Turn:
    """A fact about child, father or mother that was ``before`` and is ``after``."""

    id: str
    name: str
    fact: str
    roles: tuple[str, ...]
    before: Truth
    after: Truth


@dataclass(frozen=True)
class Birthday:
    """A birthday reached since the last run or within so many days, for children with one of the marks."""

    id: str
    name: str
    age: int
    within_days: int
    marks: tuple[str, ...]


Watch = Turn | Birthday


def watch_from(entry: Entry) -> Watch:
    """
    Read one thing to watch.

    :raises PackInvalid: missing or unknown keys
    """
    identifier, name = entry.text("id"), entry.text("name")
    watch: Watch
    if "turns" in entry:
        age, within = entry.get("turns"), entry.get("within_days", 0)
        watch = Birthday(identifier, name, age, within, tuple(entry.get("marks", ())))
    else:
        words = tuple(_ANSWERS)
        before, after = entry.chosen("from", words), entry.chosen("to", words)
        roles = tuple(entry.get("of", ()))
        watch = Turn(identifier, name, entry.text("watch"), roles, _ANSWERS[before], _ANSWERS[after])
    entry.finish()
    return watch
