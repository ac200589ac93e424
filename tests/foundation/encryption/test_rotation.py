"""A new key takes over all values, even if the rotation is stopped half-way."""

from pathlib import Path

import pytest
from django.conf import settings as now
from pytest_django import Settings
from tests.foundation.letters.models import Letter, Postcard

from gonghu.foundation.encryption import KeyMissing, Keyring, Rotation, new_keyring, rotate, write_keyring
from gonghu.foundation.encryption.cipher import key_id
from gonghu.foundation.encryption.rotation import sealed_models

pytestmark = pytest.mark.django_db


@pytest.fixture
def ring(tmp_path: Path, settings: Settings) -> Keyring:
    settings.GONGHU_KEYRING = tmp_path / "keyring.json"
    ring = new_keyring()
    write_keyring(ring, settings.GONGHU_KEYRING)
    return ring


def take(ring: Keyring) -> None:
    write_keyring(ring, now.GONGHU_KEYRING, replaces=True)


def keys_in_use() -> set[int]:
    return {key_id(value) for row in Letter.objects.values_list("text", "number") for value in row if value is not None}


def letters(how_many: int) -> None:
    Letter.objects.bulk_create(Letter(text=f"第{n}封", number=f"{n:05}") for n in range(how_many))
    Letter.objects.create(title="without", text=None)


def test_every_value_is_sealed_with_the_new_key(ring: Keyring) -> None:
    letters(25)
    Postcard.objects.create(number="1")
    take(ring.with_new_key())
    told: list[tuple[int, int]] = []
    assert rotate(batch=10, report=lambda done, total: told.append((done, total))) == Rotation(rows=27, resealed=26)
    assert told == [(10, 27), (20, 27), (26, 27), (27, 27)]
    assert keys_in_use() == {2}
    assert {letter.text for letter in Letter.objects.all()} == {None, *(f"第{n}封" for n in range(25))}


def test_the_indexes_still_find_after_a_rotation(ring: Keyring) -> None:
    letters(3)
    take(ring.with_new_key())
    rotate()
    assert Letter.objects.get(number_index="00002").text == "第2封"


def test_the_old_key_is_no_longer_needed_afterwards(ring: Keyring) -> None:
    letters(3)
    newer = ring.with_new_key()
    take(newer)
    rotate()
    take(Keyring({2: newer.field_keys[2]}, 2, newer.blind_index_key))
    assert Letter.objects.get(number_index="00001").text == "第1封"


def test_a_rotation_that_was_stopped_goes_on_where_it_was(ring: Keyring) -> None:
    letters(24)
    take(ring.with_new_key())

    def stop(done: int, _total: int) -> None:
        if done >= 20:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rotate([Letter], batch=10, report=stop)
    assert keys_in_use() == {1, 2}
    again = rotate([Letter], batch=10)
    assert again.rows == 25
    assert 4 <= again.resealed <= 5
    assert keys_in_use() == {2}


def test_a_second_rotation_changes_nothing(ring: Keyring) -> None:
    letters(5)
    take(ring.with_new_key())
    rotate()
    before = list(Letter.objects.order_by("pk").values_list("text"))
    assert rotate().resealed == 0
    assert list(Letter.objects.order_by("pk").values_list("text")) == before


def test_a_lost_key_is_told_and_nothing_is_changed(ring: Keyring) -> None:
    letters(3)
    newer = ring.with_new_key()
    take(Keyring({2: newer.field_keys[2]}, 2, newer.blind_index_key))
    with pytest.raises(KeyMissing, match="第 1 号"):
        rotate()
    assert keys_in_use() == {1}


def test_all_models_with_encrypted_fields_are_found() -> None:
    assert {Letter, Postcard} <= set(sealed_models())
