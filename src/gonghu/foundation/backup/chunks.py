"""
The armour of a backup (备份文件的分块): every piece is authenticated, so a cut or changed file never passes for whole.

A header, then chunks: length, nonce's counter and a mark on the last one, all bound into each chunk. With a passphrase
chunks are AES-256-GCM under a key by scrypt; without one each ends in a SHA-256 chained to the one before.
"""

import hashlib
import hmac
import io
import os
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer, WriteableBuffer

MAGIC: Final = b"GONGHU-BACKUP-1\n"
_CHUNK: Final = 1024 * 1024
_SALT: Final = 16
_PREFIX: Final = 7
_CHECK: Final = 16
_DIGEST: Final = 32
_FRAME: Final = struct.Struct(">I?")
_COUNT: Final = struct.Struct(">I")
# 128 MiB and about half a second for each guess.
_SCRYPT: Final = {"n": 2**17, "r": 8, "p": 1, "maxmem": 256 * 1024 * 1024}


class NotABackup(ValueError):
    """The file is no backup."""


class BackupDamaged(ValueError):
    """The backup was cut or changed."""


class PassphraseWrong(ValueError):
    """The backup is encrypted and this does not open it."""


class _Armour:
    """Seals and opens chunks by number."""

    def __init__(self, header: bytes, key: bytes | None) -> None:
        self._header = header
        self._cipher = AESGCM(key) if key else None
        self._chain = hashlib.sha256(header).digest()
        self._number = 0

    def seal(self, piece: bytes, *, last: bool) -> bytes:
        nonce, bound = self._next(last=last)
        if self._cipher:
            return self._cipher.encrypt(nonce, piece, self._header + bound)
        self._chain = hashlib.sha256(self._chain + bound + piece).digest()
        return piece + self._chain

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        """
        Give back a piece.

        :raises BackupDamaged: it is not what was sealed here
        """
        nonce, bound = self._next(last=last)
        if self._cipher:
            try:
                return self._cipher.decrypt(nonce, sealed, self._header + bound)
            except InvalidTag as problem:
                raise self._damage() from problem
        piece, digest = sealed[:-_DIGEST], sealed[-_DIGEST:]
        self._chain = hashlib.sha256(self._chain + bound + piece).digest()
        if not hmac.compare_digest(digest, self._chain):
            raise self._damage()
        return piece

    def _next(self, *, last: bool) -> tuple[bytes, bytes]:
        """Give the nonce of the next chunk, and what else is bound into it."""
        bound = _COUNT.pack(self._number) + bytes([last])
        self._number += 1
        return self._header[-_PREFIX:] + bound, bound

    def _damage(self) -> BackupDamaged:
        return BackupDamaged(f"备份文件第 {self._number} 块的内容被改动过，不能使用。请换一份备份。")


class ArmouredWriter(io.RawIOBase):
    """A file that is written as a backup (备份写入)."""

    def __init__(self, file: BinaryIO, passphrase: str) -> None:
        super().__init__()
        salt, prefix = os.urandom(_SALT), os.urandom(_PREFIX)
        key, check = _derived(passphrase, salt)
        header = MAGIC + bytes([bool(passphrase)]) + salt + check + prefix
        file.write(header)
        self._file = file
        self._armour = _Armour(header, key)
        self._waiting = bytearray()

    def writable(self) -> bool:
        """Say that it is written."""
        return True

    def write(self, piece: "ReadableBuffer", /) -> int:
        """Take some bytes."""
        taken = bytes(memoryview(piece))
        self._waiting += taken
        while len(self._waiting) > _CHUNK:
            self._put(bytes(self._waiting[:_CHUNK]), last=False)
            del self._waiting[:_CHUNK]
        return len(taken)

    def finish(self) -> None:
        """Write the last chunk; without it the file is worth nothing."""
        self._put(bytes(self._waiting), last=True)

    def _put(self, piece: bytes, *, last: bool) -> None:
        sealed = self._armour.seal(piece, last=last)
        self._file.write(_FRAME.pack(len(sealed), last) + sealed)


class ArmouredReader(io.RawIOBase):
    """
    A backup that is read (备份读取).

    :raises NotABackup: the file does not begin like one
    :raises PassphraseWrong: a passphrase is missing or wrong
    """

    def __init__(self, file: BinaryIO, passphrase: Callable[[], str]) -> None:
        super().__init__()
        header = file.read(len(MAGIC) + 1 + _SALT + _CHECK + _PREFIX)
        if not header.startswith(MAGIC):
            raise NotABackup("这不是 gonghu backup 写的备份文件")
        if len(header) < len(MAGIC) + 1 + _SALT + _CHECK + _PREFIX:
            raise BackupDamaged("备份文件不完整：开头就断了。请换一份备份。")
        rest = header[len(MAGIC) + 1 :]
        said = passphrase() if header[len(MAGIC)] else ""
        key, check = _derived(said, rest[:_SALT])
        if header[len(MAGIC)] and not (said and hmac.compare_digest(check, rest[_SALT : _SALT + _CHECK])):
            raise PassphraseWrong("备份是加密的，口令不对或没有给出。请用 --passphrase-file 指明写有口令的文件。")
        self._file = file
        self._armour = _Armour(header, key)
        self._piece = b""
        self._over = False

    def readable(self) -> bool:
        """Say that it is read."""
        return True

    def readinto(self, buffer: "WriteableBuffer", /) -> int:
        """
        Give some bytes, none at the end.

        :raises BackupDamaged: the file was cut or changed
        """
        room = memoryview(buffer).cast("B")
        while not self._piece and not self._over:
            self._piece = self._next()
        given, self._piece = self._piece[: len(room)], self._piece[len(room) :]
        room[: len(given)] = given
        return len(given)

    def _next(self) -> bytes:
        frame = self._file.read(_FRAME.size)
        length, last = _FRAME.unpack(frame) if len(frame) == _FRAME.size else (0, False)
        if not 0 < length <= _CHUNK + _DIGEST:
            raise BackupDamaged("备份文件不完整：后面缺了一段，或被改动过。请换一份备份。")
        sealed = self._file.read(length)
        if len(sealed) < length:
            raise BackupDamaged("备份文件不完整：后面缺了一段。请换一份备份。")
        piece = self._armour.open(sealed, last=last)
        if last and self._file.read(1):
            raise BackupDamaged("备份文件结尾之后还有内容，不能使用。请换一份备份。")
        self._over = last
        return piece


def _derived(passphrase: str, salt: bytes) -> tuple[bytes | None, bytes]:
    """Give the key of a passphrase, and what tells a wrong one from damage."""
    if not passphrase:
        return None, bytes(_CHECK)
    made = hashlib.scrypt(passphrase.encode(), salt=salt, dklen=64, **_SCRYPT)
    return made[:32], hmac.digest(made[32:], b"gonghu backup", "sha256")[:_CHECK]
