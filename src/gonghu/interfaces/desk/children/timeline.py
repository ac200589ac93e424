"""Everything dated in a child's file in one row (时间线), the last first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from gonghu.domain.people.queries import ChildFile
from gonghu.domain.people.terms import ClosingReason, FileSource
from gonghu.domain.policies.models import Recognition
from gonghu.domain.tasks.models import Task
from gonghu.domain.visits.models import Visit
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.children.given import GivenToChild


@dataclass(frozen=True, slots=True)
class Event:
    """One dated line of a child's file (大事记)."""

    on: date
    kind: str
    words: str


def timeline(
    file: ChildFile,
    *,
    tasks: Iterable[Task],
    recognitions: Iterable[Recognition],
    visits: Iterable[Visit],
    given: GivenToChild,
    places: dict[str, str],
) -> Sequence[Event]:
    """Put in one row what happened to a child and what was done, the last first."""
    events = [
        *_of_the_file(file, places),
        *_of_life(file, places),
        *_of_the_family(file),
        *_of_tasks(tasks),
        *_of_recognitions(recognitions),
        *_of_visits(visits),
        *_of_money(given),
    ]
    return sorted(events, key=lambda event: event.on, reverse=True)


def _of_the_file(file: ChildFile, places: dict[str, str]) -> Iterator[Event]:
    child = file.child
    yield Event(
        child.opened_on, _("档案"), _("建档（%(source)s）") % {"source": worded(FileSource(child.source).label)}
    )
    if child.closed_on:
        reason = worded(ClosingReason(child.closing_reason).label) if child.closing_reason else ""
        yield Event(child.closed_on, _("档案"), _("结案：%(reason)s") % {"reason": reason})
    for former in file.former_places:
        if former.to_on:
            place = places.get(former.division_code, former.division_code)
            yield Event(former.to_on, _("档案"), _("从%(place)s迁出 %(why)s") % {"place": place, "why": former.reason})
    for category in file.categories:
        yield Event(category.from_on, _("类别"), _("认定为%(name)s") % {"name": worded(category.name)})
        if category.to_on:
            yield Event(category.to_on, _("类别"), _("%(name)s终止") % {"name": worded(category.name)})
    for risk in file.risks:
        words = _("评为%(level)s风险：%(why)s") % {"level": worded(risk.get_level_display()), "why": risk.reasons}
        yield Event(_day(risk.assessed_at), _("风险"), words)


def _of_life(file: ChildFile, places: dict[str, str]) -> Iterator[Event]:
    for carer in file.carers:
        who = file.carer_names.get(carer.pk, "")
        yield Event(
            carer.from_on, _("照护"), " ".join(part for part in (worded(carer.get_kind_display()), who) if part)
        )
    for address in file.addresses:
        place = places.get(address.division_code, "")
        yield Event(address.from_on, address.kind, f"{place} {address.detail}".strip())
    for school in file.schooling:
        parts = (worded(school.get_stage_display()), school.school, school.form, worded(school.get_state_display()))
        yield Event(school.from_on, _("就学"), " ".join(part for part in parts if part))
    for health in file.health:
        yield Event(health.from_on, _("健康"), f"{worded(health.get_kind_display())} {health.detail}".strip())


def _of_the_family(file: ChildFile) -> Iterator[Event]:
    for told in file.circumstances:
        yield Event(told.from_on, _("本人"), told.words)
    for member in file.family.members:
        if member.died_on:
            yield Event(member.died_on, member.relation_name, _("去世"))
        for told in member.circumstances:
            yield Event(told.from_on, member.relation_name, told.words)
            if told.to_on:
                yield Event(told.to_on, member.relation_name, _("%(words)s结束") % {"words": told.words})


def _of_tasks(tasks: Iterable[Task]) -> Iterator[Event]:
    for task in tasks:
        yield Event(_day(task.opened_at), _("任务"), str(task.get_kind_display()))
        if task.closed_at:
            words = f"{worded(task.get_kind_display())}：{worded(task.get_outcome_display())} {task.outcome_note}"
            yield Event(_day(task.closed_at), _("任务"), words.strip())


def _of_recognitions(recognitions: Iterable[Recognition]) -> Iterator[Event]:
    for each in recognitions:
        yield Event(_day(each.first_at), _("认定"), _("初审：%(opinion)s") % {"opinion": each.first_opinion})
        if each.second_at:
            words = f"{worded(each.state_label)}：{each.second_opinion}"
            yield Event(_day(each.second_at), _("认定"), words)


def _of_visits(visits: Iterable[Visit]) -> Iterator[Event]:
    for visit in visits:
        yield Event(
            visit.visited_on,
            _("走访"),
            f"{worded(visit.get_kind_display())} {worded(visit.get_outcome_display())}".strip(),
        )


def _of_money(given: GivenToChild) -> Iterator[Event]:
    for grant in given.grants:
        yield Event(grant.since, _("待遇"), _("开始享受%(line)s") % {"line": worded(grant.line)})
    for on, amount in given.payments:
        yield Event(on, _("发放"), _("到账 %(amount)s 元") % {"amount": amount} if amount else _("到账"))


def _day(at: datetime) -> date:
    return timezone.localdate(at)
