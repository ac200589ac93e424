"""A backup that was cut or changed anywhere is never read as a whole one."""

import io
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gonghu.foundation.backup.chunks import (
    MAGIC,
    ArmouredReader,
    ArmouredWriter,
    BackupDamaged,
    NotABackup,
    PassphraseWrong,
)

TYPED = "correct horse battery"


def armoured(content: bytes, passphrase: str = "") -> bytes:
    file = io.BytesIO()
    writer = ArmouredWriter(file, passphrase)
    writer.write(content)
    writer.finish()
    return file.getvalue()


def read(armour: bytes, passphrase: str = "") -> bytes:
    return io.BufferedReader(ArmouredReader(io.BytesIO(armour), lambda: passphrase)).read()


@given(st.binary(max_size=5_000), st.integers(min_value=0, max_value=3))
@settings(max_examples=60, deadline=None)
def test_what_was_written_is_read(content: bytes, megabytes: int) -> None:
    whole = content + bytes(megabytes * 1024 * 1024)
    assert read(armoured(whole)) == whole


def test_encrypted_content_is_read_with_its_passphrase_and_seen_by_nobody_else() -> None:
    content = "王小明 120112201501010013".encode() * 50_000
    sealed = armoured(content, TYPED)
    assert "王小明".encode() not in sealed
    assert read(sealed, TYPED) == content
    for wrong in ("", TYPED + " "):
        with pytest.raises(PassphraseWrong):
            read(sealed, wrong)


@pytest.mark.parametrize("passphrase", ["", TYPED])
def test_a_changed_byte_anywhere_is_found(passphrase: str) -> None:
    sealed = armoured(random.Random(1).randbytes(2 * 1024 * 1024 + 77), passphrase)
    chosen = random.Random(2)
    # Of the encrypted one fewer: each look costs half a second, as it should.
    for _ in range(6 if passphrase else 300):
        place = chosen.randrange(len(MAGIC), len(sealed))
        changed = bytearray(sealed)
        changed[place] ^= 1 << chosen.randrange(8)
        with pytest.raises((BackupDamaged, PassphraseWrong)):
            read(bytes(changed), passphrase)


def test_a_cut_file_is_found_wherever_it_was_cut_and_so_is_what_was_added() -> None:
    sealed = armoured(random.Random(1).randbytes(1024 * 1024 + 77))
    for length in [*range(len(MAGIC), 200), len(sealed) - 1024, len(sealed) - 1]:
        with pytest.raises(BackupDamaged):
            read(sealed[:length])
    with pytest.raises(BackupDamaged):
        read(sealed + b"\0")


def test_chunks_of_two_backups_do_not_mix() -> None:
    first, second = (armoured(bytes([number]) * 3 * 1024 * 1024, "") for number in (1, 2))
    with pytest.raises(BackupDamaged):
        read(first[: len(first) // 2] + second[len(second) // 2 :])


def test_another_file_is_no_backup() -> None:
    with pytest.raises(NotABackup):
        read(b"PK\3\4" + bytes(1000))
