"""
Blind indexes (盲索引): a keyed digest beside an encrypted value, so that it can be found by its exact text.

HMAC-SHA256 with a key of its own, cut to 16 bytes. Without the key nobody can try numbers against it. Columns of one
purpose can be compared with each other, columns of different purposes cannot.
"""

import hmac
import re
import unicodedata
from typing import Final

from gonghu.foundation.encryption.keyring import Keyring

DIGEST_BYTES: Final = 16
_LEFT_OUT: Final = re.compile(r"[\s'‘’\-]+")


def normal_text(text: str) -> str:
    """Write a text as it is compared: half width, upper case, without blanks, hyphens and apostrophes."""
    return _LEFT_OUT.sub("", unicodedata.normalize("NFKC", text)).upper()


def blind_digest(text: str, *, purpose: str, keyring: Keyring, last: int | None = None) -> bytes:
    """Give the digest of a text, or of its last characters; equal texts of one purpose have equal digests."""
    normal = normal_text(text)
    part = normal if last is None else normal[-last:]
    return hmac.digest(keyring.blind_index_key, f"{purpose}\0{part}".encode(), "sha256")[:DIGEST_BYTES]
