"""
Layouts of files for banks (银行文件格式): ``packs/exports/<code>.yaml``, one a bank, and those of the deployment.

A layout says which columns stand in which order, how wide and in which encoding, where the totals stand, and how the
bank's answer looks. Nobody but the bank can say whether it is right: all shipped ones are proposals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import yaml

KINDS: Final = frozenset({"CSV", "FIXED", "XLSX"})
PAID_FIELDS: Final = frozenset(
    {"serial", "account", "holder", "bank", "amount", "purpose", "child", "id_number", "count", "total", "month"}
)
ANSWER_FIELDS: Final = frozenset({"serial", "account", "amount", "result", "reason", "reference", "day", "holder"})
_TOTALS: Final = frozenset({"count", "total"})
_NEEDED: Final = frozenset({"serial", "amount", "result"})
_ALIGNS: Final = frozenset({"left", "right"})
_UNITS: Final = frozenset({"yuan", "fen"})


class LayoutInvalid(ValueError):
    """A file of a layout cannot be used as written."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One column of a file (列): a field or a fixed text; ``width`` counts bytes of the encoding."""

    field: str
    text: str
    title: str
    width: int
    align: str
    pad: str
    unit: str


@dataclass(frozen=True, slots=True)
class AnswerLayout:
    """How a bank answers (回盘格式): which words mean paid, and which that the money came back."""

    kind: str
    encoding: str
    skip: int
    columns: tuple[Cell, ...]
    totals: tuple[Cell, ...]
    paid: frozenset[str]
    returned: frozenset[str]


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout (银行文件格式)."""

    code: str
    name: str
    status: str
    basis: str
    kind: str
    encoding: str
    accounts: frozenset[str]
    file_name: str
    has_titles: bool
    totals_first: bool
    totals: tuple[Cell, ...]
    columns: tuple[Cell, ...]
    answer: AnswerLayout


def shipped_folder() -> Path:
    """Return the folder of the layouts that come with the package."""
    return Path(str(resources.files("gonghu"))) / "packs" / "exports"


def layouts(*folders: Path) -> Sequence[Layout]:
    """
    Give all layouts, those of later folders instead of earlier ones of the same code.

    :raises LayoutInvalid: a file cannot be used
    """
    found = {path.stem: path for folder in (shipped_folder(), *folders) for path in sorted(folder.glob("*.yaml"))}
    return [_read(path, path.stat().st_mtime_ns) for _, path in sorted(found.items())]


def layout_of(code: str, *folders: Path) -> Layout:
    """
    Give the layout of a code.

    :raises LayoutInvalid: there is none, or it cannot be used
    """
    found = next((each for each in layouts(*folders) if each.code == code), None)
    if found is None:
        raise LayoutInvalid(f"没有银行文件格式“{code}”")
    return found


@cache
def _read(path: Path, _changed: int) -> Layout:
    said = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        layout = _layout(path.stem, said)
    except (KeyError, TypeError, AttributeError, ValueError) as problem:
        raise LayoutInvalid(f"{path.name}：缺少或写错了 {problem}") from problem
    _refuse_odd(layout, path.name)
    return layout


def _layout(code: str, said: Mapping[str, Any]) -> Layout:
    totals = said.get("totals") or {}
    encoding = str(said.get("encoding", "gbk"))
    return Layout(
        code=code,
        name=str(said["name"]),
        status=str(said["status"]),
        basis=str(said["basis"]),
        kind=str(said["kind"]),
        encoding=encoding,
        accounts=frozenset(map(str, said["accounts"])),
        file_name=str(said["file_name"]),
        has_titles=bool(said.get("titles", False)),
        totals_first=totals.get("at") == "first",
        totals=_cells(totals.get("columns", ())),
        columns=_cells(said["columns"]),
        answer=_answer(said["answer"], encoding),
    )


def _answer(said: Mapping[str, Any], encoding: str) -> AnswerLayout:
    return AnswerLayout(
        kind=str(said["kind"]),
        encoding=str(said.get("encoding", encoding)),
        skip=int(said.get("skip", 0)),
        columns=_cells(said["columns"]),
        totals=_cells((said.get("totals") or {}).get("columns", ())),
        paid=frozenset(map(str, said["paid"])),
        returned=frozenset(map(str, said["returned"])),
    )


def _cells(said: Sequence[Mapping[str, Any]]) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            field=str(each.get("field", "")),
            text=str(each.get("text", "")),
            title=str(each.get("title", "")),
            width=int(each.get("width", 0)),
            align=str(each.get("align", "left")),
            pad=str(each.get("pad", " ")),
            unit=str(each.get("unit", "yuan")),
        )
        for each in said
    )


def _refuse_odd(layout: Layout, name: str) -> None:
    """Refuse what would write or read a wrong file."""
    asked = {cell.field for cell in (*layout.columns, *layout.totals)} - {""}
    answered = {cell.field for cell in layout.answer.columns} - {""}
    told = {cell.field for cell in layout.answer.totals} - {""}
    unknown = (asked - PAID_FIELDS) | (answered - ANSWER_FIELDS) | (told - _TOTALS)
    cells = (*layout.columns, *layout.totals, *layout.answer.columns, *layout.answer.totals)
    if unknown:
        raise LayoutInvalid(f"{name}：没有字段 {'、'.join(sorted(unknown))}")
    if {layout.kind, layout.answer.kind} - KINDS:
        raise LayoutInvalid(f"{name}：kind 只能是 {'、'.join(sorted(KINDS))}")
    if not {"serial", "account", "amount"} <= asked or _NEEDED - answered:
        raise LayoutInvalid(f"{name}：须有序号、账号、金额，回盘须有序号、金额、处理结果")
    if layout.kind == "FIXED" and not all(cell.width for cell in (*layout.columns, *layout.totals)):
        raise LayoutInvalid(f"{name}：定长文件的每一列都要写 width（字节数）")
    if layout.answer.kind == "FIXED" and not all(cell.width for cell in layout.answer.columns):
        raise LayoutInvalid(f"{name}：定长回盘文件的每一列都要写 width（字节数）")
    if layout.answer.totals and _width(layout.answer.totals) == _width(layout.answer.columns):
        raise LayoutInvalid(f"{name}：回盘汇总行与明细行不能一样宽，否则分不清")
    if any(cell.align not in _ALIGNS or cell.unit not in _UNITS or len(cell.pad) != 1 for cell in cells):
        raise LayoutInvalid(f"{name}：align 只能是 left、right，unit 只能是 yuan、fen，pad 只能是一个字符")
    if layout.answer.paid & layout.answer.returned:
        raise LayoutInvalid(f"{name}：同一个处理结果不能既算成功又算退回")


def _width(cells: Sequence[Cell]) -> int:
    return sum(cell.width for cell in cells)
