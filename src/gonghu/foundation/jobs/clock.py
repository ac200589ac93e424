"""
Work of every day (每日工作): a clock asks for it at its hour, once a day however many clocks run.

A clock that was down at that hour asks when it is back on the same day; of days that are over only today's is made up.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, time
from threading import Event
from typing import Final

from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.heartbeat import say_present
from gonghu.foundation.jobs.models import Job
from gonghu.foundation.jobs.registry import Outcome, job_named, name_of

_LOG: Final = logging.getLogger("gonghu.jobs")
EVERY_DAY: Final = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class DailyWork:
    """
    A job of every day, or of some days of the week, at an hour where the deployment is (每日工作).

    Monday is 0. It is called with ``on``, the day as text, and acts as the system.
    """

    job: Callable[..., Outcome]
    at: time
    weekdays: frozenset[int] = EVERY_DAY

    @property
    def label(self) -> str:
        """Give what people read of it."""
        return job_named(name_of(self.job)).job_label

    def due(self, local: datetime) -> bool:
        """Tell whether its hour has come on the day of a local moment."""
        return local.weekday() in self.weekdays and local.time() >= self.at


def ask_for_due_work(works: Iterable[DailyWork], *, at: datetime) -> list[Job]:
    """Ask for the work whose hour has come and that nobody has asked for on that day."""
    local = at.astimezone(timezone.get_default_timezone())
    due = {f"{name_of(work.job)}@{local.date()}": work for work in works if work.due(local)}
    known = set(Job.objects.filter(once_key__in=due).values_list("once_key", flat=True))
    asked = []
    for key, work in due.items():
        if key not in known:
            with transaction.atomic():
                asked.append(enqueue(work.job, by=SYSTEM, at=at, once_key=key, on=str(local.date())))
    return asked


class Beat:
    """The clock of a deployment (时钟)."""

    def __init__(
        self, name: str, works: Iterable[DailyWork], *, clock: Callable[[], datetime], every: float = 15.0
    ) -> None:
        self._name = name
        self._works = tuple(works)
        self._clock = clock
        self._every = every
        self._stopping = Event()

    def stop(self) -> None:
        """Ask the clock to stop."""
        self._stopping.set()

    def run(self) -> None:
        """Ask for due work until stopped; a database that is away for a while is waited for."""
        while not self._stopping.is_set():
            try:
                say_present(name=self._name, kind="BEAT", at=self._clock())
                ask_for_due_work(self._works, at=self._clock())
            except DatabaseError as problem:
                _LOG.warning("database away: %s", type(problem).__name__)
                connection.close()
            self._stopping.wait(self._every)
