"""
Runs that nobody asks for (定期比对): the newest delivery of a place is compared anew every so many days.

动态监测: between two deliveries birthdays pass, terms end and half-years elapse, so the same files find other children.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.policies.operations import RunWaiting, move_schedules_on, recount_findings
from gonghu.domain.rosters.queries import newest_delivery
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.run_screening import start_run


@job("定期比对")
def run_due_schedules(*, by: Actor, at: datetime, on: str, **_context: object) -> Mapping[str, Any]:
    """Ask for a run of every place whose day has come and that has a delivery to compare."""
    day = date.fromisoformat(on)
    started = waiting = 0
    with transaction.atomic():
        places = move_schedules_on(on=day, by=by, at=at)
    for code in places:
        delivery = newest_delivery(scope=reached_by(by), division_code=code)
        if delivery is None:
            continue
        try:
            start_run(delivery=delivery.pk, division_code=code, as_of=day, by=by, at=at)
            started += 1
        except RunWaiting:
            waiting += 1
    return {"places": len(places), "started": started, "waiting": waiting}


@job("重新汇总问题")
def recount_tallies(*, by: Actor, at: datetime, **_context: object) -> Mapping[str, Any]:
    """Count the findings of all places anew; a difference to what was added up is a fault, and is told."""
    return {"wrong": recount_findings(by=by, at=at)}
