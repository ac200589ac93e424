"""What pyxform says of a form, in Chinese and with sheet, row and column (问卷错误的说法)."""

import re
from dataclasses import dataclass
from typing import Final

_ROW: Final = re.compile(r"\[row : (\d+)\]")
_SHEET: Final = re.compile(r"[Oo]n the '(\w+)' sheet")
_COLUMN: Final = re.compile(r"the '([\w:]+)' (?:column )?value")
_ADVICE: Final[tuple[tuple[str, str], ...]] = (
    (r"must be unique within their nearest parent", "题目代号（name）重复，请改成不同的"),
    (r"Choice names must be unique", "同一选项表里有重复的选项代号（name），请改一个"),
    (r"Choices must have a name", "选项缺代号，请在 name 列补上"),
    (r"Choices should have a label", "选项缺文字（label）"),
    (r"See \[(.+?)\] in \[(.+?)\]", "多选题的选项代号里不能有空格：{0}"),
    (r"Names must begin with a letter", "代号只能用字母、数字和下划线，且以字母开头，请改写"),
    (r"Question or group with no name", "题目缺代号，请在 name 列补上"),
    (r"Question with no type", "题目缺题型，请在 type 列补上"),
    (r"Use the max-pixels parameter", "照片会很大：请在 parameters 列写 max-pixels=1600"),
    (
        r"Unknown question type '?([^']+)",
        "不认识的题型“{0}”；常用的有 text、integer、date、select_one、select_multiple、image、note",
    ),
    (r"List name not in choices sheet: (\S+)", "choices 表里没有选项表“{0}”"),
    (r"There should be a choices sheet", "有选择题，却没有 choices 表"),
    (r"Unmatched 'begin", "分组没有结束：请在这一组后面补一行 end_group 或 end_repeat"),
    (r"Unmatched 'end", "多了一个结束（end_group 或 end_repeat），或与开头的不是一种；请删去或改成一样的"),
    (r"Missing calculation", "自动计算的题缺公式，请写在 calculation 列"),
    (r"Could not find the name '([^']+)'", "公式提到的题“{0}”不在问卷里，请改成已有题目的代号（name）"),
    (r"Reference variables must start with", "公式里 ${…} 没有写完整"),
    (r"the 'parameters' value is invalid", "parameters 列写得不对；拿不准就留空"),
    (r"'definition' was not recognized", "文件读不出：请传 Excel 工作簿（.xlsx）或 Markdown 表格（.md）"),
    (r"Invalid headers provided for sheet: 'survey'", "survey 表的表头要有 type、name、label 三列"),
    (r"Invalid headers provided for sheet: '(\w+)'", "{0} 表的表头不对"),
    (r"required column headers were not found: (.+?)\.", "缺少列：{0}"),
    (r"You must have a sheet named 'survey'|must have a sheet named \(case-insensitive\): survey", "没有 survey 表"),
    (r"does not appear to be a valid XLSForm", "不是问卷：没有 survey 表"),
    (r"has no label|with no label", "题目缺文字，请在 label 列补上"),
)


@dataclass(frozen=True, slots=True)
class FormProblem:
    """One thing that is wrong with a form as it was written (问卷错误): where, and what to do."""

    words: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def __str__(self) -> str:
        row = f"第 {self.row} 行" if self.row else ""
        column = f"“{self.column}”列" if self.column else ""
        place = " ".join(part for part in (f"{self.sheet} 表" if self.sheet else "", row, column) if part)
        return f"{place}：{self.words}" if place else self.words


def problem_of(said: str) -> FormProblem:
    """Give what pyxform says as a problem; what nobody has translated keeps its English words."""
    row, sheet, column = _ROW.search(said), _SHEET.search(said), _COLUMN.search(said)
    return FormProblem(
        words=_advice(said),
        sheet=sheet[1] if sheet else ("survey" if row else ""),
        row=int(row[1]) if row else None,
        column=column[1] if column else "",
    )


def _advice(said: str) -> str:
    for pattern, words in _ADVICE:
        found = re.search(pattern, said)
        if found:
            return words.replace("{0}", next((part for part in found.groups() if part), ""))
    bare = _ROW.sub("", said).strip()
    return f"{bare.splitlines()[0][:200]}" if bare else "问卷写得不对"
