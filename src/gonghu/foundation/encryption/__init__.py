"""Encryption of single fields at rest (字段加密), blind indexes for exact search, a keyring outside the database."""

from gonghu.foundation.encryption.cipher import NotSealed, SealBroken
from gonghu.foundation.encryption.fields import BlindIndex, EncryptedText, PlainTextRefused
from gonghu.foundation.encryption.keyring import (
    KeyMissing,
    Keyring,
    KeyringExists,
    KeyringNotFound,
    KeyringOpenToOthers,
    KeyringUnreadable,
    current_keyring,
    new_keyring,
    read_keyring,
    write_keyring,
)
from gonghu.foundation.encryption.rotation import Rotation, rotate, values_by_key
from gonghu.foundation.encryption.sealed import Sealed

__all__ = [
    "BlindIndex",
    "EncryptedText",
    "KeyMissing",
    "Keyring",
    "KeyringExists",
    "KeyringNotFound",
    "KeyringOpenToOthers",
    "KeyringUnreadable",
    "NotSealed",
    "PlainTextRefused",
    "Rotation",
    "SealBroken",
    "Sealed",
    "current_keyring",
    "new_keyring",
    "read_keyring",
    "rotate",
    "values_by_key",
    "write_keyring",
]
