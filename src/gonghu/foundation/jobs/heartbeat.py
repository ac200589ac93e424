"""Signs of life (心跳) of a worker and of the job it does, given by a thread of their own."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Event, Thread, Timer
from typing import Final, Self

from django.db import DatabaseError, connection

from gonghu.foundation.jobs.models import Presence
from gonghu.foundation.jobs.progress import Progress

_LOG: Final = logging.getLogger("gonghu.jobs")
_FORGOTTEN_AFTER: Final = timedelta(days=1)


def say_present(*, name: str, kind: str, at: datetime) -> None:
    """Note that a worker or clock is there, and forget those that have long been gone."""
    if not Presence.objects.filter(pk=name).update(seen_at=at):
        Presence.objects.filter(seen_at__lt=at - _FORGOTTEN_AFTER).delete()
        Presence.objects.create(name=name, kind=kind, started_at=at, seen_at=at)


class Heart:
    """What keeps a worker alive in the eyes of others (心跳线程)."""

    def __init__(self, name: str, kind: str, clock: Callable[[], datetime], *, every: float) -> None:
        self._name, self._kind = name, kind
        self._clock = clock
        self._every = every
        self._ended = Event()
        self._progress: Progress | None = None
        self._thread: Thread | None = None
        self._stop_jobs = Event()

    @property
    def alive(self) -> bool:
        """Tell whether it beats."""
        return self._thread is not None and self._thread.is_alive()

    def __enter__(self) -> Self:
        self._thread = Thread(target=self._beat, name="heart", daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_problem: object) -> None:
        self._ended.set()
        if self._thread:
            self._thread.join()

    @contextmanager
    def beating_for(self, progress: Progress) -> Iterator[None]:
        """Give signs of life for a job too while the block runs."""
        self._progress = progress
        if self._stop_jobs.is_set():
            progress.stop_asked.set()
        try:
            yield
        finally:
            self._progress = None

    def stop_job_in(self, seconds: float) -> None:
        """Ask the job that runs to stop, unless it is over by then."""
        timer = Timer(seconds, self._ask_to_stop)
        timer.daemon = True
        timer.start()

    def _ask_to_stop(self) -> None:
        self._stop_jobs.set()
        if progress := self._progress:
            progress.stop_asked.set()

    def _beat(self) -> None:
        try:
            while True:
                try:
                    say_present(name=self._name, kind=self._kind, at=self._clock())
                    if progress := self._progress:
                        progress.give_sign()
                except DatabaseError as problem:
                    _LOG.warning("no sign of life could be given: %s", type(problem).__name__)
                    connection.close()
                if self._ended.wait(self._every):
                    return
        finally:
            connection.close()
