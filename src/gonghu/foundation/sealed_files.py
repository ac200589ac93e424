"""
Files at rest (文件加密): sealed in chunks with AES-256-GCM, opened into a private folder only while they are needed.

A sealed file is: magic (8), key id (2), salt (32), then chunks of at most one mebibyte, each with its tag (16). Every
file has a key of its own, drawn from the current field key by HKDF over the salt and the place; the nonce counts the
chunks and marks the last, so that chunks cut off, exchanged or moved to another place do not open. No name that people
gave a file is ever a path.
"""

import fcntl
import hashlib
import os
import secrets
import shutil
import stat
import struct
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from gonghu.foundation.encryption import Keyring, NotSealed, SealBroken, current_keyring

CHUNK: Final = 1 << 20
_MAGIC: Final = b"GHSEAL\x00\x01"
_HEADER: Final = struct.Struct(">8sH32s")
_NONCE: Final = struct.Struct(">3xQ?")
_TAG: Final = 16
_OWNER_ONLY: Final = stat.S_IRUSR | stat.S_IWUSR
_LOCK: Final = ".in-use"


class FileSealer:
    """
    Seals what is written to it, chunk by chunk (逐块加密); the file is there only once it is whole.

    ``sha256`` and ``size`` are those of the plain content.
    """

    def __init__(self, path: Path, *, place: str) -> None:
        keyring = current_keyring()
        salt = secrets.token_bytes(32)
        header = _HEADER.pack(_MAGIC, keyring.current, salt)
        self._path, self._draft = path, path.with_name(f"{path.name}.new")
        self._cipher = _cipher(keyring, keyring.current, salt, place)
        self._waiting, self._count = bytearray(), 0
        self._digest = hashlib.sha256()
        self.size = 0
        path.parent.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
        self._file = os.fdopen(os.open(self._draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY), "wb")
        self._file.write(header)

    @property
    def sha256(self) -> str:
        """The digest of what was written so far."""
        return self._digest.hexdigest()

    def write(self, content: bytes) -> None:
        """Seal some more."""
        self._digest.update(content)
        self.size += len(content)
        self._waiting += content
        # The last chunk is marked, so one is always kept back.
        while len(self._waiting) > CHUNK:
            self._seal(bytes(self._waiting[:CHUNK]), last=False)
            del self._waiting[:CHUNK]

    def finish(self) -> None:
        """Seal the last chunk and put the file in its place."""
        self._seal(bytes(self._waiting), last=True)
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._draft.replace(self._path)

    def abandon(self) -> None:
        """Leave nothing behind of a file that did not come whole."""
        self._file.close()
        self._draft.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(self, problem: type[BaseException] | None, *_: object) -> None:
        """Finish, or abandon if something went wrong."""
        if problem is None:
            self.finish()
        else:
            self.abandon()

    def _seal(self, chunk: bytes, *, last: bool) -> None:
        self._file.write(self._cipher.encrypt(_NONCE.pack(self._count, last), chunk, None))
        self._count += 1


def seal_file(chunks: Iterable[bytes], path: Path, *, place: str) -> FileSealer:
    """Seal a content for one place and tell its digest and size."""
    with FileSealer(path, place=place) as sealer:
        for chunk in chunks:
            sealer.write(chunk)
    return sealer


def seal_copy(plain: Path, path: Path, *, place: str) -> FileSealer:
    """Seal a copy of a plain file for one place and tell its digest and size."""
    with plain.open("rb") as source:
        return seal_file(iter(lambda: source.read(CHUNK), b""), path, place=place)


def opened_chunks(path: Path, *, place: str) -> Iterator[bytes]:
    """
    Give the plain content of a sealed file, chunk by chunk.

    :raises NotSealed: it is no sealed file
    :raises KeyMissing: it was sealed with a key that is not on the ring
    :raises SealBroken: it was changed, cut, or moved from another place; what came before must not be used
    """
    with path.open("rb") as file:
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size or not header.startswith(_MAGIC):
            raise NotSealed(f"{path.name} 不是加密文件")
        _, key, salt = _HEADER.unpack(header)
        cipher = _cipher(current_keyring(), key, salt, place)
        chunk, count = file.read(CHUNK + _TAG), 0
        while True:
            following = file.read(CHUNK + _TAG)
            try:
                yield cipher.decrypt(_NONCE.pack(count, not following), chunk, None)
            except InvalidTag as problem:
                raise SealBroken(f"{path.name} 打不开：内容被改动或截断、从别处搬来，或密钥不对") from problem
            if not following:
                return
            chunk, count = following, count + 1


def key_of_file(path: Path) -> int | None:
    """Tell which key sealed a file; none if it is no sealed file, or is gone."""
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER.size)
    except FileNotFoundError:
        return None
    if len(header) < _HEADER.size or not header.startswith(_MAGIC):
        return None
    return int(_HEADER.unpack(header)[1])


def open_file(path: Path, target: BinaryIO, *, place: str) -> None:
    """
    Write the plain content of a sealed file somewhere.

    :raises SealBroken: see ``opened_chunks``, as for the other errors
    """
    target.writelines(opened_chunks(path, place=place))


@contextmanager
def private_folder(home: Path) -> Iterator[Path]:
    """
    Make a folder under ``home`` that only this user enters, and remove it afterwards with all it holds.

    A folder that a killed program left behind is removed by whoever comes next: it is in use only as long as its lock
    is held, and the system lets go of a dead program's locks.
    """
    home.mkdir(mode=stat.S_IRWXU, parents=True, exist_ok=True)
    home.chmod(stat.S_IRWXU)
    sweep(home)
    folder = home / secrets.token_hex(8)
    with _alone(home):
        folder.mkdir(mode=stat.S_IRWXU)
        lock = os.open(folder / _LOCK, os.O_WRONLY | os.O_CREAT, _OWNER_ONLY)
        fcntl.flock(lock, fcntl.LOCK_EX)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def sweep(home: Path) -> int:
    """Remove the private folders that nobody uses any more, and tell how many there were."""
    if not home.is_dir():
        return 0
    with _alone(home):
        left = [folder for folder in home.iterdir() if folder.is_dir() and not _in_use(folder)]
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)
    return len(left)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """Let nobody sweep a folder that is just being made."""
    lock = os.open(home / _LOCK, os.O_WRONLY | os.O_CREAT, _OWNER_ONLY)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _in_use(folder: Path) -> bool:
    try:
        lock = os.open(folder / _LOCK, os.O_WRONLY)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def _cipher(keyring: Keyring, key: int, salt: bytes, place: str) -> AESGCM:
    derived = HKDF(SHA256(), 32, salt, b"gonghu sealed file\0" + place.encode()).derive(keyring.field_key(key))
    return AESGCM(derived)
