"""What a page's rows cost by themselves: ours, a counted list as admin sites page it, and the bare walk of an index."""

import time
from collections.abc import Callable
from statistics import quantiles
from typing import Any, Final

from django.core.paginator import Paginator
from django.db import connection, transaction

from benchmarks.desk_filling import AT
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.policies.operations.tallying import Delta, add_to_tallies
from gonghu.domain.policies.queries import figures_by_place, funnel, precision_of_leads, tallied
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import tally_open_tasks
from gonghu.domain.tasks.queries import ageing
from gonghu.foundation.acting import SYSTEM
from gonghu.standards.division_names import places_within

PAGE: Final = 50
TIMES: Final = 60
_ALL: Final = frozenset({Permission.SEE_CHILDREN, Permission.SEE_TASKS})


def lists(area: str) -> dict[str, Any]:
    """Time one page of children and one of tasks in an area, each in three ways; milliseconds, 95th percentile."""
    scope = Scope((Reach(Area.of(area), _ALL),))
    low, high = Area.of(area).low, Area.of(area).high
    children = Child.objects.visible_to(scope).order_by("division_code", "pk")
    tasks = Task.objects.visible_to(scope).filter(state="OPEN").order_by("division_code", "pk")
    half = children.count() // 2
    middle = children[half : half + 1].get() if half else None
    onward = children.filter(division_code__gte=middle.division_code, pk__gt=middle.pk) if middle else children
    return {
        "children, first page": _three(
            lambda: list(children[:PAGE]), lambda: _counted(children, 1), _bare(Child, "person_id", low, high)
        ),
        "children, in the middle": _three(
            lambda: list(onward[:PAGE]),
            lambda: _counted(children, max(1, half // PAGE)),
            _bare(Child, "person_id", middle.division_code if middle else low, high),
        ),
        "children, three filters": _three(
            lambda: list(children.filter(category="DEFACTO", state="ON_FILE", sex="1")[:PAGE]),
            lambda: _counted(children.filter(category="DEFACTO", state="ON_FILE", sex="1"), 1),
            _bare(Child, "person_id", low, high),
        ),
        "open tasks, first page": _three(
            lambda: list(tasks[:PAGE]), lambda: _counted(tasks, 1), _bare(Task, "uuid", low, high)
        ),
    }


def rollup(area: str) -> dict[str, Any]:
    """
    Time the figures of an area as the page asks for them, the same counted from the tasks, and the bare index.

    Tallies of findings are invented first, as many as a province has; the tally of the night is made and timed too.
    """
    scope, on = Scope((Reach(Area.of(area), _ALL | {Permission.SEE_FIGURES}),)), AT.date()
    where = {"scope": scope, "area": Area.of(area)}
    tallies = _invented_tallies(area)
    by_hand = _p95(lambda: ageing(on=on, **where))
    began = time.perf_counter()
    tasks = tally_open_tasks(on=on, by=SYSTEM, at=AT)
    nightly, known = time.perf_counter() - began, tallied(**where)
    asked: dict[str, Callable[[], object]] = {
        "open tasks by age": lambda: ageing(on=on, **where),
        "findings, added up once": lambda: tallied(**where),
        "places": lambda: figures_by_place(known=known, **where),
        "leads to recognised": lambda: funnel(known=known, **where),
        "precision of leads": lambda: precision_of_leads(known=known, **where),
    }
    taken = {name: _p95(query) for name, query in asked.items()}
    bare = _p95(_bare_count(Area.of(area).low, Area.of(area).high))
    return {
        "tallies": tallies, "tasks": tasks, "milliseconds": taken, "whole": sum(taken.values()),
        "counted live": by_hand, "limit": bare, "nightly seconds": nightly,
    }  # fmt: skip


def _invented_tallies(area: str) -> int:
    """Give every village of an area findings of every policy in every stage."""
    villages = sorted(code for code in places_within(area) if not code.endswith("000"))
    stages = (("OPEN", ""), ("CONFIRMED", "CONFIRMED"), ("REFUTED", "REFUTED"), ("RECOGNISED", "CONFIRMED"))
    policies = ("not_protected", "wrong_category", "should_leave", "paid_twice", "to_verify")
    delta = Delta()
    for village in villages:
        for policy in policies:
            for stage in stages:
                delta.count((village, policy, "DEFACTO", *stage), 40_000, times=3)
    with transaction.atomic():
        add_to_tallies(delta)
    return len(delta.findings)


def _bare_count(low: str, high: str) -> Callable[[], object]:
    table = Task._meta.db_table
    statement = f"SELECT count(*) FROM {table} WHERE state = 'OPEN' AND division_code >= %s AND division_code < %s"

    def count() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, high])
            return cursor.fetchone()

    return count


def _three(ours: Callable[[], object], counted: Callable[[], object], bare: Callable[[], object]) -> list[float]:
    return [_p95(each) for each in (ours, counted, bare)]


def _counted(rows: Any, number: int) -> object:
    """Page as Django's Paginator does, which admin sites use: count everything, then skip."""
    page = Paginator(rows, PAGE).page(number)
    return page.paginator.count, list(page.object_list)


def _bare(model: Any, key: str, low: str, high: str) -> Callable[[], object]:
    statement = (
        f"SELECT * FROM {model._meta.db_table} WHERE division_code >= %s AND division_code < %s"
        f" ORDER BY division_code, {key} LIMIT {PAGE}"
    )

    def walk() -> object:
        with connection.cursor() as cursor:
            cursor.execute(statement, [low, high])
            return cursor.fetchall()

    return walk


def _p95(measured: Callable[[], object]) -> float:
    measured()
    taken = []
    until = time.perf_counter() + 10
    while len(taken) < TIMES and time.perf_counter() < until:
        began = time.perf_counter()
        measured()
        taken.append(time.perf_counter() - began)
    return 1000 * (quantiles(taken, n=20)[-1] if len(taken) > 1 else taken[0])
