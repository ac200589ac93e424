"""
Clocks and the ladder of escalation (时限与提级), as the pack has them; a deployment's own file overrides entries.

Every figure says where it comes from; all but those whose wording was seen are shown with a warning.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from django.conf import settings

import gonghu
from gonghu.domain.people.terms import Category, DateKind
from gonghu.domain.tasks.terms import EscalationLevel, TaskKind
from gonghu.foundation.labels import TextChoices
from gonghu.standards.working_days import work_calendar

PACK: Final = Path(gonghu.__file__).parent / "packs/clocks.yaml"
OWN_FILE: Final = "clocks.yaml"
_LONGEST: Final = 250
_MOST_MONTHS: Final = 60
_MOST_DAYS: Final = 366
_DEFAULT: Final = "DEFAULT"
_REVIEW: Final = "REVIEW"
_LONGEST_HOURS: Final = 720
_ONE_DAY: Final = timedelta(days=1)


class ClocksUnreadable(ValueError):
    """A file of clocks says what nobody can use; the message names the entry."""


class Mark(TextChoices):
    """How sure a figure is (依据状态)."""

    VERIFIED = "V", "已见原文"
    SECONDARY = "S", "见于转述，待核对原文"
    MEMORY = "M", "凭记忆，待核对原文"
    OWN = "O", "系统建议值，请按本地规定调整"

    @property
    def is_sure(self) -> bool:
        """Tell whether the wording was seen."""
        return self is Mark.VERIFIED


@dataclass(frozen=True, slots=True)
class Clock:
    """A time limit in working days (时限), with its basis and how sure it is."""

    working_days: int
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class ReviewClock:
    """How many months after a recognition it is looked at again (复核周期), and whether registers tell enough."""

    months: int
    by_registers: bool
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class DayClock:
    """A time limit in days, holidays among them (天数时限), with its basis and how sure it is."""

    days: int
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class ContactReminder:
    """After how many days without a word somebody is asked to help (联系提醒), in the districts that want it."""

    silent_days: int
    districts: tuple[str, ...]
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class HourClock:
    """A time limit in hours (小时时限), with its basis and how sure it is."""

    hours: int
    mark: Mark
    basis: str


@dataclass(frozen=True, slots=True)
class LegalLimit:
    """A time limit that law or a rule sets somebody (法定时限), for reference."""

    code: str
    name: str
    who: str
    limit: str
    mark: Mark
    basis: str
    working_days: int | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """All clocks in force (时限表)."""

    tasks: dict[TaskKind, Clock]
    ladder: dict[EscalationLevel, Clock]
    straight_up: dict[TaskKind, DayClock]
    order_answer: Clock
    call_back: dict[str, HourClock]
    limits: tuple[LegalLimit, ...]
    reviews: dict[Category, ReviewClock]
    review_ahead: DayClock
    ahead: dict[DateKind, DayClock]
    contact: ContactReminder

    def due_on(self, kind: TaskKind, opened_on: date) -> date:
        """Give the last day of a task that is opened on a day."""
        return work_calendar().add_working_days(opened_on, self.tasks[kind].working_days)

    def ring_back_by(self, urgency: str, called_at: datetime) -> datetime:
        """Give until when somebody rings back who called for help at a moment."""
        return called_at + timedelta(hours=self.call_back[urgency].hours)

    def days_of(self, code: str) -> int:
        """
        Give the working days of a limit by its code.

        :raises ClocksUnreadable: there is none of that code, or it is not in working days
        """
        days = next((each.working_days for each in self.limits if each.code == code), None)
        if days is None:
            raise ClocksUnreadable(f"时限表里没有“{code}”，或没有写明工作日数（working_days）")
        return days

    def reached_by(self, level: EscalationLevel, on: date) -> date:
        """Give the last deadline whose tasks have reached a step of the ladder on a day."""
        days = self.ladder[level].working_days
        calendar, day = work_calendar(), on
        if days <= 0:
            # Up to the day before one more working day, so that a deadline on a holiday is reminded of before it.
            return calendar.add_working_days(on, 1 - days) - _ONE_DAY
        while days > 0:
            days -= calendar.is_working_day(day)
            day -= _ONE_DAY
        return day


def clocks() -> Clocks:
    """
    Give the clocks in force: the pack's, with the entries that the deployment's own file overrides.

    :raises ClocksUnreadable: the own file cannot be used
    """
    own = settings.GONGHU_HOME / OWN_FILE
    return _read(own, own.stat().st_mtime_ns if own.is_file() else 0)


@cache
def _read(own: Path, changed: int) -> Clocks:
    said = _loaded(PACK)
    for part, entries in (_loaded(own) if changed else {}).items():
        if part not in said or not isinstance(entries, dict):
            raise ClocksUnreadable(f"{own}：没有“{part}”这一项")
        said[part] = {**said[part], **entries}
    try:
        return Clocks(
            {TaskKind(name): _clock(name, entry) for name, entry in said["tasks"].items()},
            {EscalationLevel[name]: _clock(name, entry) for name, entry in said["ladder"].items()},
            {TaskKind(name): _days("straight_up", name, entry) for name, entry in said["straight_up"].items()},
            _clock("order_answer", said["order_answer"]),
            {name: _hour_clock(name, entry) for name, entry in said["call_back"].items()},
            tuple(LegalLimit(**{**entry, "mark": Mark(entry["mark"])}) for entry in said["limits"]),
            _reviews(said["category_reviews"]),
            _days("days_ahead", _REVIEW, said["days_ahead"][_REVIEW]),
            {kind: _days("days_ahead", kind.value, said["days_ahead"][kind.value]) for kind in DateKind},
            _contact(said["contact_reminder"]),
        )
    except (KeyError, ValueError, TypeError) as problem:
        raise ClocksUnreadable(f"{own}：{problem}") from problem


def _loaded(path: Path) -> dict[str, Any]:
    try:
        said = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as problem:
        raise ClocksUnreadable(f"{path}：{problem}") from problem
    if not isinstance(said, dict):
        raise ClocksUnreadable(f"{path}：不是“名称: 值”的形式")
    return said


def _clock(name: str, entry: dict[str, Any]) -> Clock:
    days = entry["working_days"]
    if not isinstance(days, int) or abs(days) > _LONGEST:
        raise ClocksUnreadable(f"{name}：工作日数应为不超过 {_LONGEST} 的整数，现在是“{days}”")
    return Clock(days, Mark(entry["mark"]), str(entry["basis"]))


def _reviews(said: dict[str, Any]) -> dict[Category, ReviewClock]:
    if odd := set(said) - {_DEFAULT, *Category.values}:
        raise ClocksUnreadable(f"category_reviews：没有“{'、'.join(sorted(odd))}”这一类别")
    found = {}
    for category in Category:
        entry = {**said[_DEFAULT], **said.get(category.value, {})}
        months = _within(f"category_reviews.{category.value}", "months", entry["months"], _MOST_MONTHS)
        found[category] = ReviewClock(months, entry["by_registers"] is True, Mark(entry["mark"]), str(entry["basis"]))
    return found


def _days(part: str, name: str, entry: dict[str, Any]) -> DayClock:
    days = _within(f"{part}.{name}", "days", entry["days"], _MOST_DAYS)
    return DayClock(days, Mark(entry["mark"]), str(entry["basis"]))


def _contact(said: dict[str, Any]) -> ContactReminder:
    days = _within("contact_reminder", "silent_days", said["silent_days"], _MOST_DAYS)
    return ContactReminder(days, tuple(map(str, said["districts"])), Mark(said["mark"]), str(said["basis"]))


def _within(name: str, what: str, number: object, most: int) -> int:
    if not isinstance(number, int) or not 1 <= number <= most:
        raise ClocksUnreadable(f"{name}：{what} 应为 1 到 {most} 的整数，现在是“{number}”")
    return number


def _hour_clock(name: str, entry: dict[str, Any]) -> HourClock:
    hours = _within(f"call_back.{name}", "hours", entry["hours"], _LONGEST_HOURS)
    return HourClock(hours, Mark(entry["mark"]), str(entry["basis"]))
