"""What is done to many values at once is what would be done to each; keys of one load are in order."""

from datetime import UTC, datetime
from itertools import islice
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from gonghu.foundation.encryption import new_keyring
from gonghu.foundation.encryption.blind_index import blind_digest, blind_digests
from gonghu.foundation.encryption.cipher import seal_many, unseal
from gonghu.foundation.ordered_keys import ordered_keys, with_hyphens

KEYRING = new_keyring()
AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)


@given(st.lists(st.text(max_size=20)))
def test_many_digests_are_those_of_each(texts: list[str]) -> None:
    each = [blind_digest(text, purpose="number", keyring=KEYRING) for text in texts]
    assert blind_digests(texts, purpose="number", keyring=KEYRING) == each


@given(st.lists(st.tuples(st.text(max_size=20), st.text(max_size=20))))
def test_many_sealed_texts_open_in_their_places(texts: list[tuple[str, str]]) -> None:
    sealed = seal_many(texts, keyring=KEYRING)
    opened = [unseal(one, place=place, keyring=KEYRING) for one, (_, place) in zip(sealed, texts, strict=True)]
    assert opened == [text for text, _ in texts]


def test_keys_of_one_moment_grow_and_are_of_version_seven() -> None:
    keys = list(islice(ordered_keys(AT), 50_000))
    assert keys == sorted(set(keys))
    first = UUID(hex=keys[0])
    assert (first.version, first.int >> 80) == (7, int(AT.timestamp() * 1000))
    assert with_hyphens(keys[0]) == str(first)


def test_keys_of_a_later_moment_come_after() -> None:
    later = AT.replace(second=1)
    assert next(ordered_keys(AT)) < next(ordered_keys(later))
