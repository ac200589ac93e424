"""Figures of the invented district (演示的标准): what its rolls pay, so that money can be reckoned and paid."""

from datetime import date
from pathlib import Path
from typing import Final

_FIGURES: Final = {
    "orphan_institution_standard": 3130,
    "orphan_scattered_standard": 3130,
    "defacto_standard": 3130,
    "poor_standard": 1100,
}
_FILE: Final = """# 演示用的虚构标准，与演示名册的发放标准一致；正式使用请按本级文件填写。
"""
_ENTRY: Final = """- id: {name}
  values:
    - {{from: {begins}, value: {yuan}, source: 演示数据, status: O}}
"""


def set_figures(*, home: Path, district: str, begins: date) -> Path:
    """Write the standards of the invented district where a deployment keeps its own, and say where."""
    folder = home / "policies" / district / "standards" / "parameters"
    folder.mkdir(parents=True, exist_ok=True)
    entries = (_ENTRY.format(name=name, begins=begins, yuan=yuan) for name, yuan in _FIGURES.items())
    path = folder / "standards.yaml"
    path.write_text(_FILE + "".join(entries), encoding="utf-8")
    return path
