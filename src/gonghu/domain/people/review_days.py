"""By which day a recognition is looked at again (应复核日期): whole months, of the last day of a month the last."""

from calendar import monthrange
from datetime import date
from uuid import UUID


def months_later(day: date, months: int) -> date:
    """Give the same day of a later month, the last day of it where it has no such day."""
    whole = day.year * 12 + day.month - 1 + months
    year, month = whole // 12, whole % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def first_review_on(*, key: UUID, from_on: date, decided_on: date, months: int) -> date:
    """
    Give by when a recognition is looked at for the first time.

    What a roll brings was decided long before it came here, and may come in one night: such recognitions are spread
    over the period that follows, a month each by their key, so that no town has all of them due in one week.
    """
    if months_later(from_on, months) > decided_on:
        return months_later(max(from_on, decided_on), months)
    return months_later(decided_on, 1 + key.int % months)
