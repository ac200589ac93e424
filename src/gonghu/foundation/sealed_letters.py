"""
Letters that only this deployment opens (密函): sealed by anybody who has its public key, as a phone does offline.

The pair is drawn by HKDF from the key of the blind indexes, which stays through every rotation: a letter sealed before
one opens after it, the keyring needs nothing new, and a backup holds neither.

A letter is the public point of a pair made for it (P-256, uncompressed, 65 bytes) and AES-256-GCM ciphertext with a
nonce of zeros. Its key is HKDF-SHA256 of the shared secret, salted with the two points, so it is used once.
"""

import base64
import binascii
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from gonghu.foundation.encryption import current_keyring

_CURVE: Final = ec.SECP256R1()
_ORDER: Final = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
# So many bytes that the remainder after division by the order is as good as random (FIPS 186-5 A.2.1).
_SEED_BYTES: Final = 40
_POINT_BYTES: Final = 65
_NONCE: Final = bytes(12)
_PURPOSE: Final = b"gonghu letter 1"


class LetterBroken(ValueError):
    """The letter was not sealed for this deployment, or was cut or changed on the way."""


def public_point() -> str:
    """Give the public key of this deployment: a point of P-256, uncompressed, in Base64."""
    return base64.b64encode(_point(_own_key().public_key())).decode("ascii")


def seal_letter(content: bytes, *, to: str) -> bytes:
    """
    Seal a letter for the deployment whose public point is given, as a telephone does.

    :raises LetterBroken: the point is none
    """
    try:
        theirs = base64.b64decode(to, validate=True)
    except binascii.Error as problem:
        raise LetterBroken("公钥不是 Base64") from problem
    own = ec.generate_private_key(_CURVE)
    point = _point(own.public_key())
    cipher = _cipher(own.exchange(ec.ECDH(), _public(theirs)), point + theirs)
    return point + cipher.encrypt(_NONCE, content, None)


def open_letter(letter: bytes) -> bytes:
    """
    Open a letter.

    :raises LetterBroken: it was not sealed for this deployment, or was changed
    """
    point, sealed = letter[:_POINT_BYTES], letter[_POINT_BYTES:]
    own = _own_key()
    cipher = _cipher(own.exchange(ec.ECDH(), _public(point)), point + _point(own.public_key()))
    try:
        return cipher.decrypt(_NONCE, sealed, None)
    except (InvalidTag, ValueError) as problem:
        raise LetterBroken("密函打不开：不是为本系统封装的，或在传送中被截断、改动") from problem


def _own_key() -> ec.EllipticCurvePrivateKey:
    return _private(current_keyring().blind_index_key)


@lru_cache(maxsize=4)
def _private(secret: bytes) -> ec.EllipticCurvePrivateKey:
    seed = HKDF(SHA256(), _SEED_BYTES, None, b"gonghu letters\0P-256").derive(secret)
    return ec.derive_private_key(int.from_bytes(seed, "big") % (_ORDER - 1) + 1, _CURVE)


def _cipher(shared: bytes, salt: bytes) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt, _PURPOSE).derive(shared))


def _public(point: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, point)
    except ValueError as problem:
        raise LetterBroken("密函的抬头已损坏") from problem


def _point(public: ec.EllipticCurvePublicKey) -> bytes:
    return public.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
