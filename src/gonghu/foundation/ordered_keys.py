"""
Keys that grow with time (有序主键), for rows by the hundred thousand: UUID version 7 (RFC 9562) of a given moment.

Neighbours in time are neighbours in the index, so a large load appends where random keys would scatter. The counter
keeps the order within one moment; 48 bits are random.
"""

import os
from collections.abc import Iterator
from datetime import datetime
from typing import Final

_AT_ONCE: Final = 4_096
_RANDOM_BYTES: Final = 6


def ordered_keys(at: datetime) -> Iterator[str]:
    """Yield keys as 32 hexadecimal digits, each greater than the one before; at most 67 million of one moment."""
    moment = f"{int(at.timestamp() * 1000):012x}7"
    count = int.from_bytes(os.urandom(2), "big")
    while True:
        noise = os.urandom(_RANDOM_BYTES * _AT_ONCE).hex()
        for start in range(0, 2 * _RANDOM_BYTES * _AT_ONCE, 2 * _RANDOM_BYTES):
            yield f"{moment}{count >> 14:03x}{0x8000 | (count & 0x3FFF):04x}{noise[start : start + 12]}"
            count += 1


def with_hyphens(key: str) -> str:
    """Write a key as ``str(UUID(key))`` does."""
    return f"{key[:8]}-{key[8:12]}-{key[12:16]}-{key[16:20]}-{key[20:]}"
