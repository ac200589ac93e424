"""
Reasons for those who may not know what is sealed (公开形式): the tree without the facts that are secrets of somebody.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace

from gonghu.engines.policy.explanation import Reason
from gonghu.engines.policy.truth import all_of, any_of

May = Callable[[str], bool]
"""Tells whether a secret (PRISON, DETOX, HIV, ADOPTION) may be told."""


def in_open_form(reason: Reason, *, may: May, verified: str) -> Reason:
    """
    Return a reason in which nothing is told that may not be.

    Secrets that stand side by side become one node of the words ``verified``, so that which of them holds does not
    show; its answer is what they come to together. Rows that bear a secret out are left out.
    """
    if hides(reason, may):
        return Reason(verified, reason.value)
    shown = [in_open_form(part, may=may, verified=verified) for part in reason.parts if not hides(part, may)]
    hidden = [part.value for part in reason.parts if hides(part, may)]
    if hidden:
        join = any_of if reason.sign in ("any", "none") else all_of
        shown.append(Reason(verified, join(hidden)))
    return replace(reason, parts=tuple(shown))


def hides(reason: Reason, may: May) -> bool:
    """Tell whether a node by itself tells a secret that may not be told."""
    return bool(reason.sealed) and not may(reason.sealed)


def secrets_in(reason: Reason) -> Iterator[str]:
    """Yield the secrets a tree tells, also more than once."""
    if reason.sealed:
        yield reason.sealed
    for part in reason.parts:
        yield from secrets_in(part)
