"""Letters to the deployment open whole or not at all, and for nobody else."""

from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from gonghu.foundation.encryption import current_keyring, new_keyring, write_keyring
from gonghu.foundation.sealed_letters import LetterBroken, open_letter, public_point, seal_letter

PIECES = st.lists(st.binary(max_size=300), min_size=1, max_size=5)


def sealed(pieces: list[bytes]) -> list[str]:
    return list(seal_letter(pieces, sender="phone", made_at="2026-11-22T08:00:00+08:00", to=public_point()))


def opened(lines: list[str]) -> list[bytes]:
    return list(open_letter(lines)[1])


@hypothesis.settings(max_examples=30, deadline=None)
@given(PIECES)
def test_a_letter_opens_as_it_was_written(pieces: list[bytes]) -> None:
    lines = sealed(pieces)
    assert opened([f"{line}\r\n" for line in lines]) == pieces
    assert open_letter(lines)[0].sender == "phone"


@hypothesis.settings(max_examples=60, deadline=None)
@given(PIECES, st.data())
def test_a_letter_that_was_changed_does_not_open(pieces: list[bytes], chosen: st.DataObject) -> None:
    lines = sealed([*pieces, b"end"])
    damaged = list(lines)
    line = chosen.draw(st.integers(0, len(lines) - 1))
    match chosen.draw(st.sampled_from(["cut", "swap", "double", "letter"])):
        case "cut":
            del damaged[line]
        case "swap":
            damaged[line], damaged[line - 1] = damaged[line - 1], damaged[line]
        case "double":
            damaged.insert(line, damaged[line])
        case _:
            place = chosen.draw(st.integers(0, len(damaged[line]) - 1))
            other = "A" if damaged[line][place] != "A" else "B"
            damaged[line] = damaged[line][:place] + other + damaged[line][place + 1 :]
    if damaged != lines:
        with pytest.raises(LetterBroken):
            opened(damaged)


def test_a_letter_opens_after_the_keys_were_rotated_and_for_no_other_deployment(
    tmp_path: Path, settings: Settings
) -> None:
    lines = sealed([b"x"])
    rotated, other = tmp_path / "rotated.json", tmp_path / "other.json"
    write_keyring(current_keyring().with_new_key(), rotated)
    write_keyring(new_keyring(), other)
    settings.GONGHU_KEYRING = rotated
    assert opened(lines) == [b"x"]
    settings.GONGHU_KEYRING = other
    with pytest.raises(LetterBroken):
        opened(lines)
