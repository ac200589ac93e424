"""
Blind indexes (盲索引): a keyed digest beside an encrypted value, so that it can be found by its exact text.

HMAC-SHA256 with a key of its own, cut to 16 bytes. Without the key nobody can try numbers against it. Columns of one
purpose can be compared with each other, columns of different purposes cannot.
"""

import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from gonghu.foundation.encryption.keyring import Keyring

DIGEST_BYTES: Final = 16
_INNER: Final = bytes(byte ^ 0x36 for byte in range(256))
_OUTER: Final = bytes(byte ^ 0x5C for byte in range(256))
_LEFT_OUT: Final = re.compile(r"[\s'‘’\-]+")


def normal_text(text: str) -> str:
    """Write a text as it is compared: half width, upper case, without blanks, hyphens and apostrophes."""
    if not text or (text.isascii() and text.isalnum()):
        return text.upper()
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text)).upper()


def blind_digest(text: str, *, purpose: str, keyring: Keyring, last: int | None = None) -> bytes:
    """Give the digest of a text, or of its last characters; equal texts of one purpose have equal digests."""
    normal = normal_text(text)
    part = normal if last is None else normal[-last:]
    return hmac.digest(keyring.blind_index_key, f"{purpose}\0{part}".encode(), "sha256")[:DIGEST_BYTES]


def blind_digests(texts: Iterable[str], *, purpose: str, keyring: Keyring) -> list[bytes]:
    """Give the digests of many texts, the same as ``blind_digest`` gives one by one."""
    # HMAC spelt out (RFC 2104): both halves take in the key once, not for every text.
    key = keyring.blind_index_key.ljust(hashlib.sha256().block_size, b"\0")
    inner, outer = hashlib.sha256(key.translate(_INNER)), hashlib.sha256(key.translate(_OUTER))
    inner.update(f"{purpose}\0".encode())
    found = []
    for text in texts:
        inside, outside = inner.copy(), outer.copy()
        inside.update(normal_text(text).encode())
        outside.update(inside.digest())
        found.append(outside.digest()[:DIGEST_BYTES])
    return found
