"""Pieces of SQL that clean text whatever its field (文本清洗)."""

from typing import Final

FULL_WIDTH: Final = "".join(chr(code) for code in range(0xFF01, 0xFF5F)) + "\u3000"
HALF_WIDTH: Final = "".join(chr(code) for code in range(0x21, 0x7F)) + " "
INVISIBLE: Final = r"\x{00ad}\x{034f}\x{061c}\x{180e}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}-\x{206f}\x{fe00}-\x{fe0f}\x{feff}\x{fff9}-\x{fffb}"
BLANK: Final = r"\s\x{00a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{0085}"

_NUMBER_AS_FLOAT: Final = "[0-9]{1,15}[.]0"


def literal(text: str) -> str:
    """Return a SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Return a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def half_width(cell: str) -> str:
    """Full-width letters, digits and marks become half-width; nothing is done to cells that have none."""
    wide = literal(r"[\x{ff01}-\x{ff5e}\x{3000}]")
    return (
        f"CASE WHEN regexp_matches({cell}, {wide}) "
        f"THEN translate({cell}, {literal(FULL_WIDTH)}, {literal(HALF_WIDTH)}) ELSE {cell} END"
    )


def without_float_tail(cell: str) -> str:
    """Return the expression without the .0 that a whole number in a workbook carries."""
    return (
        f"CASE WHEN regexp_full_match({cell}, {literal(_NUMBER_AS_FLOAT)}) "
        f"THEN regexp_replace({cell}, '[.]0$', '') ELSE {cell} END"
    )


def tidy_text(cell: str) -> str:
    """Text (文本): trimmed, invisible characters gone, long numbers without blanks; NULL if nothing is left."""
    odd = literal(rf"[{INVISIBLE}{BLANK}\x{{ff01}}-\x{{ff5e}}]|^'|^[0-9]+[.]0$")
    plain = half_width(f"regexp_replace({cell}, {literal(f'[{INVISIBLE}]')}, '', 'g')")
    trimmed = f"regexp_replace({plain}, {literal(f'^[{BLANK}]+|[{BLANK}]+$|^[{chr(39)}]')}, '', 'g')"
    number = literal(rf"[0-9]+([{BLANK}]+[0-9]+)+")
    digits = (
        f"CASE WHEN regexp_full_match({trimmed}, {number}) "
        f"THEN regexp_replace({trimmed}, {literal(f'[{BLANK}]')}, '', 'g') ELSE {without_float_tail(trimmed)} END"
    )
    return f"CASE WHEN regexp_matches({cell}, {odd}) THEN nullif({digits}, '') ELSE {cell} END"
