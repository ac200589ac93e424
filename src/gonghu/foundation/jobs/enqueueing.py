"""Asking for jobs and taking them back (提交与取消作业)."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.models import Job, JobState
from gonghu.foundation.jobs.registry import Outcome, job_named, name_of

_PLAIN: Final = (str, int, float, bool, type(None))


class OutsideTransaction(RuntimeError):
    """A job is asked for outside the transaction of what it belongs to: one could happen without the other."""


class ParameterNotPlain(TypeError):
    """Parameters are texts, numbers, yes and no, and lists and tables of them; write keys and days as text."""


def enqueue(
    function: Callable[..., Outcome],
    *,
    by: Actor,
    at: datetime,
    once_key: str | None = None,
    lane: str = "",
    not_before: datetime | None = None,
    **parameters: Any,
) -> Job:
    """
    Ask for a job in the caller's transaction; it begins after the commit, and never if there is none.

    With a ``once_key`` that was used before, that earlier job is given back and nothing new is asked for. Jobs of one
    ``lane`` run one after the other. The job acts as ``by``, with the rights ``by`` still has when it runs.

    :raises OutsideTransaction: there is no transaction to belong to
    :raises NotAJob: the function was never marked as a job
    :raises ParameterNotPlain: a parameter would not come back from the database as it is
    """
    name = name_of(function)
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(name)
    _refuse_fancy(parameters)
    asked = Job(
        name=name,
        label=job_named(name).job_label,
        parameters=parameters,
        once_key=once_key,
        lane=lane,
        account=by.account,
        post=by.post,
        actor_label=by.label,
        district=by.district,
        request=by.request,
        queued_at=at,
        not_before_at=not_before or at,
    )
    if once_key is None:
        asked.save(force_insert=True)
        return asked
    Job.objects.bulk_create([asked], ignore_conflicts=True)
    return Job.objects.get(once_key=once_key)


def is_queued(function: Callable[..., Outcome], *, lane: str) -> bool:
    """
    Tell whether a job of a function waits in a lane, and keep it from beginning before the caller's transaction ends.

    What the caller writes is then seen by that job, if it looks for its work only when it begins.

    :raises OutsideTransaction: there is no transaction until whose end it could be kept
    :raises NotAJob: the function was never marked as a job
    """
    name = name_of(function)
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(name)
    waiting = Job.objects.select_for_update().filter(name=name, lane=lane, state=JobState.QUEUED)
    return bool(waiting.values_list("pk", flat=True)[:1])


def cancel(*, job: UUID, at: datetime) -> Job:
    """
    Take a job back: one that waits is cancelled at once, one that runs at its next step; one that is over stays so.

    Who may do this is for the caller to say.

    :raises Job.DoesNotExist: there is no such job
    """
    waiting = Job.objects.filter(pk=job, state=JobState.QUEUED)
    if not waiting.update(state=JobState.CANCELLED, cancel_asked_at=at, finished_at=at):
        Job.objects.filter(pk=job, state=JobState.RUNNING, cancel_asked_at=None).update(cancel_asked_at=at)
    return Job.objects.get(pk=job)


def forget_finished(*, before: datetime) -> int:
    """Forget the jobs that were over before a moment, their keys included, and give how many."""
    return Job.objects.filter(finished_at__lt=before).delete()[0]


def _refuse_fancy(value: Any) -> None:
    if isinstance(value, dict):
        for name, part in value.items():
            if not isinstance(name, str):
                raise ParameterNotPlain(repr(name))
            _refuse_fancy(part)
    elif isinstance(value, list):
        for part in value:
            _refuse_fancy(part)
    elif not isinstance(value, _PLAIN):
        raise ParameterNotPlain(repr(value))
