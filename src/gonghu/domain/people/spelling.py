"""How the names of people are spelt for searching (姓名拼音): 尉迟恭 is yuchigong, ycg."""

from functools import lru_cache

from gonghu.standards.pinyin import syllables

_REMEMBERED = 100_000


@lru_cache(maxsize=_REMEMBERED)
def spelt(name: str) -> tuple[str, str]:
    """Give the pinyin of a name in one word and the first letters of its syllables."""
    parts = syllables(name)
    return "".join(parts), "".join([part[0] for part in parts if part])
