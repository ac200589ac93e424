"""
Damage to clean records as departments do it: mistyped numbers, homophones, stray marks, mixed date styles.

Rates are shares of filled cells. `SAMPLE` follows what sixteen real-looking rosters of a district show, `HEAVY` is two
to three times as bad and has damage that `SAMPLE` lacks, `CLEAN` has none whatever.
"""

from dataclasses import dataclass, fields
from enum import Enum

from gonghu.engines.synthesis.names import HOMOPHONES, SIMPLIFIED, TRADITIONAL
from gonghu.engines.synthesis.randomness import sql_text


@dataclass(frozen=True)
class DirtRates:
    """How often each kind of damage happens; ``decorated`` files also have titles, footers and blank rows."""

    decorated: bool = False
    number_missing: float = 0.0
    parent_number_missing: float = 0.0
    newborn_number_missing: float = 0.0
    digit_wrong: float = 0.0
    two_digits_wrong: float = 0.0
    digits_swapped: float = 0.0
    digit_lost: float = 0.0
    digit_doubled: float = 0.0
    full_width: float = 0.0
    inner_blanks: float = 0.0
    trailing_blank: float = 0.0
    apostrophe: float = 0.0
    lower_case_x: float = 0.0
    fifteen_digits: float = 0.0
    excel_damaged: float = 0.0
    zero_width: float = 0.0
    name_blank: float = 0.0
    name_note: float = 0.0
    homophone: float = 0.0
    traditional: float = 0.0
    birth_wrong: float = 0.0
    other_date_style: float = 0.0

    def scaled(self, factor: float, **changes: float) -> "DirtRates":
        """Return these rates times a factor, with some set outright."""
        rates = {f.name: getattr(self, f.name) * factor for f in fields(self) if f.name != "decorated"}
        return DirtRates(decorated=self.decorated, **(rates | changes))


_SAMPLE = DirtRates(
    decorated=True, number_missing=0.014, parent_number_missing=0.058, newborn_number_missing=0.29,
    digit_wrong=0.02, digits_swapped=0.007, full_width=0.01, inner_blanks=0.013, trailing_blank=0.027,
    apostrophe=0.015, lower_case_x=0.03, fifteen_digits=0.0025, excel_damaged=0.001, zero_width=0.018,
    name_blank=0.012, name_note=0.005, homophone=0.004, traditional=0.004, birth_wrong=0.001, other_date_style=0.02,
)  # fmt: skip


class Dirt(Enum):
    """How dirty the files are."""

    CLEAN = "clean"
    SAMPLE = "sample"
    HEAVY = "heavy"

    @property
    def rates(self) -> DirtRates:
        """Return the rates of this level."""
        return {
            "clean": DirtRates(),
            "sample": _SAMPLE,
            "heavy": _SAMPLE.scaled(2.5, digit_lost=0.005, digit_doubled=0.004, two_digits_wrong=0.003,
                                    newborn_number_missing=0.55),
        }[self.value]  # fmt: skip


def _first_that(draw: str, damages: list[tuple[float, str]], untouched: str) -> str:
    reached = 0.0
    arms = []
    for rate, damaged in damages:
        if rate > 0:
            reached += rate
            arms.append(f"WHEN {draw} < {reached:.6f} THEN {damaged}")
    return f"CASE {' '.join(arms)} ELSE {untouched} END" if arms else untouched


def _shifted(value: str, place: str, by: str) -> str:
    return (
        f"substr({value}, 1, {place} - 1) || ((substr({value}, {place}, 1)::INTEGER + {by}) % 10)"
        f" || substr({value}, {place} + 1)"
    )


def dirty_number(kind: str, field: str, rates: DirtRates, missing: float, in_workbook: bool) -> str:
    """
    Return SQL for an ID number as it was typed; NULL when it was left out.

    Every kind of file is typed anew: a number wrong in one is right in the next.

    A number Excel has spoilt is told from text by a leading control character when it goes into a workbook.
    """
    draw, place = f"u(r, '{kind} {field} damage')", f"(1 + n(r, '{kind} {field} place', 16))"
    spoilt = f"substr({field}, 1, 15) || '000'"
    in_text = (
        f"CASE WHEN u(r, '{kind} {field} display') < 0.3 THEN substr({field}, 1, 1) || '.' || substr({field}, 2, 5) "
    )
    in_text += f"|| 'E+17' ELSE {spoilt} END"
    two_wrong = _shifted(f"({_shifted(field, place, '3')})", f"(1 + ({place} + 5) % 17)", "4")
    swapped = f"substr({field}, 1, {place} - 1) || substr({field}, {place} + 1, 1) || substr({field}, {place}, 1)"
    doubled = f"substr({field}, 1, {place}) || substr({field}, {place})"
    wide = f"translate({field}, '0123456789X', '０１２３４５６７８９Ｘ')"
    fifteen = (
        f"CASE WHEN substr({field}, 7, 2) = '19' THEN substr({field}, 1, 6) || substr({field}, 9, 9) ELSE {field} END"
    )
    damages = [
        (missing, "NULL"),
        (rates.digit_wrong, _shifted(field, place, f"1 + n(r, '{kind} {field} digit', 9)")),
        (rates.two_digits_wrong, two_wrong),
        (rates.digits_swapped, f"{swapped} || substr({field}, {place} + 2)"),
        (rates.digit_lost, f"substr({field}, 1, {place} - 1) || substr({field}, {place} + 1)"),
        (rates.digit_doubled, doubled),
        (rates.full_width, wide),
        (rates.inner_blanks, f"substr({field}, 1, 6) || ' ' || substr({field}, 7, 8) || ' ' || substr({field}, 15)"),
        (rates.trailing_blank, f"{field} || ' '"),
        (rates.apostrophe, f"'''' || {field}"),
        (rates.fifteen_digits, fifteen),
        (rates.excel_damaged, f"chr(1) || {spoilt}" if in_workbook else in_text),
        (rates.lower_case_x, f"lower({field})"),
    ]
    # Passports (starting with a letter) are only ever left out.
    whole = f"CASE WHEN {draw} < {missing:.6f} THEN NULL ELSE {field} END" if missing else field
    return f"CASE WHEN {field} LIKE 'E%' THEN {whole} ELSE {_first_that(draw, damages, field)} END"


def dirty_name(kind: str, field: str, rates: DirtRates) -> str:
    """Return SQL for a name as it was typed: homophones, traditional characters, stray blanks and notes."""
    one, other = (sql_text("".join(pair[side] for pair in HOMOPHONES)) for side in (0, 1))
    draw = f"u(r, '{kind} {field} damage')"
    blank = f"CASE WHEN length({field}) = 2 THEN substr({field}, 1, 1) || '  ' || substr({field}, 2) ELSE {field} END"
    return _first_that(
        draw,
        [
            (rates.homophone * 1.6, f"substr({field}, 1, 1) || translate(substr({field}, 2), {one}, {other})"),
            (rates.homophone * 0.2, f"translate(substr({field}, 1, 1), {one}, {other}) || substr({field}, 2)"),
            (rates.traditional * 1.6, f"translate({field}, {sql_text(SIMPLIFIED)}, {sql_text(TRADITIONAL)})"),
            (rates.zero_width, f"{field} || chr(8203)"),
            (rates.name_blank * 4, blank),
            (rates.name_note, f"{field} || '(已核)'"),
        ],
        field,
    )


# The six ways departments write a date, and the Excel serial number of a day.
DATE_STYLES = {
    "iso": "strftime({0}, '%Y-%m-%d')",
    "dots": "strftime({0}, '%Y.%m.%d')",
    "slashes": "strftime({0}, '%Y/%-m/%-d')",
    "compact": "strftime({0}, '%Y%m%d')",
    "chinese": "strftime({0}, '%Y年%-m月%-d日')",
    "serial": "({0} - DATE '1899-12-30')::VARCHAR",
}


def dirty_date(kind: str, field: str, style: str, rates: DirtRates, in_workbook: bool) -> str:
    """Return SQL for a date in the file's style; a few in another style, a few birth dates on another day."""
    # Wrong by a day, a month or a year: what slips in when copying.
    moved = f"({field} + to_days([1, 30, 365][1 + n(r, '{kind} birth slip', 3)]))::DATE"
    value = (
        f"(CASE WHEN u(r, '{kind} birth wrong') < {rates.birth_wrong} THEN {moved} ELSE {field} END)"
        if field == "born_on" and rates.birth_wrong
        else field
    )
    written = {name: pattern.format(value) for name, pattern in DATE_STYLES.items()}
    if in_workbook:
        written["serial"] = f"chr(1) || {written['serial']}"
    others = [(rates.other_date_style / 5, written[name]) for name in DATE_STYLES if name != style]
    return _first_that(f"u(r, '{kind} {field} style')", others, written[style])
