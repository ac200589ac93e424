"""The work table (工作台): what is overdue, due today, new, and what waits for the officer; the posts held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.organisations.queries import on_duty_for
from gonghu.domain.tasks.queries import OpenCounts, new_tasks, open_counts, tasks_of_post
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import ACTING_AS, DeskRequest, signed_in
from gonghu.interfaces.desk.home.sources import SOURCES
from gonghu.interfaces.desk.places import names_of, own_division
from gonghu.interfaces.desk.tasks.forms import MINE, NEW, OVERDUE, TODAY, WEEK
from gonghu.interfaces.desk.tasks.shown import TaskShown, tasks_shown
from gonghu.interfaces.desk.waiting import SHOWN_AT_ONCE, Waiting

_NEW: Final = timedelta(days=3)
_SOON: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class PostShown:
    """One post of the officer's (岗位显示项)."""

    key: UUID
    role: str
    place: str
    is_acted_on: bool


@dataclass(frozen=True, slots=True)
class DayList:
    """One short list of the work table (今日清单)."""

    title: str
    rows: Sequence[TaskShown]
    address: str
    count: int | None
    state: str


@dataclass(frozen=True, slots=True)
class WorkTable:
    """What somebody has to do today (工作台)."""

    counts: OpenCounts
    lists: Sequence[DayList]
    waiting: Sequence[Waiting]


@require_safe
@signed_in
def home(request: DeskRequest) -> HttpResponse:
    """Show the day's work, the posts, and the pages they lead to."""
    context = {
        "posts": posts_shown(request.officer),
        "table": work_table(request),
        "today": timezone.localdate(),
        "on_duty": on_duty_for(place=own_division(request.officer), on=timezone.localdate()),
        # Who manages accounts has it among them, who reads the audit beside it.
        "sees_roles": request.officer.scope.has(Permission.OPERATE_SYSTEM),
        "visits_children": request.officer.scope.has(Permission.RECORD_VISITS),
    }
    return render(request, "desk/home/home.html", context)


@require_POST
@signed_in
def act_as(request: DeskRequest, post: UUID) -> HttpResponse:
    """Act on another of the posts from now on."""
    chosen = next((held for held in request.officer.posts if held.uuid == post), None)
    if chosen is None:
        raise Http404
    request.session[ACTING_AS] = str(post)
    messages.success(request, _("已切换到“%(role)s”岗位。") % {"role": worded(chosen.role.label)})
    return HttpResponseRedirect(reverse("desk:home"))


def work_table(request: DeskRequest) -> WorkTable | None:
    """Give the day's work; none to somebody whose post has no tasks and for whom nothing waits."""
    by, today = request.officer, timezone.localdate()
    found = [each for source in SOURCES if (each := source(request))]
    if not by.scope.has(Permission.SEE_TASKS):
        return WorkTable(OpenCounts(), [], found) if found else None
    posts = [post.uuid for post in by.posts]
    counted = open_counts(posts=posts, scope=by.scope, on=today, soon_until=today + _SOON).values()
    counts = OpenCounts(
        sum(each.overdue for each in counted),
        sum(each.today for each in counted),
        sum(each.soon for each in counted),
        sum(each.later for each in counted),
    )
    return WorkTable(counts, _lists(request, posts, counts), found)


def _lists(request: DeskRequest, posts: list[UUID], counts: OpenCounts) -> list[DayList]:
    scope, today = request.officer.scope, timezone.localdate()
    mine = tasks_of_post(posts=posts, scope=scope)
    address = f"{reverse('desk:tasks')}?owner={MINE}&due="
    new = new_tasks(posts=posts, scope=scope, since=request.at - _NEW).filter(due_on__gt=today + _SOON)
    parts = (
        (_("逾期"), mine.filter(due_on__lt=today), OVERDUE, counts.overdue, "bad"),
        (_("今天到期"), mine.filter(due_on=today), TODAY, counts.today, "wait"),
        (_("一周内到期"), mine.filter(due_on__gt=today, due_on__lte=today + _SOON), WEEK, counts.soon, "off"),
        (_("近三天新到"), new, NEW, None, "off"),
    )
    found = [
        # Where none was counted, none is looked for.
        (title, [] if count == 0 else list(rows[:SHOWN_AT_ONCE]), due, count, state)
        for title, rows, due, count, state in parts
    ]
    shown = {each.key: each for each in tasks_shown(request, [task for part in found for task in part[1]], today)}
    return [
        DayList(title, [shown[task.pk] for task in rows], f"{address}{due}", count, state)
        for title, rows, due, count, state in found
        if rows
    ]


def posts_shown(by: Officer) -> list[PostShown]:
    """List the posts of an officer with the names of their places."""
    names = names_of([held.division_code for held in by.posts])
    return [
        PostShown(
            held.uuid,
            str(held.role.label),
            names[held.division_code],
            held.uuid == by.post,
        )
        for held in by.posts
    ]
