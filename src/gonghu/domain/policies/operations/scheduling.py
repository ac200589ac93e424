"""When the newest delivery of a place is compared anew (比对计划)."""

from datetime import date, datetime, timedelta

from django.db import transaction

from gonghu.domain.access.officer import authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.domain.policies.models import RunSchedule
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards import division_code as division_codes

LONGEST_DAYS = 366


class ScheduleInvalid(ValueError):
    """Runs would follow each other after no day at all, or after more than a year."""


@transaction.atomic
def set_schedule(*, division_code: str, every_days: int | None, by: Actor, at: datetime) -> RunSchedule:
    """
    Say after how many days, if at all, the newest delivery of a place is compared anew (设定比对计划).

    :raises NotPermitted: the actor runs nothing there
    :raises ScheduleInvalid: the days are none or more than a year
    """
    authorise(by, Permission.RUN_SCREENING, division_code)
    if every_days is not None and not 1 <= every_days <= LONGEST_DAYS:
        raise ScheduleInvalid(f"间隔须在 1 至 {LONGEST_DAYS} 天之间")
    code = division_codes.pad(division_code)
    next_on = day_of(at) + timedelta(days=every_days) if every_days else None
    schedule, _ = RunSchedule.objects.everywhere("the schedule of a place").update_or_create(
        division_code=code, defaults={"every_days": every_days, "next_on": next_on}
    )
    _record("policies.schedule", code, by, at, {"every_days": every_days})
    return schedule


@transaction.atomic
def move_schedules_on(*, on: date, by: Actor, at: datetime) -> list[str]:
    """Give the places whose day has come, and set their next one (到期的比对计划)."""
    due = RunSchedule.objects.everywhere("schedules whose day has come").select_for_update().filter(next_on__lte=on)
    codes = []
    for schedule in due:
        schedule.next_on = on + timedelta(days=schedule.every_days) if schedule.every_days else None
        schedule.save(update_fields=["next_on"])
        codes.append(schedule.division_code)
    _record("policies.schedules_due", "", by, at, {"places": codes})
    return codes


def _record(verb: str, code: str, by: Actor, at: datetime, detail: dict[str, object]) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="schedule",
        subject_key=code,
        detail=detail,
        district=code[:6] or None,
    )
