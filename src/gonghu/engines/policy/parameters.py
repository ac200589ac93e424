"""
Dated parameters (参数): standards, age limits and terms, each value with its period and its source.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from gonghu.engines.policy.expressions import Expression, parse
from gonghu.engines.policy.yaml_text import Entry

STATUSES = ("V", "S", "M", "O")
UNITS = ("yuan", "months", "years", "days", "times")


@dataclass(frozen=True)
class DatedValue:
    """A parameter's value from one day to the day before ``to_on``; money is in fen."""

    value: int
    from_on: date
    to_on: date | None
    source: str
    status: str


@dataclass(frozen=True)
class Observation:
    """Where an amount that is not configured can be read off: the most frequent one on a roll (多数发放标准)."""

    over: str
    field: str
    when: Expression


@dataclass(frozen=True)
class Parameter:
    """One named figure of the law or of a local standard."""

    id: str
    name: str
    unit: str
    division: str
    values: tuple[DatedValue, ...]
    observe: Observation | None

    def on(self, day: date) -> DatedValue | None:
        """Return the value in force on the day; where periods overlap the later one holds."""
        fitting = [v for v in self.values if v.from_on <= day and (v.to_on is None or day < v.to_on)]
        return max(fitting, key=lambda v: v.from_on, default=None)


def parameter_from(entry: Entry, division: str) -> Parameter:
    """
    Read one parameter; an empty list of values means that the area has to configure it.

    :raises PackInvalid: unknown key, unit or status
    """
    unit = entry.chosen("unit", UNITS)
    parameter = Parameter(
        id=entry.text("id"),
        name=entry.text("name"),
        unit=unit,
        division=division,
        values=tuple(_value(item, unit) for item in entry.entries("values")),
        observe=_observation(entry),
    )
    entry.finish()
    return parameter


def _value(entry: Entry, unit: str) -> DatedValue:
    from_on = entry.day("from")
    if from_on is None:
        raise entry.invalid("缺少起始日期 from")
    found = DatedValue(
        value=_amount(entry, entry.get("value"), unit),
        from_on=from_on,
        to_on=entry.day("to"),
        source=entry.text("source"),
        status=entry.chosen("status", STATUSES),
    )
    entry.finish()
    return found


def _amount(entry: Entry, value: Any, unit: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise entry.invalid(f"value 应为数字，实为 {value!r}")
    # Standards are written in yuan and may have one decimal (1593.4); all arithmetic is in fen.
    scaled = Decimal(str(value)) * (100 if unit == "yuan" else 1)
    if scaled != int(scaled):
        raise entry.invalid(f"value {value} 的小数位过多")
    return int(scaled)


def _observation(entry: Entry) -> Observation | None:
    if "observe" not in entry:
        return None
    seen = Entry(entry.get("observe"), f"{entry.place} observe")
    observation = Observation(seen.text("over"), seen.text("field"), parse(seen.text("when")))
    seen.finish()
    return observation
