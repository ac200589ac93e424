"""Ages (年龄): full years, and the day a birthday falls on."""

from datetime import date


def birthday(born_on: date, age: int) -> date:
    """Give the day somebody reaches an age; who was born on 29 February reaches it on 1 March of other years."""
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)


def age_on(born_on: date, on: date) -> int:
    """Give the full years of somebody on a day (周岁)."""
    years = on.year - born_on.year
    return years if birthday(born_on, years) <= on else years - 1
