"""
What one month of a line is worth in a county (月应发): the amount of its policy pack, with the figures then in force.

The arithmetic stands in the pack (``max(defacto_standard - child.subsistence_fen - …, 0)``) and nowhere else. Answers
are kept, so a month that many children share is worked out once; there are never so many that they fill the memory.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from gonghu.engines.entitlement.months import counted_day, first_day
from gonghu.engines.entitlement.reckoning import Reckoning
from gonghu.engines.entitlement.terms import INSTITUTION, MonthOwed, StandardMissing, Why
from gonghu.engines.policy.conditions import Leaf
from gonghu.engines.policy.expression_values import compiled
from gonghu.engines.policy.expressions import Expression, names_in
from gonghu.engines.policy.packs import Packs
from gonghu.engines.policy.policies import Pay, Policy

_IN_INSTITUTION: Final = "child.in_institution"
_OF_CHILD: Final = "child."
_MOST_KEPT: Final = 100_000
SetOff = tuple[tuple[str, int], ...]


class LineUnknown(LookupError):
    """No policy pack of the county pays a line of this name, or it asks what a grant does not tell."""


class Standards:
    """
    The figures of one line in every county (标准): asked for month by month.

    ``packs_of`` and ``reckoning_of`` give the packs and the rules of a county; each is asked once.
    """

    def __init__(self, line: str, packs_of: Callable[[str], Packs], reckoning_of: Callable[[str], Reckoning]) -> None:
        self.line = line
        self._packs_of, self._reckoning_of = packs_of, reckoning_of
        self._counties: dict[str, _County] = {}
        self._rules: dict[str, Reckoning] = {}
        self._months: dict[tuple[int, str, str, SetOff], MonthOwed] = {}
        self.runs: dict[tuple[Any, ...], tuple[MonthOwed, ...]] = {}
        self.shared: set[int] = set()
        self.dues: dict[tuple[int, str], tuple[tuple[MonthOwed, ...], tuple[tuple[int, int], ...]]] = {}

    def make_room(self) -> None:
        """Forget the answers where they have become many: what is asked again is worked out again."""
        if len(self.runs) + len(self.dues) + len(self._months) > _MOST_KEPT:
            self._months.clear()
            self.runs.clear()
            self.shared.clear()
            self.dues.clear()

    def reckoning(self, division: str) -> Reckoning:
        """Return the rules of a county, also where no pack pays the line: a sum that was decided needs none."""
        found = self._rules.get(division)
        if found is None:
            found = self._rules[division] = self._reckoning_of(division)
        return found

    def period(self, division: str) -> str:
        """Return what the standard is for: a month, a year, or once."""
        return self._county(division).policy.period

    def month(self, month: int, division: str, care: str, set_off: SetOff = ()) -> MonthOwed:
        """
        Return what a month is worth to a child in this form of care, with these amounts set off.

        :raises StandardMissing: the county has not set the standard
        """
        key = (month, division, care, set_off)
        found = self._months.get(key)
        if found is None:
            found = self._months[key] = self._county(division).month(month, division, care, dict(set_off))
        return found

    def _county(self, division: str) -> "_County":
        found = self._counties.get(division)
        if found is None:
            packs = self._packs_of(division)
            if self.line not in packs.policies:
                raise LineUnknown(self.line)
            found = self._counties[division] = _County(packs, packs.policies[self.line], self.reckoning(division))
        return found


class _County:
    """One line in one county."""

    def __init__(self, packs: Packs, policy: Policy, reckoning: Reckoning) -> None:
        self.packs, self.policy, self.reckoning = packs, policy, reckoning

    def month(self, month: int, division: str, care: str, set_off: Mapping[str, int]) -> MonthOwed:
        day = counted_day(month, self.reckoning.standard_day)
        pay = next((pay for pay in self.policy.pays if _fits(pay, care)), None)
        if pay is None or not self.policy.basis_on(max(day, first_day(month))):
            return MonthOwed(month, 0, 0, 0, "", division, care, (Why.NOT_IN_FORCE,))
        values, key = self._values(pay.amount, day)
        if missing := next((name for name, value in values.items() if value is None), None):
            if self.policy.id in self.reckoning.triggered:
                return MonthOwed(month, 0, 0, 0, "", division, care, (Why.NOT_TRIGGERED,))
            raise StandardMissing(self.policy.id, division, month, missing)
        drawn = dict.fromkeys(self._set_off_by(pay.amount), 0)
        standard = self._worth(pay.amount, {**values, **drawn})
        counted = {f"{_OF_CHILD}{name}": fen for name, fen in set_off.items() if f"{_OF_CHILD}{name}" in drawn}
        amount = self._worth(pay.amount, {**values, **drawn, **counted})
        return MonthOwed(month, amount, standard, standard - amount, key, division, care, (_why(amount, standard),))

    def _values(self, amount: Expression, day: date) -> tuple[dict[str, int | None], str]:
        """Give the figures that an amount names, and the key of the first: its pack, its name, its first day."""
        values: dict[str, int | None] = {}
        key = ""
        for name in names_in(amount):
            if (parameter := self.packs.parameters.get(name)) is not None:
                dated = parameter.on(day)
                values[name] = None if dated is None else dated.value
                if dated is not None and not key:
                    key = f"{parameter.division}/{name}/{dated.from_on.isoformat()}"
        return values, key

    def _set_off_by(self, amount: Expression) -> list[str]:
        return [name for name in names_in(amount) if name.startswith(_OF_CHILD)]

    def _worth(self, amount: Expression, values: Mapping[str, int | None]) -> int:
        return int(compiled(amount)(values))


def _fits(pay: Pay, care: str) -> bool:
    """Tell whether a branch of the policy is for this form of care; nothing else can be told here."""
    if pay.when is None:
        return True
    if isinstance(pay.when, Leaf) and pay.when.fact == _IN_INSTITUTION:
        return care == INSTITUTION
    raise LineUnknown(f"{pay.when}")


def _why(amount: int, standard: int) -> Why:
    if amount == standard:
        return Why.FULL
    return Why.TOPPED_UP if amount else Why.COVERED
