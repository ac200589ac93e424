"""Jobs that only tests need."""

import time
from collections.abc import Mapping
from datetime import datetime

from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.jobs.enqueueing import cancel
from gonghu.foundation.jobs.progress import JobRefused, Progress
from gonghu.foundation.jobs.registry import job


@job("数数")
def count(*, by: Actor, at: datetime, progress: Progress, to: int) -> Mapping[str, int | str]:
    for number in range(to):
        progress.tell(f"第 {number + 1} 个", number / to)
    return {"counted": to, "by": by.label, "at": at.isoformat()}


@job("拒绝")
def refuse(**_context: object) -> None:
    raise JobRefused("名册是空的：请检查文件后重新上传")


@job("出错")
def stumble(**_context: object) -> None:
    raise KeyError("王小明")


@job("自己取消")
def cancel_itself(*, at: datetime, progress: Progress, **_context: object) -> None:
    progress.tell("开始", 0.1)
    cancel(job=progress.job.pk, at=at)
    progress.tell("继续", 0.2)


@job("每日的事")
def daily(*, by: Actor, on: str, **_context: object) -> Mapping[str, str]:
    return {"on": on, "by": by.label}


def unmarked() -> None:
    """Nobody may call this through a row of the database."""


@job("逐步记下")
def write_down(*, at: datetime, progress: Progress, steps: int, **_context: object) -> None:
    for number in range(steps):
        progress.tell(f"第 {number + 1} 步", number / steps)
        with progress.once(f"step {number}") as owed:
            if owed:
                key = f"{progress.job.pk}-{number}"
                record(by=SYSTEM, at=at, verb="step", subject_kind="job", subject_key=key, district="120112")
        time.sleep(0.01)


@job("慢慢写")
def write_slowly(*, at: datetime, progress: Progress, seconds: float, **_context: object) -> None:
    with progress.once("write") as owed:
        if owed:
            time.sleep(seconds)
            key = str(progress.job.pk)
            record(by=SYSTEM, at=at, verb="step", subject_kind="job", subject_key=key, district="120112")
