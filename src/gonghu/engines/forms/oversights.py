"""
What a hand slips into a form unnoticed (书写疏漏), and pyxform lets pass: the question would never be asked.

Whoever types Chinese types ‘是’ for '是', writes 是 where yes is meant, and misspells a column, which is then no column
at all. None of it is an error to XPath or to pyxform: a condition is then never true, and nobody is told.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final

from lxml import etree

from gonghu.engines.forms.complaints import FormProblem

Row = Mapping[str, Any]

YES_OR_NO: Final = {"是": "yes", "否": "no"}
"""What stands under ``required`` in Chinese, and how it is meant."""
_CONDITIONS: Final = {"relevant": "relevant", "relevance": "relevant", "constraint": "constraint"}
_FORMULAS: Final = ("calculation", "calculate", "choice_filter", "repeat_count")
_COLUMNS: Final = (
    "type", "name", "label", "hint", "guidance_hint", "required", "required_message", "relevant", "constraint",
    "constraint_message", "calculation", "choice_filter", "appearance", "parameters", "default", "repeat_count",
    "read_only", "readonly", "trigger",
)  # fmt: skip
_ALIKE: Final = 0.8
_PLAIN: Final = {
    "‘": "'", "’": "'", "“": '"', "”": '"', "（": "(", "）": ")", "，": ",", "＝": "=", "＜": "<", "＞": ">", "！": "!",
    "＋": "+", "－": "-", "＄": "$", "｛": "{", "｝": "}", "。": ".",
}  # fmt: skip
_LITERALS: Final = re.compile(r"'[^']*'|\"[^\"]*\"")
_ASKED: Final = re.compile(r"\$\{[^}]*\}")
_FOREIGN: Final = re.compile(r"[^\x00-\x7f]+")
_BARE: Final = re.compile(r"(?<![\w./@$:-])[A-Za-z_][\w.-]*(?![\w.-]*\s*[(/:\w])")
_WORDS: Final = frozenset({"and", "or", "div", "mod"})
_COMPARED: Final = re.compile(r"\$\{\s*([\w.-]+)\s*\}\s*!?=\s*(?:'([^']*)'|\"([^\"]*)\")")
_SELECTED: Final = re.compile(r"selected\(\s*\$\{\s*([\w.-]+)\s*\}\s*,\s*(?:'([^']*)'|\"([^\"]*)\")\s*\)")
_CHOOSES: Final = re.compile(r"(?i:select_one|select_multiple|select one|select all that apply|rank)\b\s*(.*)")
_TOLD: Final = 8


def oversights(sheets: Mapping[str, Any]) -> Iterator[FormProblem]:
    """Give what was probably meant otherwise, by sheet, row and column, each with what to write instead."""
    survey: Sequence[Row] = sheets.get("survey") or ()
    choices: Sequence[Row] = sheets.get("choices") or ()
    headers = tuple((sheets.get("survey_header") or ({},))[0])
    if headers and not any(row.get("type") or row.get("name") for row in survey):
        yield FormProblem("survey 表里没有题目，请一行写一题", "survey", 2)
    yield from _columns(headers)
    yield from _choice_columns(sheets)
    lists = _lists_of(choices)
    for number, row in enumerate(choices, 2):
        yield from _choice(row, number)
    chosen_from = {str(row.get("name") or "").strip(): _list_named(row) for row in survey}
    offered = {name: lists[known] for name, known in chosen_from.items() if known in lists}
    for number, row in enumerate(survey, 2):
        yield from _list_used(row, number, lists)
        yield from _formulas(row, number, offered)


def _columns(headers: Sequence[str]) -> Iterator[FormProblem]:
    """Give columns that nobody reads because a letter is wrong; columns of somebody's own are left alone."""
    for header in headers:
        name = re.split(r"::?", str(header).strip().lower())[0]
        alike = get_close_matches(name, _COLUMNS, 1, _ALIKE)
        if alike and name not in _COLUMNS and name.replace(" ", "_") not in _COLUMNS and alike[0] not in headers:
            words = f"没有“{header}”这一列，这一列写的都不起作用；要写的是“{alike[0]}”吗？请改表头"
            yield FormProblem(words, "survey", 1, str(header))


def _choice_columns(sheets: Mapping[str, Any]) -> Iterator[FormProblem]:
    headers = tuple((sheets.get("choices_header") or ({},))[0])
    if headers and not {"list_name", "list name"} & {str(each).strip().lower() for each in headers}:
        yield FormProblem("choices 表的表头要有 list_name、name、label 三列，请补上 list_name", "choices", 1)


def _lists_of(choices: Sequence[Row]) -> dict[str, dict[str, None]]:
    """Give the names of the choices of every list, in their order."""
    lists: dict[str, dict[str, None]] = {}
    for row in choices:
        name = str(row.get("list_name") or row.get("list name") or "").strip()
        if name:
            lists.setdefault(name, {})[str(row.get("name") or "").strip()] = None
    return lists


def _choice(row: Row, number: int) -> Iterator[FormProblem]:
    name = str(row.get("name") or "").strip()
    if re.search(r"\s", name):
        words = f"选项代号（name）里不能有空格：{name}；请改成如 {'_'.join(name.split())}"
        yield FormProblem(words, "choices", number, "name")
    if name and not any(str(text).strip() for key, text in row.items() if str(key).lower().startswith("label")):
        yield FormProblem("选项缺文字（label），手机上会是空白，请补上", "choices", number, "label")


def _list_named(row: Row) -> str:
    found = _CHOOSES.fullmatch(str(row.get("type") or "").strip())
    words = found[1].split() if found else []
    return words[0] if words else ""


def _list_used(row: Row, number: int, lists: Mapping[str, object]) -> Iterator[FormProblem]:
    found = _CHOOSES.fullmatch(str(row.get("type") or "").strip())
    if found is None or found[1].startswith("${"):
        return
    if not found[1]:
        words = "后面要空一格，写上选项表的名称（choices 表的 list_name）"
        yield FormProblem(f"{row['type']} {words}", "survey", number, "type")
        return
    name, *more = found[1].split()
    if "or_other" in more:
        words = "or_other 会加上英文的一项；请删去 or_other，在 choices 表里写一项“其他”，后面加一题 text"
        yield FormProblem(words, "survey", number, "type")
    if name not in lists:
        known = "、".join(list(lists)[:_TOLD])
        remedy = f"请在 choices 表里补上，或改成已有的：{known}" if known else "请在 choices 表里写上它的选项"
        yield FormProblem(f"choices 表里没有选项表“{name}”；{remedy}", "survey", number, "type")


def _formulas(row: Row, number: int, offered: Mapping[str, Mapping[str, object]]) -> Iterator[FormProblem]:
    for header, value in row.items():
        column, text = str(header).strip().lower(), str(value or "").strip()
        if column == "required" and _FOREIGN.search(_LITERALS.sub("", text)) and text not in YES_OR_NO:
            yield FormProblem(f"看不懂“{text}”：必填写 yes，不必填就留空", "survey", number, column)
        elif column in _CONDITIONS or column in _FORMULAS:
            wrong = _wrong(text, column in _CONDITIONS) or _never_chosen(text, offered)
            if wrong:
                yield FormProblem(wrong, "survey", number, _CONDITIONS.get(column, column))


def _wrong(text: str, is_condition: bool) -> str:
    """Say what is wrong with a formula as it is written, in words of who wrote it; empty if nothing is."""
    bare = _ASKED.sub(" ", _LITERALS.sub(" ", text))
    # A name that is not closed pyxform tells itself.
    if "${" in bare or not text:
        return ""
    return _typed_in_chinese(bare, text) or (_unquoted(bare) if is_condition else "") or _unreadable(text)


def _typed_in_chinese(bare: str, text: str) -> str:
    for typed in bare:
        if typed in _PLAIN:
            return f"公式里有中文标点“{typed}”，请改成英文的 {_PLAIN[typed]} ：{text}"
    if {"'", '"'} & set(bare):
        return f"公式里的引号没有成对，请补上：{text}"
    foreign = _FOREIGN.search(bare)
    return f"公式里的文字“{foreign[0]}”要放在英文引号里，如 '{foreign[0]}'：{text}" if foreign else ""


def _unquoted(bare: str) -> str:
    words = [word for word in _BARE.findall(bare) if word not in _WORDS] if "[" not in bare else []
    if not words:
        return ""
    return f"公式里的“{words[0]}”：是答案就放在英文引号里，如 '{words[0]}'；是题目就写 ${{{words[0]}}}"


def _unreadable(text: str) -> str:
    try:
        etree.XPath(_ASKED.sub("x", text))
    except etree.XPathSyntaxError:
        return f"公式写不通，请检查括号是否成对、运算符前后是否都有内容：{text}"
    return ""


def _never_chosen(text: str, offered: Mapping[str, Mapping[str, object]]) -> str:
    """Say if a formula waits for an answer that cannot be chosen."""
    for pattern in (_COMPARED, _SELECTED):
        for name, single, double in pattern.findall(text):
            answer, known = single or double, offered.get(name)
            if answer and known and answer not in known:
                return f"“{name}”的选项里没有“{answer}”，只有：{'、'.join(list(known)[:_TOLD])}"
    return ""
