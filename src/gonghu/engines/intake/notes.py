"""Sheets that are no rosters and need not be (说明页): how to fill in the form, a legend, a dictionary of codes."""

import re
from collections.abc import Sequence
from typing import Final

from gonghu.engines.intake.cell_shapes import is_number_of_person
from gonghu.engines.intake.header_words import fold

_NAMES: Final = re.compile(
    "说明|须知|填表|备注|注意|字典|代码|码表|对照|封面|目录|选项|下拉|模板|样表|示例|README|NOTE", re.IGNORECASE
)
_FEW_CELLS: Final = 2


def is_notes(sheet: str, rows: Sequence[Sequence[str]]) -> bool:
    """Tell a page of notes: it names no number of a person, and either its name says so or its lines are prose."""
    cells = [[fold(cell) for cell in row if fold(cell)] for row in rows]
    filled = [row for row in cells if row]
    if any(is_number_of_person(cell) for row in filled for cell in row):
        return False
    prose = all(len(row) <= _FEW_CELLS for row in filled) and any(
        len(cell) > len("姓名身份证号") for row in filled for cell in row
    )
    return bool(_NAMES.search(sheet)) or prose
