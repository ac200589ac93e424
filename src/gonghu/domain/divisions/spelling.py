"""How the names of places are spelt for searching (地名拼音): 津南区 is jinnanqu, jnq."""

import unicodedata

from gonghu.standards.pinyin import PINYIN


def spelt(name: str) -> tuple[str, str]:
    """Give the pinyin of a place in one word and the first letters of its syllables; places have no surnames."""
    table = PINYIN.entries
    syllables = [table.get(character, character.lower()) for character in normal(name) if character.isalnum()]
    return "".join(syllables), "".join([syllable[0] for syllable in syllables])


def normal(name: str) -> str:
    """Write a name in half width without blanks, as it is compared."""
    return "".join(unicodedata.normalize("NFKC", name).split())
