"""
Forms as PDF (PDF 文书): typst fills in a template and embeds its fonts.

PDF/A-2u demands that every character can be copied out again. What is filled in reaches the template as one value and
never as its source, so nothing in a name is taken for an instruction; a template can neither read the machine's files
nor fetch anything.
"""

import json
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import typst

from gonghu.foundation.printing.fonts import typefaces
from gonghu.foundation.printing.templates import folders, template_file

_LAYOUTS: Final = "*.typ"
_FETCHES: Final = "@"


class PageUnprintable(ValueError):
    """A template of a page cannot be used as written."""


def pdf_of(*, name: str, division_code: str, facts: Mapping[str, Any], at: datetime) -> bytes:
    """
    Fill in the template ``<name>.typ`` of a place.

    :raises TemplateMissing: there is none
    :raises FontMissing: nothing on this machine writes Chinese
    :raises PageUnprintable: the template cannot be used
    """
    template_file(name=f"{name}.typ", division_code=division_code)
    faces = typefaces()
    with TemporaryDirectory(prefix="gonghu-") as workshop:
        _lay_out(Path(workshop), division_code)
        try:
            page = typst.compile(
                str(Path(workshop) / f"{name}.typ"),
                root=workshop,
                format="pdf",
                font_paths=faces.fonts,
                ignore_system_fonts=True,
                sys_inputs={"facts": json.dumps(facts, ensure_ascii=False), "fonts": json.dumps(faces.roles)},
                pdf_standards="a-2u",
                # typst knows no zones with rules, and no fractions of seconds.
                timestamp=at.astimezone(UTC).replace(microsecond=0),
            )
        except typst.TypstError as problem:
            raise PageUnprintable(f"文书模板 {name}.typ 有误：{problem.message}") from problem
    if not isinstance(page, bytes):
        raise PageUnprintable(f"文书模板 {name}.typ 没有生成页面")
    return page


def _lay_out(workshop: Path, division_code: str) -> None:
    """
    Put the nearest template of every name into one folder, so that they find each other and nothing else.

    :raises PageUnprintable: one of them would fetch a package from elsewhere
    """
    for folder in reversed(list(folders(division_code))):
        for path in folder.glob(_LAYOUTS):
            if f'"{_FETCHES}' in path.read_text(encoding="utf-8"):
                raise PageUnprintable(f"文书模板 {path.name} 引用了网上的程序包，不能使用：请删去 @ 开头的 import")
            shutil.copyfile(path, workshop / path.name)
