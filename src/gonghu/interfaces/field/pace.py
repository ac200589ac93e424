"""
How often one account may ask (请求频率): enough for a telephone that catches up, not for one that runs wild.

Counted in the memory of each server process, so it costs no write; several processes let through a little more.
"""

import threading
import time
from collections import OrderedDict
from typing import Final
from uuid import UUID

MOST_ACCOUNTS: Final = 10_000


class Pace:
    """Lets each account ask so many times a minute, saved up for at most a minute (请求频率)."""

    def __init__(self, a_minute: int) -> None:
        self._a_second = a_minute / 60
        self._most = float(a_minute)
        self._left: OrderedDict[UUID, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def wait(self, account: UUID, now: float | None = None) -> int:
        """Take one of what an account has left and give 0, or the seconds after which it may ask again."""
        at = time.monotonic() if now is None else now
        with self._lock:
            left, since = self._left.pop(account, (self._most, at))
            left = min(self._most, left + max(0.0, at - since) * self._a_second)
            allowed = left >= 1
            self._left[account] = (left - 1 if allowed else left, at)
            if len(self._left) > MOST_ACCOUNTS:
                self._left.popitem(last=False)
        return 0 if allowed else max(1, round((1 - left) / self._a_second))
