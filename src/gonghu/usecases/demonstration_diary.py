"""
What is done on which day of the demonstration (演示日程).

Money takes its time: what was applied for in one month is paid in the next, and the bank answers days later.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from heapq import heappop, heappush
from itertools import count
from typing import Final

from gonghu.domain.benefits.writing import month_before, month_of
from gonghu.standards.working_days import work_calendar

Step = Callable[[datetime], object]
"""Something that somebody does; it is told the moment."""

_OPENS: Final = time(9)
_A_WHILE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class Months:
    """Three months that follow each other (演示月份): grants are decided, then paid, then drafted again."""

    decided: date
    paid: date
    drafted: date

    @classmethod
    def up_to(cls, last: date) -> "Months":
        """Give the months that end with that of a day."""
        drafted = month_of(last)
        paid = month_before(drafted)
        return cls(month_before(paid), paid, drafted)


@dataclass
class Diary:
    """
    What is to be done on which day (演示日程), one thing some minutes after the other.

    What is noted for a day that is over is done next.
    """

    now: datetime
    noted: list[tuple[date, int, Step]] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)

    def note(self, on: date, step: Step) -> None:
        """Note a step for a day, or the first day from then on that offices work."""
        heappush(self.noted, (work_calendar().add_working_days(on, 0), next(self.numbers), step))

    def later(self, working_days: int, step: Step) -> None:
        """Note a step for so many working days from now."""
        self.note(work_calendar().add_working_days(self.now.date(), working_days), step)

    def live_until(self, at: datetime) -> None:
        """Do, each on its day, what is noted up to the day of a moment."""
        while self.noted and self.noted[0][0] <= at.date():
            on, _number, step = heappop(self.noted)
            self.now = max(self.now + _A_WHILE, datetime.combine(on, _OPENS, tzinfo=self.now.tzinfo))
            step(self.now)
