"""What is reckoned with (计算条件): the terms of a grant, what else is drawn, and the month that comes out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple

INSTITUTION: Final = "INSTITUTION"
SCATTERED: Final = "SCATTERED"


class Cycle(StrEnum):
    """How often a line is paid (发放周期)."""

    MONTH = "MONTH"
    QUARTER = "QUARTER"
    YEAR = "YEAR"
    ONCE = "ONCE"


class Why(StrEnum):
    """Why a month is worth what it is (计算说明)."""

    FULL = "FULL"
    TOPPED_UP = "TOPPED_UP"
    COVERED = "COVERED"
    DECIDED = "DECIDED"
    INSTALMENT = "INSTALMENT"
    CAUGHT_UP = "CAUGHT_UP"
    NOT_DUE = "NOT_DUE"
    NOT_IN_FORCE = "NOT_IN_FORCE"
    NOT_TRIGGERED = "NOT_TRIGGERED"


@dataclass(frozen=True, slots=True)
class Step:
    """A state that begins on a day (变更): the county that pays, or the form of care."""

    on: date
    value: str


@dataclass(frozen=True, slots=True)
class GrantTerms:
    """
    What a grant says (待遇条件): the line, who pays, from which month to which, and what changed meanwhile.

    ``division`` and ``care`` hold until the first of ``moves`` and ``care_changes``, which are in the order of time.
    ``amount_fen`` is the sum that the decision names itself (临时救助); without it the standard of the line counts.
    Either falls due in ``parts``; the standard of a month is not parted.
    """

    line: str
    division: str
    from_month: int
    to_month: int | None = None
    care: str = SCATTERED
    amount_fen: int | None = None
    parts: int = 1
    moves: tuple[Step, ...] = ()
    care_changes: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherSpan:
    """Another benefit that the child drew on the days from one to another, both included (已领其他救助)."""

    kind: str
    monthly_fen: int
    from_on: date
    to_on: date | None = None


class MonthOwed(NamedTuple):
    """What one month is worth, and why (应发): the standard, what other benefits cover of it, and what remains."""

    month: int
    amount_fen: int
    standard_fen: int
    deducted_fen: int
    standard_key: str
    division: str
    care: str
    why: tuple[Why, ...]


class StandardMissing(LookupError):
    """The area has not set the standard of a line for a month: nobody can be paid until somebody does."""

    def __init__(self, line: str, division: str, month: int, parameter: str) -> None:
        self.line, self.division, self.month, self.parameter = line, division, month, parameter
        super().__init__(f"{division} {line} {month // 12}-{month % 12 + 1:02d}: {parameter}")
