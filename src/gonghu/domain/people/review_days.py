"""By which day a recognition is looked at again (应复核日期): whole months, of the last day of a month the last."""

from calendar import monthrange
from datetime import date


def months_later(day: date, months: int) -> date:
    """Give the same day of a later month, the last day of it where it has no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_review_on(*, from_on: date, decided_on: date, months: int) -> date:
    """
    Give by when a recognition is looked at for the first time.

    What a roll says was decided years ago is counted from when it came here: else all would be due in one night.
    """
    return months_later(max(from_on, decided_on), months)
