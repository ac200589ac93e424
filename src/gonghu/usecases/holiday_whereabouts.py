"""
Where every child is in a holiday is asked and written down (假期去向): from the form of a visit, or at the desk.

Whom nobody has asked about yet becomes a task of who answers for the village; an answer closes it.
"""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date, datetime
from typing import Final, TypeVar
from uuid import UUID, uuid5

from django.db import transaction
from django.db.models import TextChoices

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.campaigns.holidays import Holiday, calendar_of
from gonghu.domain.campaigns.models import Whereabouts
from gonghu.domain.campaigns.operations import tell_whereabouts
from gonghu.domain.campaigns.terms import LookedAfter, ParentsHome, Stay, WhereaboutsFacts
from gonghu.domain.people.models import Child
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.engines.forms import Answers
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.visit_tasks import close_by_visit

ASKED: Final = "whereabouts"
"""What the tasks that ask where a child is come from."""

Choice = TypeVar("Choice", bound=TextChoices)


@transaction.atomic
def tell_holiday(*, child: ChildAtVisit, facts: WhereaboutsFacts, by: Actor, at: datetime) -> Whereabouts:
    """
    Write down where a child is in a holiday, and close the task that asked for it (登记去向并办结任务).

    :raises NotPermitted: see ``tell_whereabouts``
    :raises WhereaboutsUnclear: see there
    """
    told = tell_whereabouts(child=child, facts=facts, by=by, at=at)
    sources = {_source(child.key, code) for code in _asking(child.division_code, facts.holiday)}
    filters = TaskFilters(kind=TaskKind.OTHER, child=child.key)
    for task in tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_kind=ASKED):
        if task.source_key in sources:
            close_by_visit(task, Outcome.DONE, f"{facts.told_on} 问明：{facts.stay.label}", by, at)
    return told


def holiday_told(*, child: ChildAtVisit, visit: Visit, said: Answers, by: Actor, at: datetime) -> Whereabouts | None:
    """
    Write down what a visit over a holiday says of where the child is (走访中的去向); nothing where it does not say.

    Of two days that cannot both be, the one on which it comes back counts.

    :raises NotPermitted: see ``tell_whereabouts``
    """
    if visit.kind != VisitKind.HOLIDAY or visit.outcome != VisitOutcome.MET:
        return None
    holiday = calendar_of(child.division_code).meant(said.text("holiday"), visit.visited_on)
    stay = _choice(Stay, said.text("stay"))
    if holiday is None or stay is None:
        return None
    left_on, back_on = _day(said.text("left_on")), _day(said.text("back_on"))
    facts = WhereaboutsFacts(
        holiday=holiday.code,
        stay=stay,
        told_on=visit.visited_on,
        looked_after=_choice(LookedAfter, said.text("holiday_guard")),
        parents=_choice(ParentsHome, said.text("parents")),
        place=said.text("stay_place"),
        from_on=left_on if not (left_on and back_on and back_on < left_on) else None,
        back_on=back_on,
        visit=visit.pk,
    )
    return tell_holiday(child=child, facts=facts, by=by, at=at)


def ask_whereabouts(*, children: Iterable[Child], holiday: Holiday, by: Actor, at: datetime) -> int:
    """
    Give whoever answers for the village a task to find out where a child is (去向不明转任务); one task a child.

    :raises NotPermitted: the actor assigns no tasks in one of the places
    """
    orders = [
        TaskOrder(
            TaskKind.OTHER,
            f"问清{holiday.name}在哪过、谁看着、哪天回来",
            child.division_code,
            child=child.pk,
            category=child.category,
            due_on=max(holiday.from_on, day_of(at)) if holiday.to_on >= day_of(at) else None,
            source_kind=ASKED,
            source_key=_source(child.pk, holiday.code),
        )
        for child in children
    ]
    return len(open_tasks(orders=orders, by=by, at=at)) if orders else 0


def _source(child: UUID, holiday: str) -> UUID:
    return uuid5(child, f"{ASKED}:{holiday}")


def _asking(division_code: str, told: str) -> set[str]:
    """Name the holidays that an answer about one of them tells of."""
    calendar = calendar_of(division_code)
    return {told, *(each.code for each in calendar.holidays if told in calendar.answered_by(each))}


def _choice(choices: type[Choice], text: str) -> Choice | None:
    return choices(text) if text in choices.values else None


def _day(text: str) -> date | None:
    with suppress(ValueError):
        return date.fromisoformat(text[:10])
    return None
