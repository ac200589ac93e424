"""
Letters that only this deployment opens (密函): sealed by anybody who has its public key, as a phone does offline.

The pair is drawn by HKDF from the key of the blind indexes, which stays through every rotation: a letter sealed before
one opens after it, the keyring needs nothing new, and a backup holds neither.

A letter is text, line by line, so that a telephone writes it and the server reads it without holding it whole. First
the head in JSON: ``format``, ``from``, ``made_at`` and ``key``, the public point of a pair made for this letter
(uncompressed, Base64). Then a line for each piece: nonce (12) and AES-256-GCM ciphertext in Base64, bound to the line
of the head, the number of the piece from 0 and whether it is the last (``head\nnumber\n0`` or ``1``), so that none is
lost, exchanged or added. The key is HKDF-SHA256 of the shared secret, salted with the letter's point and ours.
"""

import base64
import binascii
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gonghu.foundation.encryption import current_keyring

FORMAT: Final = "gonghu letter 1"
_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# So many bytes that the remainder after division by the order is as good as random (FIPS 186-5 A.2.1).
_SEED_BYTES: Final = 40
_NONCE: Final = 12
_LONGEST_LINE: Final = 4 << 20


class LetterBroken(ValueError):
    """The letter was not sealed for this deployment, or was cut or changed on the way."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """What a letter says before it is opened (密函抬头): from which telephone, and when it was made by its clock."""

    sender: str
    made_at: str
    key: str
    line: str


def public_point() -> str:
    """Give the public key of this deployment: a point of P-256, uncompressed, in Base64."""
    return _text(_point(_private(current_keyring().blind_index_key).public_key()))


def open_letter(lines: Iterable[str]) -> tuple[LetterHead, Iterator[bytes]]:
    """
    Open a letter: its head, and its pieces as they are read; what came before a broken piece must not be used.

    :raises LetterBroken: it is none, or not for this deployment; also while the pieces are read
    """
    given = iter(lines)
    head = _head(next(given, "").strip())
    return head, _pieces(head, given)


def seal_letter(pieces: Iterable[bytes], *, sender: str, made_at: str, to: str) -> Iterator[str]:
    """Seal a letter for a deployment, line by line, as a telephone does."""
    own = ec.generate_private_key(_CURVE)
    key = _text(_point(own.public_key()))
    line = json.dumps({"format": FORMAT, "from": sender, "made_at": made_at, "key": key})
    head = LetterHead(sender, made_at, key, line)
    yield line
    cipher = _cipher(own, _public(to), ours=_raw(head.key), theirs=_raw(to))
    waiting: bytes | None = None
    number = 0
    for piece in pieces:
        if waiting is not None:
            yield _sealed(cipher, head, number, waiting, last=False)
            number += 1
        waiting = piece
    yield _sealed(cipher, head, number, waiting or b"", last=True)


def _pieces(head: LetterHead, lines: Iterator[str]) -> Iterator[bytes]:
    private = _private(current_keyring().blind_index_key)
    ours = _point(private.public_key())
    cipher = _cipher(private, _public(head.key), ours=_raw(head.key), theirs=ours)
    line = next(lines, "").strip()
    for number in count():
        following = next(lines, "").strip()
        yield _opened(cipher, head, number, line, last=not following)
        if not following:
            return
        line = following


def _sealed(cipher: AESGCM, head: LetterHead, number: int, piece: bytes, *, last: bool) -> str:
    # Every letter has a key of its own, so a number is nonce enough.
    nonce = number.to_bytes(_NONCE, "big")
    return _text(nonce + cipher.encrypt(nonce, piece, _bound(head, number, last)))


def _opened(cipher: AESGCM, head: LetterHead, number: int, line: str, *, last: bool) -> bytes:
    if len(line) > _LONGEST_LINE:
        raise LetterBroken("救援文件有一行过长，可能已损坏")
    sealed = _raw(line)
    try:
        return cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], _bound(head, number, last))
    except (InvalidTag, ValueError) as problem:
        raise LetterBroken(
            "救援文件打不开：不是为本系统导出的，或在传送中被截断、改动；请在手机上重新导出"
        ) from problem


def _bound(head: LetterHead, number: int, last: bool) -> bytes:
    return f"{head.line}\n{number}\n{int(last)}".encode()


def _head(line: str) -> LetterHead:
    try:
        said: dict[str, Any] = json.loads(line[:_LONGEST_LINE])
        head = LetterHead(str(said["from"]), str(said["made_at"]), str(said["key"]), line)
    except (ValueError, KeyError, TypeError) as problem:
        raise LetterBroken("这不是手机导出的救援文件") from problem
    if said.get("format") != FORMAT:
        raise LetterBroken("救援文件的格式不认识，请升级系统，或在手机上重新导出")
    return head


def _cipher(
    private: ec.EllipticCurvePrivateKey, public: ec.EllipticCurvePublicKey, *, ours: bytes, theirs: bytes
) -> AESGCM:
    shared = private.exchange(ec.ECDH(), public)
    return AESGCM(HKDF(SHA256(), 32, ours + theirs, FORMAT.encode()).derive(shared))


@lru_cache(maxsize=4)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    seed = HKDF(SHA256(), _SEED_BYTES, None, b"gonghu letters\0P-256").derive(secret)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, _CURVE)


def _public(text: str) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, _raw(text))
    except ValueError as problem:
        raise LetterBroken("救援文件的抬头已损坏") from problem


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _raw(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as problem:
        raise LetterBroken("救援文件已损坏") from problem


def _text(raw: bytes) -> str:
    return base64.b64encode(raw).decode("ascii")
