"""
Where templates of printed forms lie (文书模板): the office's own before those of the package, near places before far.

``GONGHU_HOME/forms/<division>/<name>`` and ``packs/forms/<division>/<name>``; ``CN`` is the whole country.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from django.conf import settings

import gonghu
from gonghu.standards.division_code import ancestors, pad, prefix

_SHIPPED: Final = Path(gonghu.__file__).parent / "packs" / "forms"
_NATIONAL: Final = "CN"
_SHORTEST: Final = 6


class TemplateMissing(LookupError):
    """There is no template of that name for a place, nor one for the country."""


def template_file(*, name: str, division_code: str) -> Path:
    """
    Give the nearest template of a name, such as ``notice.docx``.

    :raises NotADivisionCode: the code is of no place
    :raises TemplateMissing: see the class
    """
    found = next((path for folder in folders(division_code) if (path := folder / name).is_file()), None)
    if found is None:
        raise TemplateMissing(f"没有文书模板 {name}：请把它放进 {settings.GONGHU_HOME / 'forms' / _NATIONAL}")
    return found


def folders(division_code: str) -> Iterator[Path]:
    """
    List the folders that may hold templates for a place, the nearest first.

    :raises NotADivisionCode: the code is of no place
    """
    code = pad(division_code)
    for place in (*(prefix(each).ljust(_SHORTEST, "0") for each in (code, *ancestors(code))), _NATIONAL):
        yield settings.GONGHU_HOME / "forms" / place
        yield _SHIPPED / place
