"""
Runs whose work died end too (比对中断): left under way, they would keep their place from being compared for ever.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.policies.operations import cancel_run, fail_run
from gonghu.domain.policies.queries import runs_under_way
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.jobs.looking_up import job_by_key
from gonghu.foundation.jobs.models import JobState
from gonghu.foundation.jobs.registry import job

_UNKNOWN: Final = "后台处理没有完成这次比对，原因已无记录。"
_WHAT_TO_DO: Final = "没有保存任何结果，可以点“重新比对”；再次中断时请联系技术人员查看日志。"


@transaction.atomic
def end_dead_runs(*, at: datetime, division_code: str = "") -> int:
    """Fail the runs under way, of one place or of all, whose job is over, and say how many (登记比对中断)."""
    ended = 0
    for run in runs_under_way(scope=reached_by(SYSTEM), division_code=division_code):
        work = job_by_key(run.job)
        if work is not None and not work.over:
            continue
        if work is not None and work.state == JobState.CANCELLED:
            cancel_run(run=run.pk, by=SYSTEM, at=at)
        else:
            fail_run(run=run.pk, trouble=f"{(work and work.error) or _UNKNOWN}{_WHAT_TO_DO}", by=SYSTEM, at=at)
        ended += 1
    return ended


@job("清理中断的比对")
def clear_dead_runs(*, at: datetime, **_context: object) -> Mapping[str, int]:
    """End every run whose work died, so that its place can be compared again."""
    return {"ended": end_dead_runs(at=at)}
