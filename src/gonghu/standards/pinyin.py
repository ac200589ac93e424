"""
Pinyin of names (拼音) without tones, after GB/T 28039-2011 (中国人名汉语拼音字母拼写规则).

Names that sound alike are a common slip of the typist. Keys are lower-case ASCII with v for ü, so that any
engine may compare them byte by byte.
"""

from typing import Final

from gonghu.standards.chinese_name import NAME_DOT, is_han
from gonghu.standards.surname import split_name
from gonghu.standards.tables import LazyTable, table_lines


def sounds() -> list[tuple[str, str]]:
    """List each reading with all characters whose most common reading it is."""
    groups = (line.split(" ", 1) for line in table_lines("pinyin.txt"))
    return [(reading, characters) for reading, characters in groups]


def _read_pinyin() -> dict[str, str]:
    return {character: reading for reading, characters in sounds() for character in characters}


def _read_other_readings() -> dict[str, str]:
    return dict(line.split(" ", 1) for line in table_lines("pinyin_other_readings.txt"))


def _read_surnames() -> dict[str, str]:
    fields = (line.split(" ") for line in table_lines("surname_pinyin.txt"))
    return {surname: reading.replace(".", " ") for surname, reading, *_ in fields}


def _read_other_surname_readings() -> dict[str, str]:
    fields = (line.split(" ") for line in table_lines("surname_pinyin.txt"))
    return {surname: " ".join(others) for surname, _, *others in fields if others}


PINYIN: Final = LazyTable(_read_pinyin)
"""Each of some 41,900 characters to its most common reading without tone."""

OTHER_READINGS: Final = LazyTable(_read_other_readings)
"""A polyphonic character (多音字) to its other readings, parted by blanks."""

SURNAME_PINYIN: Final = LazyTable(_read_surnames)
"""A surname with a reading of its own (曾 zeng, 尉迟 yu chi) to that reading; syllables parted by blanks."""

OTHER_SURNAME_READINGS: Final = LazyTable(_read_other_surname_readings)
"""A surname that families read differently (覃 Qin, Tan) to its rarer readings."""

# Sounds that dialect speakers and voice typing exchange: flat and curled tongue, n and l, -n and -ng.
_INITIALS_ALIKE: Final = {"zh": "z", "ch": "c", "sh": "s", "n": "l", "r": "l"}
_TWO_LETTER_INITIALS: Final = frozenset({"zh", "ch", "sh"})


def syllables(name: str) -> tuple[str, ...]:
    """
    Spell a cleaned name, surname first: 曾华 gives zeng, hua.

    The middle dot is silent; a character without a known reading stands for itself, a foreign name
    for its words.
    """
    if not any(map(is_han, name)):
        return tuple(name.lower().split())
    surname, given = split_name(name)
    spelt = SURNAME_PINYIN.get(surname)
    first = spelt.split(" ") if spelt else _read_each(surname)
    return (*first, *_read_each(given))


def _read_each(text: str) -> list[str]:
    table = PINYIN.entries
    return [table.get(character, character.lower()) for character in text if character != NAME_DOT]


def homophone_key(name: str) -> str:
    """Give the key that names of the same sound share: 张伟 and 章玮 both have zhang wei."""
    return " ".join(syllables(name))


def initials(name: str) -> str:
    """Give the first letter of each syllable: 尉迟恭 gives ycg."""
    return "".join(syllable[0] for syllable in syllables(name) if syllable.strip())


def near_homophone_key(name: str) -> str:
    """Give a key that names of nearly the same sound share (平翘舌, 前后鼻音, n/l): 陈琳 and 程玲 agree."""
    return " ".join(map(_blurred, syllables(name)))


def _blurred(syllable: str) -> str:
    width = 2 if syllable[:2] in _TWO_LETTER_INITIALS else 1
    initial, final = syllable[:width], syllable[width:]
    return _INITIALS_ALIKE.get(initial, initial) + final.removesuffix("g")


def readings(name: str) -> tuple[frozenset[str], ...]:
    """Give all readings of each character of a cleaned name, for polyphonic characters and surnames."""
    usual = syllables(name)
    if not any(map(is_han, name)):
        return tuple(frozenset({word}) for word in usual)
    surname, given = split_name(name)
    others = [OTHER_READINGS.get(character, "") for character in surname + given if character != NAME_DOT]
    if len(surname) == 1:
        others[0] = OTHER_SURNAME_READINGS.get(surname, "")
    elif surname:
        others[:2] = ["", ""]
    return tuple(frozenset({one, *more.split()}) for one, more in zip(usual, others, strict=True))


def sound_alike(one: str, other: str) -> bool:
    """Tell whether two cleaned names can be read the same, whichever reading each character takes."""
    pairs = readings(one), readings(other)
    return len(pairs[0]) == len(pairs[1]) and all(a & b for a, b in zip(*pairs, strict=True))


def passport_spelling(name: str) -> str:
    """
    Write a name as passports do: ZENG HUA, LYU NA, surname first, given name in one word.

    ü becomes YU in names (GB/T 28039-2011, 4.7, and the practice of exit-entry offices since 2012).
    """
    surname, _ = split_name(name)
    spelt = [_without_v(syllable).upper() for syllable in syllables(name)]
    width = len(surname)
    return " ".join(word for word in ("".join(spelt[:width]), "".join(spelt[width:])) if word)


def _without_v(syllable: str) -> str:
    return syllable.replace("v", "yu") if syllable[:2] in {"nv", "lv"} else syllable
