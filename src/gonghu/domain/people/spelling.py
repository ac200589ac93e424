"""How the names of people are spelt for searching (姓名拼音): 尉迟恭 is yuchigong, ycg."""

from functools import lru_cache

from gonghu.standards.chinese_name import NAME_DOT
from gonghu.standards.pinyin import syllables
from gonghu.standards.surname import split_name

_REMEMBERED = 100_000


@lru_cache(maxsize=_REMEMBERED)
def spelt(name: str) -> tuple[str, str]:
    """Give the pinyin of a name in one word and the first letters of its syllables."""
    parts = syllables(name)
    return "".join(parts), "".join([part[0] for part in parts if part])


@lru_cache(maxsize=_REMEMBERED)
def given(name: str) -> tuple[str, str]:
    """
    Give the given name and its pinyin: what comes after the surname, the last dot or the last blank.

    Of 买买提·吐尔逊 it is 吐尔逊; a name of one part has none.
    """
    surname, rest = split_name(name)
    if surname:
        width = len(surname)
        return rest, "".join(syllables(name)[width:])
    last = name.replace(NAME_DOT, " ").split(" ")[-1]
    return (last, "".join(syllables(last))) if last != name else ("", "")
