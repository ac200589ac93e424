"""
Chinese personal names (姓名) as registers hold them, made comparable.

Width by NFKC (Unicode UAX #15), characters by 通用规范汉字表 (国发〔2013〕23号): traditional ones become
simplified, rare ones stay as they are. The middle dot of minority names is · (GB/T 15834-2011, 间隔号).
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from gonghu.standards.tables import LazyTable, table_lines

NAME_DOT: Final = "·"
NAME_DOTS: Final = "·•・･‧∙⋅●◦▪᛫⸱ꞏᐧ˙﹒"
"""Marks that always stand for the dot of minority names."""

DOTS_BETWEEN_HAN: Final = ".．。｡-－—_"
"""Marks that stand for the dot only between two Chinese characters (买买提.吐尔逊)."""

ZERO_WIDTH: Final = (
    "\u00ad\u034f\u061c\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufe00\ufe01\ufe0e\ufe0f\ufeff\ufff9\ufffa\ufffb"
)
"""Characters that nobody sees and every comparison trips over."""

PLACEHOLDERS: Final = frozenset(
    [
        "无",
        "无名",
        "无名氏",
        "未知",
        "不详",
        "不明",
        "不清",
        "待定",
        "待查",
        "空",
        "暂无",
        "未取名",
        "未起名",
        "未命名",
        "未登记",
        "查无",
        "查无此人",
        "无父",
        "无母",
        "姓名",
        "同上",
        "NULL",
        "NONE",
        "NAN",
        "NA",
        "N/A",
        "#N/A",
        "UNKNOWN",
        "XX",
        "XXX",
    ]
)
"""What people type where there is no name."""

_HAN: Final = "〇\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_BRACKETS: Final = "()[]{}【】〔〕〈〉《》 "
_NOTE: Final = r"[(\[{【〔〈《][^)\]}】〕〉》]*[)\]}】〕〉》]?"
_NOTE_WORDS: Final = "已核实|已核对|已核查|已核|已审核|待核实|已死亡|已注销|已故|已迁出|重名|曾用名[:：]?.*"
_MARKS: Final = r"[0-9A-Z#*★☆△▲※○◎?!、,;:/\\|+]+"
_TRAILING: Final = re.compile(rf"(?:{_NOTE}|(?<=[{_HAN}]{{2}})(?:{_NOTE_WORDS}|{_MARKS}))$")
_LEADING_COUNT: Final = re.compile(rf"^[0-9]+[.、)）．]?(?=[{_HAN}])")
_LEADING_NOTE: Final = re.compile(rf"^{_NOTE.removesuffix('?')}(?=[{_HAN}])")
_DOT: Final = re.compile(
    rf"\s*[{re.escape(NAME_DOTS)}]\s*|(?<=[{_HAN}])\s*[{re.escape(DOTS_BETWEEN_HAN)}]\s*(?=[{_HAN}])"
)
_INVISIBLE: Final = re.compile(rf"[{ZERO_WIDTH}\U000e0100-\U000e01ef]")
_HAN_CHARACTER: Final = re.compile(rf"[{_HAN}]")
_FORMER: Final = re.compile(r"(?:曾用名|原名|又名|别名|曾名|小名|乳名)(?:[:：为叫是])?\s*([^,，;；、)）\]】]+)")


def _read_simplified() -> dict[str, str]:
    return {line[0]: line[1] for line in table_lines("simplified.txt")}


def _read_variants() -> dict[str, str]:
    return {line[0]: line[1] for line in table_lines("variants.txt")}


def _read_private_use() -> dict[str, str]:
    return {line[0]: line[2] for line in table_lines("private_use.txt")}


SIMPLIFIED: Final = LazyTable(_read_simplified)
"""One traditional character (繁体字) to its simplified one, about 2,900."""

VARIANTS: Final = LazyTable(_read_variants)
"""A character that clerks exchange with another (异体字, 堃 for 坤): for comparing, never for writing."""

PRIVATE_USE: Final = LazyTable(_read_private_use)
"""A private-use character of old exports (\\ue863 for 䶮) to the real one, 80 of them."""


@dataclass(frozen=True, slots=True)
class NameReading:
    """A name cell taken apart: the name, the names it says were used before, the notes cut off."""

    name: str | None
    former_names: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def read_name(text: str) -> NameReading:
    """Take a name cell apart: 張三（已核） gives 张三 and the note 已核; 不详 gives no name."""
    name = _DOT.sub(NAME_DOT, _visible(text))
    notes: list[str] = []
    former: list[str] = []
    name = _LEADING_COUNT.sub("", name)
    if (leading := _LEADING_NOTE.match(name)) is not None:
        notes.append(leading[0].strip(_BRACKETS))
        name = name[leading.end() :]
    while (match := _TRAILING.search(name)) is not None and match.start() > 0:
        notes.insert(0, match[0].strip(_BRACKETS))
        former[:0] = [clean for found in _FORMER.findall(match[0]) if (clean := _spaced(found))]
        name = name[: match.start()].rstrip()
    name = _spaced(name).strip(_BRACKETS + NAME_DOT + "-—_/\\.,、。'\"")
    usable = name if name and name not in PLACEHOLDERS else None
    return NameReading(usable, tuple(former), tuple(notes))


def clean_name(text: str) -> str | None:
    """Bring a name to the one form in which names are compared; None if the cell names nobody."""
    return read_name(text).name


def simplify(text: str) -> str:
    """Replace traditional characters by simplified ones, one for one."""
    table = SIMPLIFIED.entries
    return "".join([table.get(character, character) for character in text])


def variant_key(name: str) -> str:
    """Fold the variants of a cleaned name and drop its dots, so that 李堃 and 李坤 share a key."""
    table = VARIANTS.entries
    return "".join([table.get(character, character) for character in name if character != NAME_DOT])


def is_han(character: str) -> bool:
    """Tell whether a character is a Chinese one, rare ones of the supplementary planes included."""
    return _HAN_CHARACTER.fullmatch(character) is not None


def _visible(text: str) -> str:
    # Dots first: NFKC would turn ˙ into a blank.
    dotted = text.translate(dict.fromkeys(map(ord, NAME_DOTS), NAME_DOT))
    plain = _INVISIBLE.sub("", unicodedata.normalize("NFKC", dotted))
    private = PRIVATE_USE.entries
    return simplify("".join([private.get(character, character) for character in plain])).upper().strip()


def _spaced(name: str) -> str:
    """Drop blanks inside a Chinese name (王 芳); keep single ones in a foreign name."""
    if _HAN_CHARACTER.search(name):
        return "".join(name.split())
    return " ".join(name.split())
