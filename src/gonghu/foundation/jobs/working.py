"""
Doing jobs (处理作业): one worker does one job after another, and others take up what it leaves behind when it dies.

While a job runs, a thread gives signs of life, so that a long statement is not taken for a death.
"""

import logging
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Event
from typing import Final

from django.db import InterfaceError, OperationalError, close_old_connections, connection

from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.claiming import claim, give_back
from gonghu.foundation.jobs.heartbeat import Heart
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.progress import JobCancelled, JobHandedBack, JobLost, JobRefused, Progress
from gonghu.foundation.jobs.registry import NotAJob, job_named

Clock = Callable[[], datetime]
Identify = Callable[[Actor, datetime], Actor]

_LOG: Final = logging.getLogger("gonghu.jobs")
_AGAIN_IN: Final = timedelta(seconds=30)
_AWAY: Final = (OperationalError, InterfaceError)
_OUT_OF_SCOPE: Final = "提交人的账号或权限已变化，作业没有执行。请由有权限的人员重新提交。"


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a worker waits for what (等待时间), in seconds."""

    between_looks: float = 1.0
    lost_after: float = 60.0
    to_finish: float = 10.0


class JobWorker:
    """
    One worker (后台处理).

    ``identify`` works out anew who asked for a job and what they may still do; it raises PermissionError if nothing.
    """

    def __init__(self, name: str, *, clock: Clock, identify: Identify, patience: Patience | None = None) -> None:
        self.name = name
        self._clock = clock
        self._identify = identify
        self._patience = patience or Patience()
        self._stopping = Event()
        self._heart = Heart(name, "WORKER", clock, every=self._patience.lost_after / 6)

    def stop(self) -> None:
        """Ask the worker to stop: it finishes its job if that is quick, else hands it back at its next step."""
        self._stopping.set()
        self._heart.stop_job_in(self._patience.to_finish)

    def run(self) -> None:
        """Work until asked to stop; a database that is away for a while is waited for."""
        with self._heart:
            while not self._stopping.is_set():
                try:
                    idle = self.work_once() is None
                except _AWAY as problem:
                    _LOG.warning("database away: %s", type(problem).__name__)
                    connection.close()
                    idle = True
                close_old_connections()
                if idle:
                    self._stopping.wait(self._patience.between_looks)

    def work_once(self) -> Job | None:
        """Do one job, if there is one, and give it as it was left."""
        lost_after = timedelta(seconds=self._patience.lost_after)
        job = claim(worker=self.name, at=self._clock(), lost_after=lost_after)
        if job is None:
            return None
        progress = Progress(job, self._clock)
        with self._heart.beating_for(progress) if self._heart.alive else nullcontext():
            self._do(job, progress)
        return Job.objects.get(pk=job.pk)

    def _do(self, job: Job, progress: Progress) -> None:
        """Do a job, and write down how it ended."""
        try:
            began = self._clock()
            by = self._identify(job.asked_by, began)
            outcome = job_named(job.name)(by=by, at=began, progress=progress, **job.parameters)
            progress.finish(JobState.DONE, share=1.0, outcome=dict(outcome or {}))
        except JobLost:
            _LOG.warning("job %s was taken up by another worker", job.pk)
        except JobHandedBack:
            give_back(job, not_before=self._clock(), interrupted=False)
        except JobCancelled:
            progress.finish(JobState.CANCELLED)
        except JobRefused as refusal:
            progress.finish(JobState.FAILED, error=str(refusal))
        except PermissionError:
            progress.finish(JobState.FAILED, error=_OUT_OF_SCOPE)
        except NotAJob:
            progress.finish(JobState.FAILED, error=f"这个版本没有“{job.label}”这项作业。请联系技术人员。")
        except _AWAY as problem:
            _tell_where(job, problem)
            connection.close_if_unusable_or_obsolete()
            give_back(job, not_before=self._clock() + _AGAIN_IN, interrupted=True)
        except Exception as problem:
            _tell_where(job, problem)
            progress.finish(JobState.FAILED, error=_words(job, problem))


def work_off(*, clock: Clock, identify: Identify, most: int = 1_000) -> list[Job]:
    """Do all waiting jobs here and now, one after the other, for tests and demonstrations."""
    worker = JobWorker("here", clock=clock, identify=identify)
    done: list[Job] = []
    while len(done) < most and (job := worker.work_once()):
        done.append(job)
    return done


def _words(job: Job, problem: Exception) -> str:
    return f"程序出错（{type(problem).__name__}），没有完成。请把作业编号 {job.pk} 告诉技术人员，不必重复提交。"


def _tell_where(job: Job, problem: Exception) -> None:
    """Log where it went wrong, but not the message: it may name a child."""
    places = "; ".join(f"{at.filename}:{at.lineno} {at.name}" for at in traceback.extract_tb(problem.__traceback__))
    _LOG.error("job %s (%s) failed: %s at %s", job.pk, job.name, type(problem).__name__, places)
