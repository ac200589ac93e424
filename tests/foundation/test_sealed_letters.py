"""Letters to the deployment open whole or not at all, and for nobody else."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gonghu.foundation.encryption import current_keyring, new_keyring, write_keyring
from gonghu.foundation.sealed_letters import LetterBroken, open_letter, public_point, seal_letter


@hypothesis.settings(max_examples=60, deadline=None)
@given(st.binary(max_size=300), st.data())
def test_a_letter_opens_as_it_was_written_and_not_after_a_change(content: bytes, chosen: st.DataObject) -> None:
    letter = seal_letter(content, to=public_point())
    assert open_letter(letter) == content
    place = chosen.draw(st.integers(0, len(letter) - 1))
    changed = bytearray(letter)
    changed[place] ^= chosen.draw(st.integers(1, 255))
    for broken in (bytes(changed), letter[:place], letter + b"x"):
        with pytest.raises(LetterBroken):
            open_letter(broken)


def test_a_letter_opens_after_the_keys_were_rotated_and_for_no_other_deployment(
    tmp_path: Path, settings: Settings
) -> None:
    letter = seal_letter(b"x", to=public_point())
    rotated, other = tmp_path / "rotated.json", tmp_path / "other.json"
    write_keyring(current_keyring().with_new_key(), rotated)
    write_keyring(new_keyring(), other)
    settings.GONGHU_KEYRING = rotated
    assert open_letter(letter) == b"x"
    settings.GONGHU_KEYRING = other
    with pytest.raises(LetterBroken):
        open_letter(letter)
