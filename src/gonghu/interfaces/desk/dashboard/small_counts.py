"""
Counts too small to tell (小数隐藏): one child in a village is a name, so whoever may not see children is not told it.

Of one hidden count the total gives the difference away, so that a second one is hidden with it.
"""

from collections.abc import Sequence
from typing import Final

SMALLEST_TOLD: Final = 3
HIDDEN: Final = -1
"""Stands for a count that is not told."""


def hidden(count: int) -> int:
    """Give a count, or that it is not told; nothing at all is told."""
    return HIDDEN if 0 < count < SMALLEST_TOLD else count


def hidden_together(counts: Sequence[int]) -> list[int]:
    """Hide the small ones of counts whose sum is told; of only one, the next larger goes with it."""
    shown = [hidden(count) for count in counts]
    if shown.count(HIDDEN) == 1:
        told = [place for place, count in enumerate(shown) if count > 0]
        if told:
            shown[min(told, key=lambda place: shown[place])] = HIDDEN
    return shown
