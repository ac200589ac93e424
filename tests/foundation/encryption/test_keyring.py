"""The keyring lies in a file of its own that only its owner reads, and is never overwritten by accident."""

import stat
from pathlib import Path

import pytest
from pytest_django import Settings

from gonghu.foundation.encryption.keyring import (
    KeyringExists,
    KeyringNotFound,
    KeyringOpenToOthers,
    KeyringUnreadable,
    current_keyring,
    new_keyring,
    read_keyring,
    write_keyring,
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "home" / "keyring.json"


def test_a_ring_comes_back_as_it_was_written(path: Path) -> None:
    ring = new_keyring().with_new_key()
    write_keyring(ring, path)
    assert read_keyring(path) == ring
    assert ring.current == 2


def test_only_the_owner_may_read_it(path: Path) -> None:
    write_keyring(new_keyring(), path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_ring_is_not_overwritten(path: Path) -> None:
    write_keyring(new_keyring(), path)
    with pytest.raises(KeyringExists, match="已经存在"):
        write_keyring(new_keyring(), path)


def test_a_ring_that_others_may_read_is_refused_with_the_remedy(path: Path) -> None:
    write_keyring(new_keyring(), path)
    path.chmod(0o640)
    with pytest.raises(KeyringOpenToOthers, match="chmod 600"):
        read_keyring(path)


def test_a_missing_ring_is_told_with_the_remedy(path: Path) -> None:
    with pytest.raises(KeyringNotFound, match="gonghu init"):
        read_keyring(path)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        "密钥",
        '{"current": 1, "field_keys": {"1": "c2hvcnQ="}, "blind_index_key": "c2hvcnQ="}',
        '{"current": 1, "field_keys": {"1": "?"}, "blind_index_key": ""}',
        '{"current": 1, "field_keys": ["1"], "blind_index_key": ""}',
    ],
)
def test_a_file_that_is_no_ring_is_refused(path: Path, text: str) -> None:
    write_keyring(new_keyring(), path)
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KeyringUnreadable, match=r"keyring\.json"):
        read_keyring(path)


def test_a_ring_without_its_current_key_is_refused(path: Path) -> None:
    write_keyring(new_keyring(), path)
    path.write_text(path.read_text().replace('"current": 1', '"current": 2'))
    with pytest.raises(KeyringUnreadable, match="当前密钥"):
        read_keyring(path)


def test_a_ring_shows_no_key_when_it_is_printed() -> None:
    assert repr(new_keyring()) == "Keyring(current=1)"


def test_a_ring_that_another_program_wrote_is_seen_at_once(path: Path, settings: Settings) -> None:
    settings.GONGHU_KEYRING = path
    first = new_keyring()
    write_keyring(first, path)
    assert current_keyring() == first
    write_keyring(first.with_new_key(), path, replaces=True)
    assert current_keyring().current == 2
