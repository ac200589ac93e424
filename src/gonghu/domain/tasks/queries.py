"""Reading of tasks (任务的查询): lists that hold at ten million, one task with its history, how late the rest is."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.db.models.functions import Substr

from gonghu.domain.access.officer import day_of
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries.telling import in_category
from gonghu.domain.people.terms import Category
from gonghu.domain.tasks.ages import AGES, class_of_age
from gonghu.domain.tasks.models import OrderedTask, OrderStep, RectificationOrder, Task, TaskStep, TaskTally
from gonghu.domain.tasks.terms import EscalationLevel, OrderState, TaskKind, TaskState
from gonghu.standards.division_code import LENGTH, Level

_OLDEST: Final = 500
"""Late tasks that are looked through before those of a whole province are."""


@dataclass(frozen=True, slots=True)
class TaskFilters:
    """Which tasks to list (任务筛选); all that are said hold together."""

    kind: TaskKind | None = None
    state: TaskState | None = TaskState.OPEN
    area: Area | None = None
    owner: UUID | None = None
    unowned: bool = False
    due_from: date | None = None
    due_until: date | None = None
    level: EscalationLevel | None = None
    category: str = ""
    child: UUID | None = None

    def overdue(self, on: date) -> "TaskFilters":
        """Give the same for what should have been done before a day."""
        return replace(self, state=TaskState.OPEN, due_until=date.fromordinal(on.toordinal() - 1))

    def condition(self, scope: Scope) -> Q:
        """Give the condition on rows of tasks, the category as somebody is shown it."""
        said = {
            "kind": self.kind,
            "state": self.state,
            "owner": self.owner,
            "due_on__gte": self.due_from,
            "due_on__lte": self.due_until,
            "level__gte": self.level,
            "child": self.child,
        }
        found = Q(**{name: value for name, value in said.items() if value is not None})
        if self.unowned:
            found &= Q(owner__isnull=True)
        if self.level and self.level > EscalationLevel.SUPERVISOR:
            # As the index of raised tasks has it: SQLite does not see that one follows from the other.
            found &= Q(level__gte=EscalationLevel.SUPERVISOR)
        if self.category:
            found &= in_category(Category(self.category), scope)
        return found & self.area.filter() if self.area else found


@dataclass(frozen=True, slots=True)
class OpenCounts:
    """How many tasks a post has open (待办数): overdue, due that day, due within a working week, later."""

    overdue: int = 0
    today: int = 0
    soon: int = 0
    later: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.overdue + self.today + self.soon + self.later


@dataclass(frozen=True, slots=True)
class AgeRow:
    """How many open tasks of one kind in one place are how old (任务时效行); ``ages`` follows ``AGES``."""

    division_code: str
    kind: TaskKind
    ages: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.ages)


def tasks_in(*, scope: Scope, filters: TaskFilters = TaskFilters()) -> QuerySet[Task]:
    """Give the tasks that somebody sees, by place and key, for pages by key."""
    return Task.objects.visible_to(scope).filter(filters.condition(scope)).order_by("division_code", "uuid")


def tasks_assigned_by(*, scope: Scope, filters: TaskFilters = TaskFilters()) -> QuerySet[Task]:
    """Give the tasks that somebody may assign, by place and key."""
    found = Task.objects.visible_to(scope, Permission.ASSIGN_TASKS).filter(filters.condition(scope))
    return found.order_by("division_code", "uuid")


def tasks_of_post(*, posts: Iterable[UUID], scope: Scope, state: TaskState = TaskState.OPEN) -> QuerySet[Task]:
    """Give the tasks of some posts that somebody sees, those due first coming first."""
    found = Task.objects.visible_to(scope).filter(owner__in=list(posts), state=state)
    return found.order_by("due_on", "uuid")


def task_by_key(*, key: UUID, scope: Scope) -> Task | None:
    """Give one task that somebody sees."""
    return Task.objects.visible_to(scope).filter(pk=key).first()


def next_task(*, after: Task, posts: Iterable[UUID], scope: Scope) -> Task | None:
    """Give the task of the same posts that is due next, to go on with."""
    return tasks_of_post(posts=posts, scope=scope).exclude(pk=after.pk).first()


def steps_of(*, task: UUID, scope: Scope) -> list[TaskStep]:
    """List what happened to a task that somebody sees, the first step first."""
    seen = Task.objects.visible_to(scope).filter(pk=task)
    return list(TaskStep.objects.filter(task__in=seen.values("pk")).order_by("id"))


def open_counts(*, posts: Iterable[UUID], scope: Scope, on: date, soon_until: date) -> dict[UUID, OpenCounts]:
    """Count the open tasks of posts by deadline; posts without any are absent."""
    rows = Task.objects.visible_to(scope).filter(state=TaskState.OPEN, owner__in=list(posts))
    counted = rows.values("owner").annotate(
        overdue=Count("pk", filter=Q(due_on__lt=on)),
        today=Count("pk", filter=Q(due_on=on)),
        soon=Count("pk", filter=Q(due_on__gt=on, due_on__lte=soon_until)),
        later=Count("pk", filter=Q(due_on__gt=soon_until)),
    )
    return {
        row["owner"]: OpenCounts(row["overdue"], row["today"], row["soon"], row["later"])
        for row in counted.order_by("owner")
    }


def new_tasks(*, posts: Iterable[UUID], scope: Scope, since: datetime) -> QuerySet[Task]:
    """Give the open tasks that came to posts since a moment, the last first."""
    return tasks_of_post(posts=posts, scope=scope).filter(assigned_at__gte=since).order_by("-assigned_at", "uuid")


def followed_up(*, scope: Scope, level: EscalationLevel, most: int) -> list[Task]:
    """List the open tasks that have come up to a level where somebody assigns tasks, so many of those due first."""
    found = tasks_assigned_by(scope=scope, filters=TaskFilters(level=level)).order_by("due_on", "uuid")
    keys = _among_oldest(found, scope, level, most) or list(found.values_list("pk", flat=True)[:most])
    return list(found.filter(pk__in=keys)) if keys else []


def _among_oldest(found: QuerySet[Task], scope: Scope, level: EscalationLevel, most: int) -> list[UUID]:
    """
    Find those due first among the latest tasks of all, or nothing where these are too few of them.

    A province has a hundred thousand late tasks, which are not all looked through to show five.
    """
    if all(area.level and area.level >= Level.COUNTY for area in scope.areas(Permission.ASSIGN_TASKS)):
        return []
    late = Task.objects.everywhere("of those due first, the ones that somebody sees")
    oldest = late.filter(TaskFilters(level=level).condition(scope), state=TaskState.OPEN).order_by("due_on", "uuid")
    keys = list(found.filter(pk__in=oldest.values("pk")[:_OLDEST]).values_list("pk", flat=True)[:most])
    return keys if len(keys) == most else []


def ageing(*, scope: Scope, on: date, area: Area | None = None) -> list[AgeRow]:
    """
    Count open tasks by class of age, kind and the level below an area (任务时效): how late work is, of nobody by name.

    Of more than a county the tally of the night answers, if there is one of that day; ``ageing_counted_at`` says when
    it was made.
    """
    within = area or Area("")
    place = Substr("division_code", 1, _level_below(within))
    grouped = ("place", "kind", "age")
    if ageing_counted_at(scope=scope, on=on, area=within):
        tallied = TaskTally.objects.visible_to(scope).filter(within.filter()).annotate(place=place).values(*grouped)
        return list(_age_rows(tallied.annotate(number=Sum("tasks")).order_by(*grouped).values_list(*grouped, "number")))
    rows = Task.objects.visible_to(scope).filter(within.filter(), state=TaskState.OPEN)
    live = rows.annotate(place=place, age=class_of_age(on)).values(*grouped)
    return list(_age_rows(live.annotate(number=Count("pk")).order_by(*grouped).values_list(*grouped, "number")))


def ageing_counted_at(*, scope: Scope, on: date, area: Area | None = None) -> datetime | None:
    """
    Tell when the tasks of an area were counted on a day (汇总时间), or nothing where they are counted as one looks.

    A part of an area is no sum of whole towns, so that whoever sees only a part of the children is counted for alone.
    """
    within = area or Area("")
    if within.level is not None and within.level >= Level.COUNTY:
        return None
    if not any(each.covers(within) for each in scope.areas(Permission.SEE_TASKS)):
        return None
    last = TaskTally.objects.visible_to(scope).aggregate(last=Max("counted_at"))["last"]
    return last if last and day_of(last) == on else None


def orders_in(*, scope: Scope, state: OrderState | None = None) -> QuerySet[RectificationOrder]:
    """Give the rectification orders that somebody sees, by place and key."""
    found = RectificationOrder.objects.visible_to(scope).order_by("division_code", "uuid")
    return found.filter(state=state) if state else found


def order_steps(*, order: UUID, scope: Scope) -> list[OrderStep]:
    """List what happened to an order that somebody sees, the first step first."""
    seen = RectificationOrder.objects.visible_to(scope).filter(pk=order)
    return list(OrderStep.objects.filter(order__in=seen.values("pk")).order_by("id"))


def tasks_of_order(*, order: UUID, scope: Scope) -> QuerySet[Task]:
    """Give the tasks of an order that somebody sees, by place."""
    ordered = OrderedTask.objects.filter(order=order).values("task")
    return Task.objects.visible_to(scope).filter(pk__in=ordered).order_by("division_code", "due_on", "uuid")


def orders_of_task(*, task: UUID, scope: Scope) -> QuerySet[RectificationOrder]:
    """Give the orders about a task that somebody sees, the last first."""
    about = OrderedTask.objects.filter(task=task).values("order")
    return RectificationOrder.objects.visible_to(scope).filter(pk__in=about).order_by("-drafted_at")


def _level_below(area: Area) -> int:
    wider = area.level or 0
    return next((level for level in Level if level > wider), Level.VILLAGE)


def _age_rows(counted: Iterable[tuple[str, str, int, int]]) -> Iterator[AgeRow]:
    ages: dict[tuple[str, str], list[int]] = {}
    for place, kind, age, tasks in counted:
        ages.setdefault((place.ljust(LENGTH, "0"), kind), [0] * len(AGES))[age] += tasks
    for (code, kind), counts in ages.items():
        yield AgeRow(code, TaskKind(kind), tuple(counts))
