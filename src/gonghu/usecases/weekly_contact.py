"""
A child whose parents are both away over New Year hears from them every week (每周联系), or its director helps.

Once a week and child there is a task where a whole week passed without a word (未成年人保护法第二十三条); it ends with
the holiday, and a contact closes it. The rest of the year it is the same after a longer silence, in districts that want
it: to speak every week is the parents' duty, and a log that nobody keeps is no silence.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from gonghu.domain.access.officer import reached_by
from gonghu.domain.campaigns.holidays import Holiday, Week, areas_apart, calendar_of
from gonghu.domain.campaigns.queries import children_alone, children_silent, last_spoken
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.tasks.clocks import clocks
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.domain.visits.facts import ContactFacts
from gonghu.domain.visits.terms import Contact
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job
from gonghu.usecases.visit_tasks import close_by_visit

SILENT: Final = "weekly_contact"
"""What the tasks of weeks without contact come from."""
_AT_ONCE: Final = 1_000
_DAYS: Final = timedelta(days=3)


@job("每周联系提醒")
def remind_of_contacts(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Give a task for every child whose parents are away and who did not hear from them in the week just over."""
    today, opened = date.fromisoformat(on), 0
    for calendar, condition in areas_apart():
        for holiday in calendar.holidays:
            weeks = holiday.weeks_over(today) if holiday.contact and holiday.to_on >= today else []
            if not weeks:
                continue
            answers = calendar.answered_by(holiday)
            found = children_alone(scope=reached_by(by), holiday=holiday, answers=answers, silent=weeks[-1])
            for part in _parts(found.filter(condition)):
                if progress:
                    progress.check()
                opened += _remind(_of_week(part, holiday, weeks[-1]), _title(weeks[-1]), by, at, today)
    return {"tasks": opened + _remind_all_year(by, at, today, progress)}


def _remind_all_year(by: Actor, at: datetime, today: date, progress: Progress | None) -> int:
    """Give a task for every child with whom no parent spoke for long, where a district wants it and no holiday runs."""
    reminder, scope, opened = clocks().contact, reached_by(by), 0
    title = f"父母都在外，{reminder.silent_days} 天没有联系的记录：请帮孩子和父母通一次话，联系过的补登记"
    for code in reminder.districts:
        running = (each for each in calendar_of(code).holidays if each.contact and each.from_on <= today <= each.to_on)
        if next(running, None) is not None:
            continue
        found = children_silent(scope=scope, on=today, days=reminder.silent_days, area=Area.of(code))
        for part in _parts(found):
            if progress:
                progress.check()
            opened += _remind(_of_silence(part, today), title, by, at, today)
    return opened


def close_silent_weeks(*, child: UUID, facts: ContactFacts, by: Actor, at: datetime) -> None:
    """Close the tasks of weeks without contact once a parent spoke with the child (联系上后办结)."""
    if not facts.reached or facts.contact == Contact.OTHER:
        return
    filters = TaskFilters(kind=TaskKind.OTHER, child=child)
    for task in tasks_in(scope=reached_by(SYSTEM), filters=filters).filter(source_kind=SILENT):
        close_by_visit(task, Outcome.DONE, f"{facts.contact_on} 已联系：{facts.contact.label}", by, at)


def _parts(found: Any) -> Iterator[list[Child]]:
    """Give the children by key, a thousand at a time."""
    by_key, last = found.order_by("person_id"), None
    while True:
        part = list((by_key.filter(person_id__gt=last) if last else by_key)[:_AT_ONCE])
        if not part:
            return
        yield part
        last = part[-1].pk


def _of_week(children: list[Child], holiday: Holiday, week: Week) -> dict[UUID, Child]:
    return {uuid5(child.pk, f"{holiday.code}:{week.number}"): child for child in children}


def _of_silence(children: list[Child], today: date) -> dict[UUID, Child]:
    """Give those who have no open task about it; the same silence asks again after as many days once more."""
    scope, days = reached_by(SYSTEM), clocks().contact.silent_days
    waiting = tasks_in(scope=scope).filter(child__in=[child.pk for child in children], source_kind=SILENT)
    open_already = set(waiting.values_list("child", flat=True))
    last = last_spoken(children=[child.pk for child in children], scope=scope)
    found = {}
    for child in children:
        if child.pk not in open_already:
            since = last.get(child.pk, child.opened_on)
            found[uuid5(child.pk, f"silent:{since}:{(today - since).days // days}")] = child
    return found


def _title(week: Week) -> str:
    return f"父母都在外，{week.from_on:%m月%d日}至{week.to_on:%m月%d日}没有联系：请帮孩子和父母通一次话"


def _remind(keys: Mapping[UUID, Child], title: str, by: Actor, at: datetime, today: date) -> int:
    rows = tasks_in(scope=reached_by(by), filters=TaskFilters(state=None)).filter(
        child__in=[child.pk for child in keys.values()], source_kind=SILENT
    )
    known = set(rows.values_list("source_key", flat=True))
    orders = [
        TaskOrder(
            TaskKind.OTHER,
            title,
            child.division_code,
            child=child.pk,
            category=child.category,
            due_on=today + _DAYS,
            source_kind=SILENT,
            source_key=key,
        )
        for key, child in keys.items()
        if key not in known
    ]
    return len(open_tasks(orders=orders, by=by, at=at)) if orders else 0
