"""
Three-valued logic after Kleene (三值逻辑): yes, no, unknown are ``True``, ``False`` and ``None``.

The same tables as SQL's AND, OR and NOT, so both engines agree without translation.
"""

from collections.abc import Iterable

Truth = bool | None

WORDS: dict[Truth, str] = {True: "是", False: "否", None: "不明"}


def all_of(values: Iterable[Truth]) -> Truth:
    """Return no when any is no, else unknown when any is unknown, else yes."""
    answer: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            answer = None
    return answer


def any_of(values: Iterable[Truth]) -> Truth:
    """Return yes when any is yes, else unknown when any is unknown, else no."""
    answer: Truth = False
    for value in values:
        if value is True:
            return True
        if value is None:
            answer = None
    return answer


def negation(value: Truth) -> Truth:
    """Return the opposite; the opposite of unknown is unknown."""
    return None if value is None else not value


def open_question(value: Truth) -> Truth:
    """Return unknown where the law does not say what follows from a yes (法规未规定，由人研判)."""
    return None if value is True else value


def undecided(value: Truth) -> Truth:
    """Return yes exactly when the value is unknown."""
    return value is None
