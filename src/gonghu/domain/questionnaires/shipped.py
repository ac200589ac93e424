"""The forms that come with the program (随附问卷): a folder for each in packs/questionnaires."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Final

from gonghu.engines.forms import Form, compile_form

FOLDER: Final = Path(str(resources.files("gonghu"))) / "packs" / "questionnaires"
SOURCE: Final = "form.md"
MEANING: Final = "meaning.yaml"


@dataclass(frozen=True, slots=True)
class ShippedForm:
    """One form of the packs (随附问卷): its text, what its answers mean, and both compiled."""

    source: str
    meaning: str
    form: Form


def shipped_forms(folder: Path = FOLDER) -> Iterator[ShippedForm]:
    """
    Compile the forms of a folder, by name.

    :raises FormRefused: one of them cannot be used
    """
    for path in sorted(folder.glob(f"*/{SOURCE}")):
        source, meaning = path.read_text(encoding="utf-8"), (path.parent / MEANING).read_text(encoding="utf-8")
        yield ShippedForm(source, meaning, _compiled(source, path.parent.name, meaning))


@lru_cache(maxsize=64)
def _compiled(source: str, name: str, meaning: str) -> Form:
    return compile_form(source, name=name, meaning=meaning)
