"""
Rebuild the character tables of ``gonghu.standards`` from packages on PyPI.

Run from the root of the repository::

    uv run --no-project --with opencc-python-reimplemented==0.1.7 --with pypinyin==0.55.0 \
        --with pypinyin-dict==0.9.0 python scripts/build_character_tables.py

Sources: TSCharacters of OpenCC (Apache-2.0) for traditional to simplified; the readings of
pypinyin (MIT); the 8,105 characters of 通用规范汉字表 (State Council, 2013) with their readings
from 通用规范汉字字典, as carried by pypinyin-dict (MIT).
"""

from __future__ import annotations

import importlib
import unicodedata
from collections import defaultdict
from importlib import metadata
from importlib.resources import files
from pathlib import Path

TABLES = Path(__file__).resolve().parents[1] / "src" / "gonghu" / "standards" / "tables"


def traditional_characters() -> dict[str, str]:
    """Read OpenCC's table; where it offers several simplified forms the first is the usual one."""
    text = (files("opencc") / "dictionary" / "TSCharacters.txt").read_text(encoding="utf-8-sig")
    pairs = (line.split("\t") for line in text.splitlines() if line)
    return {traditional: choices.split(" ")[0] for traditional, choices in pairs}


def standard_readings() -> dict[str, list[str]]:
    """Read the characters of 通用规范汉字表 with all their toneless readings."""
    module = importlib.import_module("pypinyin_dict.pinyin_data.ktghz2013")
    return {chr(point): toneless(readings) for point, readings in module.pinyin_dict.items()}


def toneless(readings: str) -> list[str]:
    """Strip the tone marks of a comma-separated list; ü becomes v, so that every key is ASCII."""
    plain: dict[str, None] = {}
    for reading in readings.split(","):
        bare = unicodedata.normalize("NFD", unicodedata.normalize("NFC", reading).replace("ü", "v"))
        for marked in "ǖǘǚǜ":
            bare = bare.replace(unicodedata.normalize("NFD", marked), "v")
        letters = "".join(letter for letter in bare if letter.isascii() and letter.isalpha())
        if letters:
            plain[letters] = None
    return list(plain)


def write(name: str, heading: list[str], lines: list[str]) -> None:
    heading = [*heading, f"Rebuilt by scripts/{Path(__file__).name}."]
    text = "".join(f"# {line}\n" for line in heading) + "".join(f"{line}\n" for line in lines)
    (TABLES / name).write_text(text, encoding="utf-8")
    print(f"{name}: {len(lines)} lines, {len(text.encode()):,} bytes")


def write_simplified(standard: dict[str, list[str]]) -> None:
    """
    Keep only pairs from outside 通用规范汉字表 into it.

    A character of that table is a correct modern character (乾, 於, 甯, 昇 in names) and stays; a
    simplified form that is not in it was never approved, so the rare character stays as the
    household register writes it.
    """
    pairs = traditional_characters()
    kept = {t: s for t, s in pairs.items() if t not in standard and s in standard}
    version = metadata.version("opencc-python-reimplemented")
    heading = [
        "Traditional character, simplified character (繁体字, 规范字).",
        f"From OpenCC TSCharacters (opencc-python-reimplemented {version}, Apache-2.0), limited to",
        "pairs that lead from outside 通用规范汉字表 (2013) into it.",
    ]
    write("simplified.txt", heading, [f"{old}{new}" for old, new in sorted(kept.items())])


def write_pinyin(standard: dict[str, list[str]]) -> None:
    """Group every character pypinyin knows by its most common toneless reading."""
    module = importlib.import_module("pypinyin.constants")
    groups: dict[str, list[str]] = defaultdict(list)
    others: list[str] = []
    for point, readings in sorted(module.PINYIN_DICT.items()):
        character, plain = chr(point), toneless(readings)
        if not plain:
            continue
        groups[plain[0]].append(character)
        rest = sorted(set(standard.get(character, ())) - {plain[0]})
        if rest:
            others.append(f"{character} {' '.join(rest)}")
    heading = [
        "Toneless reading, then every character whose most common reading it is; ü is v.",
        f"From pypinyin {metadata.version('pypinyin')} (MIT).",
    ]
    lines = [f"{reading} {''.join(characters)}" for reading, characters in sorted(groups.items())]
    write("pinyin.txt", heading, lines)
    heading = [
        "Polyphonic character (多音字), then its readings besides the one in pinyin.txt; ü is v.",
        f"From 通用规范汉字字典 as carried by pypinyin-dict {metadata.version('pypinyin-dict')} (MIT).",
    ]
    write("pinyin_other_readings.txt", heading, others)


if __name__ == "__main__":
    write_simplified(standard_readings())
    write_pinyin(standard_readings())
