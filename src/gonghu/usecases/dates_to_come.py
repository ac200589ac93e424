"""
Days that come by themselves (将到日期) are told beforehand: one task a child and day, with what is to be done.

Who is paid for is asked about the eighteenth birthday with the grant, and has no second task. The end of a sealed
circumstance gives none, since a task is seen by more than may know: on that day the recognitions are looked at again,
as after any change.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID, uuid5

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.benefits.queries import grants_of_children
from gonghu.domain.people.operations import call_for_review
from gonghu.domain.people.queries.coming import DateComing, DatesWanted, dates_coming
from gonghu.domain.people.queries.reviews import children_recognised
from gonghu.domain.people.terms import DateKind, open_category
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.operations import cancel_tasks, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job

SOURCE: Final = "coming_date"
"""What the tasks of days to come come from."""
_AT_ONCE: Final = 1_000
_EVERYTHING: Final = reached_by(SYSTEM)
_ENDED: Final = "认定已经终止"
_TO_DO: Final = {
    DateKind.SIXTEEN: "即将满十六周岁：提醒申领居民身份证，问清升学、就业打算；认定为农村留守儿童的请复核",
    DateKind.EIGHTEEN: "即将满十八周岁：次月起依法终止认定；仍在上学的，先问清能否续发",
    DateKind.SCHOOL: "九月到入学年龄：请帮助报名，入学后登记就学情况",
    DateKind.CIRCUMSTANCE: "登记的情形将到期：请核实情况，更新档案",
    DateKind.CERTIFICATE: "残疾人证将到期：请提醒换领，换领后更新健康登记",
    DateKind.CARE: "委托照护或寄养将到期：请问清续签还是换人，更新照护人",
}


@job("将到日期提醒")
def tell_dates(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Open a task for every day that comes before long; look again where a sealed circumstance has ended."""
    del by
    today, opened = date.fromisoformat(on), 0
    for kind, ahead in clocks().ahead.items():
        wanted = DatesWanted(today, today + timedelta(days=ahead.days), frozenset({kind}))
        found = [each for each in dates_coming(scope=_EVERYTHING, wanted=wanted) if not each.sealed]
        for start in range(0, len(found), _AT_ONCE):
            if progress:
                progress.check()
            opened += _open(found[start : start + _AT_ONCE], at)
    return {"tasks": opened, "called": _look_again(today, at), "dropped": _drop_ended(at)}


@transaction.atomic
def _open(days: list[DateComing], at: datetime) -> int:
    keys = {uuid5(each.child, f"{each.kind}:{each.on}"): each for each in days}
    rows = tasks_in(scope=_EVERYTHING, filters=TaskFilters(state=None)).filter(
        child__in=[each.child for each in days], source_kind=SOURCE
    )
    known = set(rows.values_list("source_key", flat=True))
    paid = _paid_for(each.child for each in days if each.kind == DateKind.EIGHTEEN)
    orders = [
        _order(key, each)
        for key, each in keys.items()
        if key not in known and not (each.kind == DateKind.EIGHTEEN and each.child in paid)
    ]
    return len(open_tasks(orders=orders, by=SYSTEM, at=at)) if orders else 0


def _paid_for(children: Iterable[UUID]) -> set[UUID]:
    asked = list(children)
    grants = grants_of_children(children=asked, scope=_EVERYTHING) if asked else ()
    return {grant.child_id for grant in grants if grant.is_open}


def _look_again(today: date, at: datetime) -> int:
    """Call for the reviews of children with a sealed circumstance that ended the day before, or in the month before."""
    wanted = DatesWanted(today - timedelta(days=31), today - timedelta(days=1), frozenset({DateKind.CIRCUMSTANCE}))
    by_day: dict[date, list[UUID]] = {}
    for each in dates_coming(scope=_EVERYTHING, wanted=wanted):
        if each.sealed:
            by_day.setdefault(each.on + timedelta(days=1), []).append(each.child)
    return sum(call_for_review(children=found, on=day, by=SYSTEM, at=at) for day, found in sorted(by_day.items()))


@transaction.atomic
def _drop_ended(at: datetime) -> int:
    """Cancel the tasks about eighteenth birthdays of children that are recognised as nothing any more."""
    filters = TaskFilters(kind=TaskKind.REVIEW_CATEGORY)
    rows = tasks_in(scope=_EVERYTHING, filters=filters).filter(source_kind=SOURCE, child__isnull=False)
    waiting = dict(rows.values_list("pk", "child"))
    held = children_recognised(children=waiting.values(), scope=_EVERYTHING)
    over = [task for task, child in waiting.items() if child not in held]
    return cancel_tasks(tasks=over, reason=_ENDED, by=SYSTEM, at=at) if over else 0


def _order(key: UUID, each: DateComing) -> TaskOrder:
    return TaskOrder(
        kind=TaskKind.REVIEW_CATEGORY if each.kind == DateKind.EIGHTEEN else TaskKind.OTHER,
        title=_TO_DO[each.kind],
        division_code=each.division_code,
        child=each.child,
        category=open_category(each.category) if each.category else "",
        due_on=each.on,
        source_kind=SOURCE,
        source_key=key,
    )
