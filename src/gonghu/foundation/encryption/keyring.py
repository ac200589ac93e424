"""
The keys of a deployment (密钥环): one JSON file outside the database, never part of a backup.

Field keys have numbers; the current one seals, all of them open. The key of the blind indexes is its own and stays.
"""

import base64
import json
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.conf import settings

_KEY_BYTES: Final = 32
_LAST_KEY_ID: Final = 0xFFFF
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO


class KeyringNotFound(FileNotFoundError):
    """There is no keyring where the settings say."""


class KeyringUnreadable(ValueError):
    """The file is no keyring."""


class KeyringOpenToOthers(PermissionError):
    """Other users of the machine may read the keyring."""


class KeyringExists(FileExistsError):
    """A keyring is there already and is not overwritten: what it sealed would be lost."""


class KeyMissing(LookupError):
    """A value was sealed with a key that is not on the ring."""


@dataclass(frozen=True, slots=True)
class Keyring:
    """Field keys by number, the current one, and the key of the blind indexes (密钥环); never printed."""

    field_keys: Mapping[int, bytes] = field(repr=False)
    current: int
    blind_index_key: bytes = field(repr=False)

    def field_key(self, number: int) -> bytes:
        """
        Give a field key.

        :raises KeyMissing: no such key is on the ring
        """
        try:
            return self.field_keys[number]
        except KeyError:
            raise KeyMissing(f"密钥环里没有第 {number} 号密钥；请找回加密时用的密钥环文件") from None

    def with_new_key(self) -> "Keyring":
        """Give a ring that seals with a fresh key and still opens what the old ones sealed."""
        number = max(self.field_keys) + 1
        if number > _LAST_KEY_ID:
            raise KeyringUnreadable(f"密钥号用完了（最多 {_LAST_KEY_ID} 号）")
        return replace(self, field_keys={**self.field_keys, number: secrets.token_bytes(_KEY_BYTES)}, current=number)


def new_keyring() -> Keyring:
    """Make a ring with one fresh field key and a fresh key of the blind indexes."""
    return Keyring({1: secrets.token_bytes(_KEY_BYTES)}, 1, secrets.token_bytes(_KEY_BYTES))


def write_keyring(keyring: Keyring, path: Path, *, replaces: bool = False) -> None:
    """
    Write a ring so that only its owner may read it; a crash leaves the old file or the new one.

    :raises KeyringExists: a ring is there and ``replaces`` was not said
    """
    if path.exists() and not replaces:
        raise KeyringExists(f"密钥环 {path} 已经存在；覆盖它会使已加密的内容永远打不开")
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(
        {
            "format": "gonghu keyring 1",
            "current": keyring.current,
            "field_keys": {str(number): _text(key) for number, key in sorted(keyring.field_keys.items())},
            "blind_index_key": _text(keyring.blind_index_key),
        },
        indent=1,
    )
    draft = path.with_name(f"{path.name}.new")
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, stat.S_IRUSR | stat.S_IWUSR), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def read_keyring(path: Path) -> Keyring:
    """
    Read a ring.

    :raises KeyringNotFound: there is no such file
    :raises KeyringOpenToOthers: its mode lets others read it
    :raises KeyringUnreadable: it is no keyring
    """
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii")
    except FileNotFoundError as problem:
        raise KeyringNotFound(f"没有密钥环 {path}：请先运行 gonghu init，或用 GONGHU_KEYRING 指明它在哪里") from problem
    except UnicodeDecodeError as problem:
        raise KeyringUnreadable(f"{path} 不是密钥环") from problem
    if mode & _OTHERS:
        raise KeyringOpenToOthers(f"密钥环 {path} 别的用户也能读，请运行：chmod 600 {path}")
    try:
        said = json.loads(text)
        keys = {int(number): base64.b64decode(key, validate=True) for number, key in said["field_keys"].items()}
        ring = Keyring(keys, said["current"], base64.b64decode(said["blind_index_key"], validate=True))
    except (ValueError, KeyError, TypeError, AttributeError) as problem:
        raise KeyringUnreadable(f"{path} 不是密钥环，或已损坏") from problem
    if ring.current not in keys or any(len(key) != _KEY_BYTES for key in (*keys.values(), ring.blind_index_key)):
        raise KeyringUnreadable(f"密钥环 {path} 缺少当前密钥，或密钥长度不是 {_KEY_BYTES} 字节")
    return ring


def current_keyring() -> Keyring:
    """
    Give the ring that the settings name; a rotation by another program is seen at once.

    :raises KeyringNotFound: see ``read_keyring``, as for the other errors
    """
    path: Path = settings.GONGHU_KEYRING
    try:
        state = path.stat()
    except FileNotFoundError:
        return read_keyring(path)
    return _read_once(path, state.st_mtime_ns, state.st_ino)


@lru_cache(maxsize=4)
def _read_once(path: Path, _written: int, _file: int) -> Keyring:
    return read_keyring(path)


def _text(key: bytes) -> str:
    return base64.b64encode(key).decode("ascii")
