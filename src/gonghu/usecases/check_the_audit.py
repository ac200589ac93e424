"""A supervisor has the audit checked (核验审计): in the background, and everybody sees when it was last whole."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.foundation.audit.recording import record
from gonghu.foundation.jobs.enqueueing import enqueue
from gonghu.foundation.jobs.looking_up import last_answered, still_open
from gonghu.foundation.jobs.models import JobState
from gonghu.usecases.every_day import verify_audit


@dataclass(frozen=True, slots=True)
class AuditCheck:
    """What the last check of all chains found, and whether another one is under way (审计核验情况)."""

    at: datetime | None
    whole: bool
    chains: int
    entries: int
    problem: str
    under_way: bool


def last_check() -> AuditCheck:
    """Tell what the last check of the audit found."""
    last, is_open = last_answered(verify_audit), still_open(verify_audit) is not None
    if last is None:
        return AuditCheck(None, whole=False, chains=0, entries=0, problem="", under_way=is_open)
    return AuditCheck(
        last.finished_at,
        whole=last.state == JobState.DONE,
        chains=int(last.outcome.get("chains", 0)),
        entries=int(last.outcome.get("entries", 0)),
        problem=last.error,
        under_way=is_open,
    )


def ask_for_check(*, by: Officer, at: datetime) -> None:
    """
    Have all chains checked in the background; while a check waits or runs no other is asked for.

    :raises NotPermitted: the officer reads no audit
    """
    if not by.scope.has(Permission.READ_AUDIT):
        raise NotPermitted("没有“查看审计”权限")
    with transaction.atomic():
        if still_open(verify_audit) is None:
            enqueue(verify_audit, by=by, at=at, lane="audit")
        record(by=by, at=at, verb="audit.ask_for_check", subject_kind="audit", subject_key="")
