"""
What a job speaks to while it runs (作业进度): how far it has come, whether to go on, and what it has already done.

A worker may die at any moment and another begins the job anew, so what a job writes is either the same when written
twice, or stands in ``once``.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from threading import Event
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from gonghu.foundation.jobs.models import Job, JobState


class JobCancelled(Exception):
    """Somebody took the job back; let it pass through."""


class JobLost(Exception):
    """The job was taken up by another worker, who thought this one dead; let it pass through."""


class JobHandedBack(Exception):
    """The worker is asked to stop and gives the job to the next one; let it pass through."""


class JobRefused(Exception):
    """The job cannot be done, and says to people why and what to do; the message is shown as it is."""


class Progress:
    """The progress of one attempt at a job (作业进度)."""

    def __init__(self, job: Job, clock: Callable[[], datetime]) -> None:
        self._job = job
        self._clock = clock
        self.cancel_asked = Event()
        self.stop_asked = Event()
        self.lost = Event()

    @property
    def at(self) -> datetime:
        """Read the clock."""
        return self._clock()

    @property
    def job(self) -> Job:
        """Give the job as it was when the attempt began."""
        return self._job

    def tell(self, step: str, share: float | None = None) -> None:
        """
        Say which step is being done, in words for people, and what share of the whole job is done (0 to 1).

        :raises JobCancelled: somebody took the job back
        :raises JobHandedBack: the worker is asked to stop
        :raises JobLost: another worker has taken the job up
        """
        self.check()
        known = {} if share is None else {"share": min(1.0, max(0.0, share))}
        self.give_sign(step=step, **known)
        self.check()

    def check(self) -> None:
        """
        Go on only if nobody wants the job to stop; costs nothing, so ask it inside loops.

        :raises JobCancelled: somebody took the job back
        :raises JobHandedBack: the worker is asked to stop
        :raises JobLost: another worker has taken the job up
        """
        if self.lost.is_set():
            raise JobLost(str(self._job.pk))
        if self.cancel_asked.is_set():
            raise JobCancelled(str(self._job.pk))
        if self.stop_asked.is_set():
            raise JobHandedBack(str(self._job.pk))

    @property
    def cancelled(self) -> bool:
        """Tell whether the job should stop, for loops that end by themselves; ``check`` says why."""
        return self.lost.is_set() or self.cancel_asked.is_set() or self.stop_asked.is_set()

    @contextmanager
    def once(self, step: str) -> Iterator[bool]:
        """
        Open a transaction for a step that happens once however often the job is begun; give whether it is still owed.

        ::

            with progress.once("write findings") as owed:
                if owed:
                    ...

        Keep it short: on SQLite everybody else waits to write until it ends.

        :raises JobLost: another worker has taken the job up
        """
        with transaction.atomic():
            # Taken first, the row is the fence: a worker thought dead waits here, and then has lost the job.
            if not self._mine().update(heartbeat_at=self._clock()):
                raise JobLost(str(self._job.pk))
            owed = step not in self._steps_done()
            yield owed
            done = [*self._steps_done(), step] if owed else self._steps_done()
            self._mine().update(steps_done=done, heartbeat_at=self._clock())

    def give_sign(self, **changed: str | float) -> None:
        """Give a sign of life, and hear whether the job is wanted and still held here."""
        if not self._mine().update(heartbeat_at=self._clock(), **changed):
            self.lost.set()
        elif self._mine().filter(cancel_asked_at__isnull=False).exists():
            self.cancel_asked.set()

    def finish(self, state: JobState, **said: Any) -> None:
        """Write down how the job ended, unless another worker has taken it up."""
        self._mine().update(state=state, finished_at=self._clock(), **said)

    def _steps_done(self) -> list[str]:
        return list(self._mine().values_list("steps_done", flat=True).get())

    def _mine(self) -> QuerySet[Job]:
        return Job.objects.filter(pk=self._job.pk, state=JobState.RUNNING, attempts=self._job.attempts)
