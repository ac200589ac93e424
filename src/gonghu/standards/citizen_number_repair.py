"""
Repair of mistyped citizen numbers (公民身份号码纠错), by the check character of GB 11643-1999.

The check character finds every wrong digit and every swap of two unlike neighbours, so the true number is
always among the few candidates. A candidate is a guess: it counts only when a name or a birth date
supports it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from gonghu.standards import citizen_number
from gonghu.standards.citizen_number import CHECK_CHARACTERS, LENGTH, WEIGHTS, check_character

_DIGITS: Final = "0123456789"


class Slip(StrEnum):
    """What the typist did, likeliest first."""

    SWAPPED_NEIGHBOURS = "SWAPPED_NEIGHBOURS"  # 相邻两位颠倒
    WRONG_DIGIT = "WRONG_DIGIT"  # 错一位
    DOUBLED_DIGIT = "DOUBLED_DIGIT"  # 重打一位
    EXTRA_DIGIT = "EXTRA_DIGIT"  # 多一位
    MISSING_DIGIT = "MISSING_DIGIT"  # 少一位


@dataclass(frozen=True, slots=True)
class Repair:
    """One number the writer may have meant: the number, the slip, its place counted from 1."""

    number: str
    slip: Slip
    place: int


def repair_candidates(text: str, *, born_on: date | None = None, sex: str | None = None) -> tuple[Repair, ...]:
    """
    List the valid numbers that are one slip away from an invalid one, likeliest slip first.

    With a birth date or a sex from elsewhere only candidates that agree remain. A valid number
    needs no repair and gives none.
    """
    typed = citizen_number.clean(text)
    if citizen_number.is_valid(typed):
        return ()
    found: dict[str, Repair] = {}
    for repair in _slips(typed):
        number = repair.number
        if number in found or not citizen_number.is_valid(number):
            continue
        if born_on is not None and citizen_number.birth_date(number) != born_on:
            continue
        if sex is not None and citizen_number.sex(number) != sex:
            continue
        found[number] = repair
    return tuple(found.values())


def _slips(typed: str) -> Iterator[Repair]:
    if len(typed) == LENGTH:
        yield from _swaps(typed)
        yield from _replacements(typed)
    elif len(typed) == LENGTH + 1:
        yield from _deletions(typed)
    elif len(typed) == LENGTH - 1:
        yield from _insertions(typed)


def _swaps(typed: str) -> Iterator[Repair]:
    for i in range(LENGTH - 1):
        if typed[i] != typed[i + 1]:
            swapped = typed[:i] + typed[i + 1] + typed[i] + typed[i + 2 :]
            yield Repair(swapped, Slip.SWAPPED_NEIGHBOURS, i + 1)


def _replacements(typed: str) -> Iterator[Repair]:
    for i in range(LENGTH - 1):
        digit = _fitting_digit(typed, i)
        if digit is not None and digit != typed[i]:
            yield Repair(typed[:i] + digit + typed[i + 1 :], Slip.WRONG_DIGIT, i + 1)
    if _is_digits(typed[:17]):
        yield Repair(typed[:17] + check_character(typed[:17]), Slip.WRONG_DIGIT, LENGTH)


def _fitting_digit(typed: str, place: int) -> str | None:
    """Solve the check equation for one place; all weights are coprime to 11, so at most one digit fits."""
    others = typed[:place] + "0" + typed[place + 1 : 17]
    if not _is_digits(others) or typed[17] not in CHECK_CHARACTERS:
        return None
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, others, strict=True))
    wanted = CHECK_CHARACTERS.index(typed[17]) - total
    digit = wanted * pow(WEIGHTS[place], -1, 11) % 11
    return str(digit) if digit < len(_DIGITS) else None


def _deletions(typed: str) -> Iterator[Repair]:
    doubled = [i for i in range(1, LENGTH + 1) if typed[i] == typed[i - 1]]
    for i in doubled:
        yield Repair(typed[:i] + typed[i + 1 :], Slip.DOUBLED_DIGIT, i + 1)
    for i in range(LENGTH + 1):
        yield Repair(typed[:i] + typed[i + 1 :], Slip.EXTRA_DIGIT, i + 1)


def _insertions(typed: str) -> Iterator[Repair]:
    # The check character was left out: nothing contradicts the seventeen digits.
    if _is_digits(typed):
        yield Repair(typed + check_character(typed), Slip.MISSING_DIGIT, LENGTH)
    for i in range(LENGTH - 1):
        widened = typed[:i] + "0" + typed[i:]
        digit = _fitting_digit(widened, i)
        if digit is not None:
            yield Repair(widened[:i] + digit + widened[i + 1 :], Slip.MISSING_DIGIT, i + 1)


def _is_digits(text: str) -> bool:
    return text.isascii() and text.isdigit()
