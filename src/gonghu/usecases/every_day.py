"""
Every day the site looks after itself (每日例行): what the clock asks for, and at which hour.

Each job does again what an earlier day may have left undone, so a day that was missed is made up by the next.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Final

from gonghu.domain.access.attempts import drop_old_attempts
from gonghu.domain.people.operations import count_children, settle_categories
from gonghu.domain.tasks.operations import escalate_overdue, tally_open_tasks
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.verification import verify
from gonghu.foundation.jobs.clock import DailyWork
from gonghu.foundation.jobs.enqueueing import forget_finished
from gonghu.foundation.jobs.progress import JobRefused, Progress
from gonghu.foundation.jobs.registry import job
from gonghu.foundation.table_statistics import refresh_statistics
from gonghu.usecases.dates_to_come import tell_dates
from gonghu.usecases.end_dead_runs import clear_dead_runs
from gonghu.usecases.keying_list import list_what_to_key_in
from gonghu.usecases.rearrange_divisions import follow_due_changes
from gonghu.usecases.remind_of_promises import remind_of_promises
from gonghu.usecases.review_benefits import review_benefits
from gonghu.usecases.review_categories import review_categories
from gonghu.usecases.scheduled_runs import recount_tallies, run_due_schedules
from gonghu.usecases.take_records import take_left_records
from gonghu.usecases.visit_lists import fix_lists, tally_lists
from gonghu.usecases.weekly_contact import remind_of_contacts

_JOBS_KEPT: Final = timedelta(days=90)
_FILES_AT_ONCE: Final = 2_000


@job("核验审计链")
def verify_audit(*, progress: Progress, **_context: object) -> Mapping[str, int]:
    """Check every audit chain; a broken one ends the job with where it is broken."""
    progress.tell("逐条核验")
    found = verify()
    if found.broken:
        raise JobRefused(
            f"审计链不完整：{'；'.join(map(str, found.broken))}。请保存现场，运行 gonghu audit verify，并报告上级。"
        )
    return {"chains": found.chains, "entries": found.entries}


@job("清理旧作业和旧的登录计数")
def forget_old_jobs(*, at: datetime, **_context: object) -> Mapping[str, int]:
    """Forget the jobs that were over long ago, whose work is in the audit, and failed sign-ins that count no more."""
    return {"forgotten": forget_finished(before=at - _JOBS_KEPT), "attempts": drop_old_attempts(at)}


@job("任务提醒与提级")
def escalate_tasks(*, by: Actor, at: datetime, on: str, progress: Progress, **_context: object) -> Mapping[str, int]:
    """Remind of tasks that fall due, raise those overdue, draft rectification orders; a few thousand at a time."""
    total: Counter[str] = Counter()
    more = True
    while more:
        progress.check()
        done = escalate_overdue(on=date.fromisoformat(on), by=by, at=at)
        total.update({level.name.lower(): count for level, count in done.raised.items()}, drafted=done.drafted)
        more = done.more
    return total


@job("汇总任务时效")
def tally_tasks(*, by: Actor, at: datetime, on: str, **_context: object) -> Mapping[str, int]:
    """Count the open tasks for the figures of provinces and cities."""
    return {"tasks": tally_open_tasks(on=date.fromisoformat(on), by=by, at=at)}


@job("更新儿童类别")
def settle_files(*, by: Actor, at: datetime, on: str, progress: Progress, **_context: object) -> Mapping[str, int]:
    """Show in the files what children are recognised as, after recognitions have ended; a few thousand at a time."""
    changed, done = 0, _FILES_AT_ONCE
    while done == _FILES_AT_ONCE:
        progress.check()
        done = settle_categories(on=date.fromisoformat(on), by=by, at=at, most=_FILES_AT_ONCE)
        changed += done
    return {"changed": changed}


@job("汇总逐月人数")
def count_months(*, by: Actor, at: datetime, on: str, **_context: object) -> Mapping[str, int]:
    """Count the children of all villages; what the last night of a month counted stays."""
    return {"files": count_children(on=date.fromisoformat(on), by=by, at=at)}


@job("更新表统计")
def count_tables(**_context: object) -> Mapping[str, int]:
    """Let the database know how its tables have grown, so that lists stay quick."""
    refresh_statistics()
    return {}


EVERY_DAY_WORK: Final = (
    DailyWork(follow_due_changes, at=time(0, 5)),
    DailyWork(settle_files, at=time(0, 30)),
    DailyWork(fix_lists, at=time(0, 45)),
    DailyWork(review_benefits, at=time(0, 50)),
    DailyWork(tell_dates, at=time(0, 51)),
    DailyWork(review_categories, at=time(0, 52)),
    DailyWork(list_what_to_key_in, at=time(0, 55)),
    DailyWork(escalate_tasks, at=time(1, 0)),
    DailyWork(remind_of_contacts, at=time(1, 10)),
    DailyWork(remind_of_promises, at=time(1, 12)),
    DailyWork(take_left_records, at=time(1, 15)),
    DailyWork(tally_tasks, at=time(1, 30)),
    DailyWork(tally_lists, at=time(1, 45)),
    DailyWork(count_months, at=time(1, 50)),
    DailyWork(verify_audit, at=time(2, 0)),
    DailyWork(forget_old_jobs, at=time(3, 0)),
    DailyWork(recount_tallies, at=time(3, 30)),
    DailyWork(clear_dead_runs, at=time(3, 45)),
    DailyWork(run_due_schedules, at=time(4, 0)),
    DailyWork(count_tables, at=time(5, 0)),
)
"""The work of the clock; a job that is added here is called with ``on``, the day as text."""
