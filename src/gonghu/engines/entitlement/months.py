"""
Months as whole numbers (月份): year × 12 + month − 1, so that the month after is one more.

A change is told by its day; which day's state counts for a month is a rule of the area (计算口径).
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import cache


def month_of(day: date) -> int:
    """Return the month in which a day lies."""
    return day.year * 12 + day.month - 1


def first_day(month: int) -> date:
    """Return the first day of a month."""
    return date(month // 12, month % 12 + 1, 1)


def last_day(month: int) -> date:
    """Return the last day of a month."""
    return first_day(month + 1) - timedelta(days=1)


def written(month: int) -> str:
    """Write a month as lists show it: 2026-03."""
    return f"{month // 12:04d}-{month % 12 + 1:02d}"


def read_month(text: str) -> int:
    """
    Read a month as lists show it.

    :raises ValueError: the text is no month
    """
    year, _, number = text.partition("-")
    return month_of(date(int(year), int(number), 1))


@cache
def counted_day(month: int, by_day: int) -> date:
    """
    Return the day whose state counts for a month; 0 is the eve of the month, 31 its last day.

    With 0 every change counts from the month after it, with 31 from its own month.
    """
    if by_day == 0:
        return first_day(month) - timedelta(days=1)
    year, number = month // 12, month % 12 + 1
    return date(year, number, min(by_day, monthrange(year, number)[1]))


@cache
def first_month_counting(day: date, by_day: int) -> int:
    """Return the first month for which something that begins on a day counts."""
    month = month_of(day)
    return month if day <= counted_day(month, by_day) else month + 1


def month_after(confirmed_on: date) -> int:
    """Return the first month that is paid: the one after confirmation (确认次月起发)."""
    return month_of(confirmed_on) + 1


def last_month_paid(happened_on: date) -> int:
    """Return the last month that is paid (末领年月): that of the event; payment stops with the next (次月停发)."""
    return month_of(happened_on)
