"""From what an official wrote in Excel, or as a Markdown table, to a form (问卷编译)."""

import re
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from graphlib import CycleError, TopologicalSorter
from io import BytesIO
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

from lxml import etree
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from gonghu.engines.forms.complaints import FormProblem, problem_of
from gonghu.engines.forms.expressions import NotEvaluable, questions_in
from gonghu.engines.forms.form import HOLDING, Field, Form
from gonghu.engines.forms.instances import FORM, UnreadableInstance, read_instance
from gonghu.engines.forms.meaning import MeaningRefused, require_known
from gonghu.engines.forms.oversights import YES_OR_NO, oversights
from gonghu.engines.forms.relevance import conditions_of
from gonghu.engines.forms.shadows import shadow_of
from gonghu.engines.forms.sheets import house_rules
from gonghu.engines.forms.xforms import XFORMS, NotAnXForm, read_form

LARGEST: Final = 4 << 20
LARGEST_UNPACKED: Final = 64 << 20
MOST_MEMBERS: Final = 500
HIDDEN: Final = ("child", "task")
"""Questions that every form has and nobody is asked: whom it is about, and the task it was opened from."""
ROOT: Final = "data"
"""The name of the root of every filled form."""
_NO_LABEL: Final = re.compile(r"element named '([^']+)' has no label")
_NO_SUCH_TYPE: Final = re.compile(r"Unknown question type '([^']+)'")
_VERSION: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")
_ID: Final = re.compile(r"[a-z][a-z0-9_]{1,59}")
_ANY_DAY: Final = date(2026, 1, 1)
WORKBOOK: Final = b"PK\x03\x04"
"""How a workbook begins; whatever begins otherwise is taken for a Markdown table."""


class FormRefused(ValueError):
    """A form as it was written cannot be used; ``problems`` say where and why."""

    def __init__(self, problems: tuple[FormProblem, ...]) -> None:
        self.problems = problems
        super().__init__("；".join(str(problem) for problem in problems))


def compile_form(
    source: bytes | str, *, name: str, meaning: str = "", version: str = "", usual_version: str = ""
) -> Form:
    """
    Make a form from a workbook (.xlsx) or a Markdown table.

    ``name`` is its form_id unless its settings say another; ``version`` stands instead of the one in its settings, and
    ``usual_version`` where they say none.

    :raises FormRefused: it cannot be used
    """
    content = source.encode() if isinstance(source, str) else source
    sheets = read_sheets(content)
    told = asdict(sheets)
    problems = (*house_rules(told), *oversights(told))
    if problems:
        raise FormRefused(problems)
    said: list[str] = []
    try:
        made = convert(xlsform=_completed(sheets), validate=False, warnings=said, form_name=ROOT)
    except PyXFormError as refusal:
        raise FormRefused((_located(problem_of(str(refusal)), sheets, str(refusal)),)) from refusal
    except (KeyError, TypeError, ValueError, AttributeError, IndexError) as broken:
        raise FormRefused((FormProblem(f"问卷写得不对：{broken}"),)) from broken
    form = _checked(_settled(made.xform, sheets, name, version, usual_version), sheets, meaning)
    return replace(form, warnings=tuple(str(problem_of(each)) for each in said))


def read_sheets(content: bytes) -> DefinitionData:
    """
    Read the sheets; bytes are handed over, because pyxform takes a text for the name of a file.

    :raises FormRefused: it is no form
    """
    kind = _kind_of(content)
    try:
        return get_xlsform(xlsform=BytesIO(content), file_type=kind)
    except PyXFormError as refusal:
        raise FormRefused((problem_of(str(refusal)),)) from refusal
    except Exception as broken:
        # openpyxl fails in many ways on a workbook that is none.
        raise FormRefused((FormProblem("文件读不出：不是 .xlsx 工作簿，也不是问卷表格"),)) from broken


def _kind_of(content: bytes) -> str:
    if not content.strip():
        raise FormRefused((FormProblem("文件是空的，请重新选择"),))
    if len(content) > LARGEST:
        raise FormRefused((FormProblem(f"文件太大，最多 {LARGEST >> 20} MB"),))
    if not content.startswith(WORKBOOK):
        return ".md"
    try:
        with ZipFile(BytesIO(content)) as container:
            members = container.infolist()
    except (BadZipFile, ValueError, OSError) as broken:
        raise FormRefused((FormProblem("工作簿打不开，可能没有传完；请在 Excel 里重新另存为 .xlsx"),)) from broken
    if len(members) > MOST_MEMBERS or sum(member.file_size for member in members) > LARGEST_UNPACKED:
        raise FormRefused((FormProblem("工作簿解开后太大，没有打开；请只留 survey、choices、settings 三张表"),))
    return ".xlsx"


def _completed(sheets: DefinitionData) -> dict[str, Any]:
    """Add the hidden questions where they are missing, at the end, so that rows keep their numbers."""
    found = asdict(sheets)
    survey = [_in_english(row) for row in found["survey"] or ()]
    named = {str(row.get("name", "")).strip() for row in survey}
    found["survey"] = survey + [{"type": "hidden", "name": name} for name in HIDDEN if survey and name not in named]
    return found


def _in_english(row: dict[str, Any]) -> dict[str, Any]:
    said = str(row.get("required", "")).strip()
    return {**row, "required": YES_OR_NO[said]} if said in YES_OR_NO else row


def _settled(xform: str, sheets: DefinitionData, name: str, version: str, usual_version: str) -> str:
    """Give the XForm its id and version; every form has both."""
    settings = dict((sheets.settings or [{}])[0])
    form_id = str(settings.get("form_id") or settings.get("id_string") or name).strip()
    wanted = version or str(settings.get("version") or "").strip() or usual_version
    if not _ID.fullmatch(form_id):
        words = "问卷代号（form_id）只能用小写字母、数字和下划线，2 到 60 个，且以字母开头，如 home_safety"
        raise FormRefused((FormProblem(words, "settings", 2, "form_id"),))
    if not _VERSION.fullmatch(wanted):
        raise FormRefused((FormProblem("请写版本号（version），如 2026030101", "settings", 2, "version"),))
    tree = read_instance(xform.encode(), FORM)
    root = tree.find(f".//{XFORMS}instance")
    if root is None or not len(root) or root[0].find(f"{XFORMS}meta/{XFORMS}instanceID") is None:
        raise FormRefused((FormProblem("请不要去掉 instanceID", "settings", 2, "omit_instanceID"),))
    root[0].set("id", form_id)
    root[0].set("version", wanted)
    return etree.tostring(tree, encoding="unicode")


def _checked(xform: str, sheets: DefinitionData, meaning: str) -> Form:
    """Read the form, try every condition on the empty form, and hold the meaning against it."""
    try:
        form = read_form(xform, meaning)
        require_known(form.meaning, {each.name: [choice.value for choice in each.choices] for each in form.fields})
    except (UnreadableInstance, NotAnXForm, MeaningRefused) as refusal:
        raise FormRefused((FormProblem(str(refusal)),)) from refusal
    circle = _circle(form)
    if circle:
        words = f"显示条件绕成了圈：{' → '.join(circle)}"
        raise FormRefused((_found(sheets, circle[0], "relevant", words),))
    problems = [_found(sheets, asked.name, column, words) for asked, column, words in _faults(form)]
    if problems:
        raise FormRefused(tuple(problems))
    return form


def _faults(form: Form) -> Iterator[tuple[Field, str, str]]:
    conditions = conditions_of(form)
    filled = etree.Element(form.root)
    _repeat_once(form, filled, ())
    for place in shadow_of(form, filled).places:
        for column in ("relevant", "required", "constraint", "listed"):
            expression = getattr(place.field, column)
            try:
                if expression:
                    conditions.value(expression, place.node, _ANY_DAY)
            except NotEvaluable as problem:
                yield place.field, "choice_filter" if column == "listed" else column, f"公式写得不对：{problem}"


def _circle(form: Form) -> tuple[str, ...]:
    """Name the questions that are shown only if they are shown themselves, if there are any."""
    shown_by = {
        each.name: questions_in(each.relevant, form) | ({each.path[-2]} if len(each.path) > 1 else set())
        for each in form.fields
    }
    try:
        TopologicalSorter(shown_by).prepare()
    except CycleError as circle:
        return tuple(circle.args[1])
    return ()


def _repeat_once(form: Form, onto: etree._Element, path: tuple[str, ...]) -> None:
    for each in form.within(path):
        if each.kind in HOLDING:
            _repeat_once(form, etree.SubElement(onto, each.name), each.path)


def _found(sheets: DefinitionData, name: str, column: str, words: str) -> FormProblem:
    """Give a problem with the row on which the question stands."""
    for number, row in enumerate(sheets.survey or (), 2):
        if str(row.get("name", "")).strip() == name:
            return FormProblem(words, "survey", number, column)
    return FormProblem(words, "survey", None, column)


def _located(problem: FormProblem, sheets: DefinitionData, said: str) -> FormProblem:
    """Find the row of a problem that pyxform tells without one."""
    if problem.row:
        return problem
    for pattern, column in ((_NO_LABEL, "name"), (_NO_SUCH_TYPE, "type")):
        found = pattern.search(said)
        for number, row in enumerate(sheets.survey or (), 2):
            if found and str(row.get(column, "")).strip() == found[1]:
                return replace(problem, sheet="survey", row=number, column="label" if column == "name" else column)
    return problem
