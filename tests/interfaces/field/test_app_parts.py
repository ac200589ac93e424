"""What a telephone gets before anybody has signed in stays small."""

import json
from pathlib import Path

import pytest

from gonghu.interfaces.field import shell

LARGEST_SHELL = 300 * 1024
BUILT = Path(shell.__file__).parent / "static" / "field"


def test_the_shell_is_small_and_the_engine_of_the_forms_is_not_in_it() -> None:
    manifest = BUILT / "manifest.json"
    if not manifest.exists():
        pytest.skip("run make assets first")
    built = json.loads(manifest.read_text(encoding="utf-8"))
    entry = built[shell.ENTRY]
    parts = [entry["file"], *entry.get("css", []), *(built[each]["file"] for each in entry.get("imports", []))]
    assert not any("form_engine" in each for each in parts)
    assert sum((BUILT / f"{each}.gz").stat().st_size for each in parts) <= LARGEST_SHELL
