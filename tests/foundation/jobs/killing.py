"""
What is killed over and over, and what is left of it.

Django is started once and the victims are forked from it, so that sixty deaths take seconds.
"""

import json
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from threading import Thread

from django.core.management import call_command
from django.db import connection, transaction
from tests.foundation.jobs import samples

from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.foundation.audit.recording import record
from gonghu.foundation.audit.verification import verify
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.working import JobWorker, Patience

AT = datetime(2026, 11, 20, 1, 0, tzinfo=UTC)
STEPS = 4
_AT_MOST_SECONDS = 120


def jobs(kills: int) -> dict[str, object]:
    """Kill workers in the middle of jobs; give how often each step of each job was done, and how the jobs ended."""

    with transaction.atomic():
        for _ in range(kills // 2 + 1):
            enqueue(samples.write_down, by=SYSTEM, at=AT, steps=STEPS)
    killed = 0
    while killed < kills:
        connection.close()
        worker = forked(work)
        # A job killed three times is given up, and rightly so: each is killed twice at most.
        while not Job.objects.filter(state=JobState.RUNNING, worker=f"w{worker}", interruptions__lt=2).exists():
            time.sleep(0.002)
        time.sleep(random.uniform(0, 0.03))
        end(worker)
        killed += 1
    connection.close()
    return {**finished([forked(work)]), "killed": killed}


def silent(rounds: int) -> dict[str, object]:
    """Let a step hold its transaction longer than the dead are waited for, while another worker looks for work."""
    with transaction.atomic():
        for _ in range(rounds):
            enqueue(samples.write_slowly, by=SYSTEM, at=AT, seconds=1.0)
    connection.close()
    return finished([forked(work), forked(work)])


def stopped(rounds: int) -> dict[str, object]:
    """Ask a worker to stop in the middle of a job; another one goes on where it was."""
    with transaction.atomic():
        for _ in range(rounds):
            enqueue(samples.write_down, by=SYSTEM, at=AT, steps=STEPS * 5)
    codes = []
    for _ in range(rounds):
        connection.close()
        worker = forked(work)
        while not Job.objects.filter(state=JobState.RUNNING, worker=f"w{worker}", share__gt=0).exists():
            time.sleep(0.002)
        os.kill(worker, signal.SIGTERM)
        codes.append(os.waitpid(worker, 0)[1])
    waiting = Job.objects.filter(state=JobState.QUEUED, share__gt=0).exclude(steps_done=[]).count()
    connection.close()
    return {**finished([forked(work)]), "codes": codes, "waiting": waiting}


def finished(workers: list[int]) -> dict[str, object]:
    """Wait until all jobs are over, end the workers, and tell what is left."""
    while Job.objects.filter(state__in=[JobState.QUEUED, JobState.RUNNING]).exists():
        time.sleep(0.01)
    for worker in workers:
        end(worker)
    times = Counter(AuditEntry.objects.filter(verb="step").values_list("subject_key", flat=True))
    return {
        "interruptions": sum(Job.objects.values_list("interruptions", flat=True)),
        "states": sorted(set(Job.objects.values_list("state", flat=True))),
        "steps": len(times) / Job.objects.count(),
        "times": sorted(set(times.values())),
        "broken": len(verify().broken),
    }


def clock() -> datetime:
    """Give a time that all processes of the machine share."""
    return AT + timedelta(seconds=time.monotonic())


def work() -> None:
    """Be a worker until stopped or killed."""
    patience = Patience(between_looks=0.02, lost_after=0.3, to_finish=0.05)
    worker = JobWorker(f"w{os.getpid()}", clock=clock, identify=lambda by, _at: by, patience=patience)
    signal.signal(signal.SIGTERM, lambda *_: Thread(target=worker.stop).start())
    worker.run()


def writes(kills: int) -> dict[str, object]:
    """Kill a writer over and over; give how many writes it acknowledged and how many of these are not there."""

    acknowledged: list[str] = []
    for round_no in range(kills):
        connection.close()
        hears, says = os.pipe()
        writer = forked(partial(write, round_no, says))
        os.close(says)
        with os.fdopen(hears) as pipe:
            first = pipe.readline()
            time.sleep(random.uniform(0, 0.04))
            end(writer)
            acknowledged += [line.strip() for line in [first, *pipe] if line.endswith("\n")]
    there = set(AuditEntry.objects.filter(verb="write").values_list("subject_key", flat=True))
    return {
        "killed": kills,
        "acknowledged": len(acknowledged),
        "lost": len(set(acknowledged) - there),
        "unacknowledged": len(there - set(acknowledged)),
        "broken": len(verify().broken),
    }


def write(round_no: int, pipe: int) -> None:

    for number in range(1_000_000):
        key = f"{round_no}-{number}"
        with transaction.atomic():
            record(by=SYSTEM, at=AT, verb="write", subject_kind="line", subject_key=key, district="120112")
        os.write(pipe, f"{key}\n".encode())


def forked(body: Callable[[], None]) -> int:
    pid = os.fork()
    if pid == 0:
        try:
            body()
            os._exit(0)
        finally:
            os._exit(1)
    return pid


def end(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)


def main(what: str, kills: int) -> None:
    """Make the tables that are needed, kill, and print what is left."""
    signal.alarm(_AT_MOST_SECONDS)
    for app in ("audit", "jobs"):
        call_command("migrate", app, verbosity=0)
    random.seed(1)
    print(json.dumps({"jobs": jobs, "writes": writes, "silent": silent, "stopped": stopped}[what](kills)))
