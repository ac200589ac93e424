"""
Records that came many at once are made visits of right after the answer (记录的后续处理), in the order they were made.

A village that is back on the network sends weeks of visits; its director waits only until they are safe. What a record
means for the file is worked out by the worker, each in a transaction of its own, and never twice: it is its state that
says whether it was done.
"""

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from threading import Lock
from time import monotonic, sleep
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from gonghu.domain.access.officer import reached_by
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.queries import last_received_at, submissions_in, submissions_of
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.engines.forms import FormPurpose
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.enqueueing import enqueue, is_queued
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.take_form import take_or_leave

AT_ONCE: Final = 2
"""So many records of one request are worked out before it is answered."""
_SECOND: Final = 1.0
REST_SECONDS: Final = 0.02
"""How long the worker rests after a visit: people at pages come first."""
RESTS_PER_VISIT: Final = 9
"""How much longer than the visit took the worker rests where something came meanwhile: telephones come first of all."""


class _Spare:
    """How many records this process of the server works out before it answers, counted over the last second (余力)."""

    def __init__(self) -> None:
        self._taken: deque[float] = deque()
        self._lock = Lock()

    def takes(self, records: int) -> bool:
        """Take records on, if there is time for them."""
        now = monotonic()
        with self._lock:
            while self._taken and now - self._taken[0] >= _SECOND:
                self._taken.popleft()
            if len(self._taken) + records > settings.GONGHU_FIELD_AT_ONCE_A_SECOND:
                return False
            self._taken.extend([now] * records)
        return True


_SPARE: Final = _Spare()


def put_off(*, received: Sequence[Submission], device: UUID, by: Actor, at: datetime) -> frozenset[UUID]:
    """
    Ask for what came to be worked out later, if it is much, and say which (留待后续处理); a report of harm never waits.

    Telephones are worked off one record after the other each; several at one time. What comes while earlier records of
    the same telephone still wait is put behind them, however little it is; and while many telephones send at once
    everybody's is. One job takes all that waits of a telephone, so it is asked for once until it begins.
    """
    waiting = [each for each in received if each.state == SubmissionState.RECEIVED and not _is_urgent(each)]
    few = len(waiting) <= AT_ONCE
    if not waiting or (few and not _others_wait(received, device, by) and _SPARE.takes(len(waiting))):
        return frozenset()
    lane = f"device:{device}"
    if not is_queued(take_records, lane=lane):
        enqueue(take_records, by=by, at=at, lane=lane, device=str(device))
    return frozenset(each.pk for each in waiting)


@job("处理送达的走访记录")
def take_records(*, by: Actor, at: datetime, progress: Progress, device: str, **_context: object) -> Mapping[str, int]:
    """Make something of whatever a telephone sent and still waits, in the order of the telephone."""
    rows = _waiting_of(device, by).order_by("sequence")
    return {"taken": _take(rows.values_list("pk", flat=True), by, at, progress)}


@job("处理遗留的走访记录")
def take_left_records(*, on: str, at: datetime, progress: Progress, **_context: object) -> Mapping[str, int]:
    """Make something of records whose sender could not be worked for any more, as when the account was disabled."""
    midnight = datetime.combine(date.fromisoformat(on), time(), tzinfo=timezone.get_default_timezone())
    rows = submissions_in(scope=reached_by(SYSTEM), states=[SubmissionState.RECEIVED])
    left = rows.filter(received_at__lt=midnight - timedelta(hours=1)).order_by("received_at", "sequence")
    return {"taken": _take(left.values_list("pk", flat=True), SYSTEM, at, progress)}


def _take(keys: Iterable[UUID], by: Actor, at: datetime, progress: Progress) -> int:
    taken, came_last = 0, _came_last()
    for key in list(keys):
        progress.check()
        began = monotonic()
        with transaction.atomic():
            rows = submissions_in(scope=reached_by(SYSTEM)).select_related(None).select_related("known_version")
            whole = rows.defer(None).defer("known_version__source").select_for_update(of=("self",))
            held = whole.filter(pk=key).first()
            if held is not None and held.state == SubmissionState.RECEIVED:
                take_or_leave(submission=held, by=by, at=at)
                taken += 1
        before, came_last = came_last, _came_last()
        is_quiet = came_last == before
        sleep(REST_SECONDS if is_quiet else max(REST_SECONDS, RESTS_PER_VISIT * (monotonic() - began)))
    return taken


def _came_last() -> datetime | None:
    return last_received_at(scope=reached_by(SYSTEM))


def _others_wait(received: Sequence[Submission], device: UUID, by: Actor) -> bool:
    return _waiting_of(str(device), by).exclude(pk__in=[each.pk for each in received]).exists()


def _waiting_of(device: str, by: Actor) -> QuerySet[Submission]:
    """Give the records of a telephone of which nothing was made yet."""
    if by.account is None:
        return Submission.objects.none()
    rows = submissions_of(account=by.account, scope=reached_by(by), states=[SubmissionState.RECEIVED])
    return rows.filter(device=device)


def _is_urgent(received: Submission) -> bool:
    version = received.known_version
    return version is not None and form_of(version).meaning.purpose == FormPurpose.HARM
