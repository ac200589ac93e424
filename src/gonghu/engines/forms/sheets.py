"""
What our own house asks of a form beyond pyxform (问卷的规矩).

Photos, recordings and positions are never required: 国办函〔2026〕12号 forbids forcing them. What a program collects
without being asked (positions in the background, telephone numbers) is refused for the same reason, and whatever would
fetch another file, because a form names no file on the server.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from gonghu.engines.forms.complaints import FormProblem
from gonghu.engines.forms.expressions import functions_in
from gonghu.engines.forms.functions import KNOWN, ONLY_ON_THE_TELEPHONE

Row = Mapping[str, Any]

_OPTIONAL: Final = frozenset(
    {"image", "photo", "picture", "audio", "video", "file", "geopoint", "geotrace", "geoshape", "gps", "location"}
)
_UNASKED: Final = frozenset(
    {
        "start-geopoint", "background-audio", "background-geopoint", "audit", "deviceid", "subscriberid", "imei",
        "phonenumber", "phone number", "simserial", "email", "username",
    }
)  # fmt: skip
_OTHER_FILES: Final = re.compile(r"(_from_file|_external)\b|^(xml|csv)-external$")
_MEDIA: Final = re.compile(r"^(media::)?(image|big-image|audio|video)(::|$)")
_FETCHING: Final = frozenset({"pulldata", "http-get", "instance-from"})
_EXPRESSIONS: Final = {
    "relevant": "relevant", "relevance": "relevant", "required": "required", "constraint": "constraint",
    "choice_filter": "choice_filter",
}  # fmt: skip
_WORKED_OUT: Final = ("calculation", "calculate", "default", "trigger", "repeat_count")
_YES: Final = frozenset({"yes", "true", "true()", "1", "是"})
# A quantified group that is itself repeated may take years to fail.
_ENDLESS: Final = re.compile(r"\([^()]*[+*}][^()]*\)\s*[+*{]")
_PATTERN: Final = re.compile(r"regex\s*\([^,]*,\s*(?:'([^']*)'|\"([^\"]*)\")")
LONGEST_EXPRESSION: Final = 2_000
MOST_QUESTIONS: Final = 500
MOST_CHOICES: Final = 10_000


def house_rules(sheets: Mapping[str, Any]) -> Iterator[FormProblem]:
    """Give what breaks the rules, by sheet and row; rows are counted as Excel shows them, the header is the first."""
    survey: Sequence[Row] = sheets.get("survey") or ()
    choices: Sequence[Row] = sheets.get("choices") or ()
    if len(survey) > MOST_QUESTIONS:
        yield FormProblem(f"题目太多，最多 {MOST_QUESTIONS} 行", "survey")
        return
    if len(choices) > MOST_CHOICES:
        yield FormProblem(f"选项太多，最多 {MOST_CHOICES} 行", "choices")
        return
    yield from _other_sheets(sheets)
    names: dict[str, int] = {}
    for number, row in enumerate(survey, 2):
        yield from _question(row, number)
        yield from _name(row, number, names)
        yield from _row_expressions(row, number)
    for number, row in enumerate(choices, 2):
        yield from _media(row, number, "choices")


def _other_sheets(sheets: Mapping[str, Any]) -> Iterator[FormProblem]:
    for column in ("submission_url", "public_key"):
        if any(row.get(column) for row in sheets.get("settings") or ()):
            yield FormProblem("问卷只能交到本系统，请清空这一列", "settings", 2, column)
    for name in ("external_choices", "osm", "entities"):
        if sheets.get(name):
            yield FormProblem("不支持这张表，请删去", name)


def _question(row: Row, number: int) -> Iterator[FormProblem]:
    kind = " ".join(str(row.get("type", "")).split()).lower()
    first = kind.partition(" ")[0]
    if kind in _UNASKED or first in _UNASKED:
        yield FormProblem("不得在填写人不知情时采集（国办函〔2026〕12号），请删去这一题", "survey", number, "type")
    if _OTHER_FILES.search(first):
        yield FormProblem("问卷不能引用外部文件，请把选项写进 choices 表", "survey", number, "type")
    if first in _OPTIONAL and str(row.get("required", "")).strip().lower() not in {"", "no", "false", "false()", "否"}:
        yield FormProblem(
            "照片、录音和位置不得强制（国办函〔2026〕12号），请把 required 留空", "survey", number, "required"
        )
    yield from _media(row, number, "survey")


def _name(row: Row, number: int, names: dict[str, int]) -> Iterator[FormProblem]:
    name, kind = str(row.get("name", "")).strip(), str(row.get("type", "")).strip().lower()
    if not name or kind.startswith("end"):
        return
    # Two names that differ in capitals alone are one to whoever reads them.
    if name.lower() in names:
        words = f"题目代号“{name}”与第 {names[name.lower()]} 行重复；整份问卷里代号只能用一次，请改一个"
        yield FormProblem(words, "survey", number, "name")
    names.setdefault(name.lower(), number)


def _row_expressions(row: Row, number: int) -> Iterator[FormProblem]:
    for column, text in _texts(row):
        if column in _EXPRESSIONS:
            if column == "required" and text.strip().lower() in _YES | {"no", "false", "否"}:
                continue
            yield from _expression(text, number, _EXPRESSIONS[column], KNOWN)
        elif column in _WORKED_OUT:
            yield from _expression(text, number, column, KNOWN | ONLY_ON_THE_TELEPHONE)


def _expression(text: str, number: int, column: str, known: frozenset[str]) -> Iterator[FormProblem]:
    if len(text) > LONGEST_EXPRESSION:
        yield FormProblem(f"公式太长，最多 {LONGEST_EXPRESSION} 个字", "survey", number, column)
        return
    called = functions_in(text)
    fetching = sorted(called & _FETCHING)
    if fetching:
        yield FormProblem(f"问卷不能引用外部文件：{fetching[0]}()", "survey", number, column)
    elif called - known and column != "default":
        yield FormProblem(f"不认识的函数：{min(called - known)}()", "survey", number, column)
    for found in _PATTERN.finditer(text):
        yield from _regex(found[1] or found[2] or "", number, column)


def _regex(pattern: str, number: int, column: str) -> Iterator[FormProblem]:
    if _ENDLESS.search(pattern):
        yield FormProblem("regex() 里重复套着重复，可能算不完，请改写", "survey", number, column)
        return
    try:
        re.compile(pattern)
    except re.error:
        yield FormProblem("regex() 里的格式写得不对", "survey", number, column)


def _media(row: Row, number: int, sheet: str) -> Iterator[FormProblem]:
    for column, text in _texts(row):
        if _MEDIA.match(column) and text.strip():
            yield FormProblem("问卷里不能放图片、声音和视频，请清空这一列", sheet, number, column)


def _texts(row: Row) -> Iterator[tuple[str, str]]:
    for column, value in row.items():
        if isinstance(value, dict):
            yield from ((f"{column}::{inner}", str(text)) for inner, text in value.items())
        else:
            yield str(column).strip().lower(), str(value)
