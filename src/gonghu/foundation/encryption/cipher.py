"""
Sealing of single values (字段加密): AES-256-GCM, bound to the place where the value stands.

Sealed bytes are: version (1), key id (2), nonce (12), ciphertext and tag (16 more than the UTF-8 text). Version, key id
and place (``table.column:row``) are authenticated with it, so a value moved to another row or column does not open.
GB/T 39786-2021 asks for confidentiality of stored important data; version 2 is kept for SM4.
"""

import os
import struct
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from gonghu.foundation.encryption.keyring import Keyring

AES_256_GCM: Final = 1
_HEADER: Final = struct.Struct(">BH")
_NONCE: Final = 12
_TAG: Final = 16
HEADER_BYTES: Final = _HEADER.size
SHORTEST: Final = _HEADER.size + _NONCE + _TAG
"""Bytes of a sealed empty text."""


class NotSealed(ValueError):
    """The bytes are no sealed value: too short, or of a version nobody knows."""


class SealBroken(ValueError):
    """The value was changed or cut, moved from another row or column, or sealed with another key of the same number."""


@lru_cache(maxsize=64)
def _cipher(key: bytes) -> AESGCM:
    return AESGCM(key)


def seal(text: str, *, place: str, keyring: Keyring) -> bytes:
    """Encrypt a text for one place with the current key; the same text never gives the same bytes twice."""
    header = _HEADER.pack(AES_256_GCM, keyring.current)
    nonce = os.urandom(_NONCE)
    sealed = _cipher(keyring.field_keys[keyring.current]).encrypt(nonce, text.encode(), header + place.encode())
    return header + nonce + sealed


def seal_many(texts: Iterable[tuple[str, str]], *, keyring: Keyring) -> list[bytes]:
    """Encrypt texts, each with its place, as ``seal`` does one by one."""
    header, cipher = _HEADER.pack(AES_256_GCM, keyring.current), _cipher(keyring.field_keys[keyring.current])
    pairs = list(texts)
    noise = os.urandom(_NONCE * len(pairs))
    sealed = []
    for number, (text, place) in enumerate(pairs):
        nonce = noise[_NONCE * number : _NONCE * (number + 1)]
        sealed.append(header + nonce + cipher.encrypt(nonce, text.encode(), header + place.encode()))
    return sealed


def unseal(sealed: bytes, *, place: str, keyring: Keyring) -> str:
    """
    Give back the text that was sealed for this place.

    :raises NotSealed: the bytes are no sealed value
    :raises KeyMissing: it was sealed with a key that is not on the ring
    :raises SealBroken: the bytes or the place are not those of the sealing
    """
    key = keyring.field_key(key_id(sealed))
    nonce = sealed[_HEADER.size : _HEADER.size + _NONCE]
    try:
        opened = _cipher(key).decrypt(nonce, sealed[_HEADER.size + _NONCE :], sealed[: _HEADER.size] + place.encode())
    except InvalidTag as problem:
        raise SealBroken(f"{place} 的密文打不开：内容被改动或截断、从别处搬来，或密钥环不是加密时的那一个") from problem
    return opened.decode()


def key_id(sealed: bytes) -> int:
    """
    Tell which key sealed a value.

    :raises NotSealed: the bytes are no sealed value
    """
    if len(sealed) < SHORTEST or sealed[0] != AES_256_GCM:
        raise NotSealed(f"不是加密过的内容（{len(sealed)} 字节）")
    return key_of_header(sealed)


def key_of_header(sealed: bytes) -> int:
    """Tell the number of the key that the first bytes of a sealed value name."""
    number: int = _HEADER.unpack_from(sealed)[1]
    return number
