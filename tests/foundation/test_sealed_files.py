"""Files lie sealed on disk, and are opened into folders that do not outlive their use."""

import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gonghu.foundation import sealed_files
from gonghu.foundation.encryption import NotSealed, SealBroken
from gonghu.foundation.sealed_files import (
    CHUNK,
    open_file,
    opened_chunks,
    private_folder,
    seal_file,
    sweep,
)

PLACE = "delivery:1"


def plain(path: Path, place: str = PLACE) -> bytes:
    return b"".join(opened_chunks(path, place=place))


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_was_sealed_opens_again(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    sealed = seal_file([content], tmp_path / "file", place=PLACE)
    assert plain(tmp_path / "file") == content
    assert (sealed.sha256, sealed.size) == (hashlib.sha256(content).hexdigest(), size)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(pieces=st.lists(st.binary(max_size=3000), max_size=8))
def test_it_does_not_matter_in_which_pieces_a_content_came(tmp_path: Path, pieces: list[bytes]) -> None:
    seal_file(pieces, tmp_path / "file", place=PLACE)
    assert plain(tmp_path / "file") == b"".join(pieces)


def test_nothing_of_the_content_stands_on_disk_and_nobody_else_may_read_it(tmp_path: Path) -> None:
    seal_file(["张三,120112201001010013\n".encode() * 100], tmp_path / "file", place=PLACE)
    assert b"120112201001010013" not in (tmp_path / "file").read_bytes()
    assert (tmp_path / "file").stat().st_mode & 0o777 == 0o600


def test_the_same_content_is_never_sealed_to_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        seal_file([b"the same"], tmp_path / name, place=PLACE)
    assert (tmp_path / "a").read_bytes()[42:] != (tmp_path / "b").read_bytes()[42:]


@pytest.mark.parametrize("position", [8, 20, 50, CHUNK + 100, -1])
def test_one_changed_bit_does_not_open(tmp_path: Path, position: int) -> None:
    path = tmp_path / "file"
    seal_file([os.urandom(2 * CHUNK)], path, place=PLACE)
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)
    with pytest.raises((SealBroken, LookupError)):
        plain(path)


def test_a_file_cut_between_two_chunks_does_not_open(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seal_file([os.urandom(3 * CHUNK)], path, place=PLACE)
    path.write_bytes(path.read_bytes()[: 42 + 2 * (CHUNK + 16)])
    with pytest.raises(SealBroken):
        plain(path)


def test_two_chunks_exchanged_do_not_open(tmp_path: Path) -> None:
    path = tmp_path / "file"
    seal_file([os.urandom(3 * CHUNK)], path, place=PLACE)
    content, length = path.read_bytes(), CHUNK + 16
    head, first, second, rest = (
        content[:42],
        content[42 : 42 + length],
        content[42 + length :][:length],
        42 + 2 * length,
    )
    path.write_bytes(head + second + first + content[rest:])
    with pytest.raises(SealBroken):
        plain(path)


def test_a_file_moved_to_another_place_does_not_open(tmp_path: Path) -> None:
    seal_file([b"x"], tmp_path / "file", place=PLACE)
    with pytest.raises(SealBroken):
        plain(tmp_path / "file", place="delivery:2")


def test_a_plain_file_is_not_taken_for_a_sealed_one(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"name,number\n" * 10)
    with pytest.raises(NotSealed):
        plain(tmp_path / "file")


def test_a_file_that_did_not_come_whole_leaves_nothing(tmp_path: Path) -> None:
    def broken_off() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        seal_file(broken_off(), tmp_path / "file", place=PLACE)
    assert list(tmp_path.iterdir()) == []


def test_a_file_is_opened_into_a_private_folder_that_goes_away(tmp_path: Path) -> None:
    seal_file([b"rows"], tmp_path / "file", place=PLACE)
    with private_folder(tmp_path / "opened") as folder:
        with (folder / "1.csv").open("wb") as target:
            open_file(tmp_path / "file", target, place=PLACE)
        assert (folder / "1.csv").read_bytes() == b"rows"
        assert folder.stat().st_mode & 0o777 == 0o700
        assert (tmp_path / "opened").stat().st_mode & 0o777 == 0o700
    assert not folder.exists()


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    with private_folder(tmp_path) as folder:
        assert sweep(tmp_path) == 0
        assert folder.is_dir()


def test_what_a_killed_program_left_is_removed_by_the_next(tmp_path: Path) -> None:
    script = (
        "import sys, time, pathlib, django; django.setup()\n"
        "from gonghu.foundation.sealed_files import private_folder\n"
        "with private_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'rows.csv').write_text('plain'); print(folder, flush=True); time.sleep(60)\n"
    )
    paths = {"PYTHONPATH": str(Path(sealed_files.__file__).parents[2])}
    environment = {**os.environ, **paths, "DJANGO_SETTINGS_MODULE": "gonghu.config.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", script, str(tmp_path)], stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        left = Path(program.stdout.readline().strip())
        assert sweep(tmp_path) == 0
        program.send_signal(signal.SIGKILL)
        program.wait()
        deadline = time.monotonic() + 5
        while not sweep(tmp_path) and time.monotonic() < deadline:
            time.sleep(0.05)
    assert not left.exists()
