"""A sealed value opens in its place with its key, and in no other way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gonghu.foundation.encryption.blind_index import blind_digest
from gonghu.foundation.encryption.cipher import SHORTEST, NotSealed, SealBroken, key_id, seal, unseal
from gonghu.foundation.encryption.keyring import KeyMissing, new_keyring

RING = new_keyring()
PLACE = "people_child.id_number:7d0f"
TEXTS = st.text(st.characters(exclude_categories=["Cs"]))


@given(TEXTS)
def test_what_is_sealed_opens_as_it_was(text: str) -> None:
    sealed = seal(text, place=PLACE, keyring=RING)
    assert unseal(sealed, place=PLACE, keyring=RING) == text
    assert len(sealed) == SHORTEST + len(text.encode())


@given(TEXTS.filter(lambda text: len(text.encode()) > 3))
def test_nothing_of_the_text_is_in_what_is_stored(text: str) -> None:
    assert text.encode() not in seal(text, place=PLACE, keyring=RING)


def test_the_same_text_never_looks_the_same() -> None:
    assert len({seal("120112201502110013", place=PLACE, keyring=RING) for _ in range(1_000)}) == 1_000


@given(st.data())
def test_a_changed_byte_breaks_the_seal(data: st.DataObject) -> None:
    sealed = bytearray(seal("天津市津南区双新街道", place=PLACE, keyring=RING))
    sealed[data.draw(st.integers(0, len(sealed) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises((SealBroken, NotSealed, KeyMissing)):
        unseal(bytes(sealed), place=PLACE, keyring=RING)


@given(st.integers(0, SHORTEST + 17))
def test_a_cut_value_does_not_open(length: int) -> None:
    sealed = seal("120112201502110013", place=PLACE, keyring=RING)
    with pytest.raises((SealBroken, NotSealed)):
        unseal(sealed[:length], place=PLACE, keyring=RING)


@pytest.mark.parametrize(
    "place", ["people_child.id_number:7d10", "people_child.phone:7d0f", "people_adult.id_number:7d0f"]
)
def test_a_value_does_not_open_in_another_place(place: str) -> None:
    sealed = seal("120112201502110013", place=PLACE, keyring=RING)
    with pytest.raises(SealBroken, match=place):
        unseal(sealed, place=place, keyring=RING)


def test_another_ring_does_not_open_it() -> None:
    sealed = seal("120112201502110013", place=PLACE, keyring=RING)
    with pytest.raises(SealBroken, match="密钥环"):
        unseal(sealed, place=PLACE, keyring=new_keyring())


def test_a_key_that_is_not_on_the_ring_is_named() -> None:
    sealed = seal("120112201502110013", place=PLACE, keyring=RING.with_new_key())
    with pytest.raises(KeyMissing, match="第 2 号"):
        unseal(sealed, place=PLACE, keyring=RING)


def test_after_a_new_key_the_old_values_still_open() -> None:
    before, after = RING, RING.with_new_key()
    old, new = seal("旧", place=PLACE, keyring=before), seal("新", place=PLACE, keyring=after)
    assert (key_id(old), key_id(new)) == (1, 2)
    assert (unseal(old, place=PLACE, keyring=after), unseal(new, place=PLACE, keyring=after)) == ("旧", "新")


@pytest.mark.parametrize(
    "other", ["120112 20150211 0013", "１２０１１２２０１５０２１１００１３", "120112-20150211-0013"]
)
def test_a_digest_does_not_mind_how_a_number_is_written(other: str) -> None:
    first = blind_digest("120112201502110013", purpose="number", keyring=RING)
    assert blind_digest(other, purpose="number", keyring=RING) == first
    assert len(first) == 16


def test_a_check_letter_is_the_same_small_and_large() -> None:
    small, large = (
        blind_digest(text, purpose="number", keyring=RING) for text in ("12011220150211001x", "12011220150211001X")
    )
    assert small == large


def test_digests_of_another_purpose_or_key_cannot_be_compared() -> None:
    digests = {
        blind_digest("13800138000", purpose="phone", keyring=RING),
        blind_digest("13800138000", purpose="account", keyring=RING),
        blind_digest("13800138000", purpose="phone", keyring=new_keyring()),
        blind_digest("13800138001", purpose="phone", keyring=RING),
    }
    assert len(digests) == 4


def test_a_digest_of_last_digits_is_shared_by_numbers_that_end_alike() -> None:
    one, other = (
        blind_digest(text, purpose="last", keyring=RING, last=4)
        for text in ("120112201502110013", "120101199901010013")
    )
    assert one == other
