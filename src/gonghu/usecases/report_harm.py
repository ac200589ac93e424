"""Somebody reports that a child is harmed (强制报告): kept at once, the same minute an urgent task of the district."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.tasks.operations import follow_districts, open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.visits.facts import HarmFacts
from gonghu.domain.visits.models import HarmReport
from gonghu.domain.visits.operations import give_harm_task, harm_follows_places, receive_harm
from gonghu.foundation.acting import SYSTEM, Actor

_TITLE: Final = "侵害线索：请立即处置"
_IN_DANGER: Final = "侵害线索：儿童正处于危险，请立即处置"


@transaction.atomic
def report_harm(*, facts: HarmFacts, by: Actor, at: datetime) -> HarmReport:
    """
    Keep a report of harm and give the district a task that is due the same day (报告侵害).

    The task names neither the child nor who reported; whoever reports need see neither report nor task afterwards.
    """
    report = receive_harm(facts=facts, by=by, at=at)
    if report.task_id is not None:
        return report
    order = TaskOrder(
        kind=TaskKind.HARM_REPORT,
        title=_IN_DANGER if facts.in_danger else _TITLE,
        division_code=report.division_code,
        due_on=day_of(at),
        source_kind="harm_report",
        source_key=report.pk,
    )
    (task,) = open_tasks(orders=[order], by=SYSTEM, at=at)
    return give_harm_task(report=report.pk, task=task, by=SYSTEM, at=at)


@transaction.atomic
def reports_follow_places(*, at: datetime) -> int:
    """Let reports that are still worked on, and their tasks, go to the district their place is in now (线索随区划)."""
    return follow_districts(places=harm_follows_places(by=SYSTEM, at=at), by=SYSTEM, at=at)
