"""Ages (年龄): full years, the bands they are told in, and the day a birthday falls on."""

from datetime import date
from typing import Final

AGE_BANDS: Final[dict[str, tuple[int, int]]] = {"0-5": (0, 5), "6-11": (6, 11), "12-14": (12, 14), "15-17": (15, 17)}
"""Bands of ages, both ends included (年龄段)."""


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


def band_of(born_on: date | None, on: date) -> str:
    """Give the band of ages of somebody on a day, empty where the day of birth is not known or it is none."""
    age = age_on(born_on, on) if born_on else -1
    return next((band for band, (youngest, oldest) in AGE_BANDS.items() if youngest <= age <= oldest), "")
