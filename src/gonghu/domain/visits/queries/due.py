"""
When the next visit to a child is due (走访到期): by risk or category since the last one, after events, in campaigns.

Whom to list is one condition on the files, made of last days worked out beforehand: the database adds no days.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any, Final
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, Subquery

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.people.terms import Category, RiskLevel
from gonghu.domain.visits.models import FollowUp, ListedChild, PlanException, Visit
from gonghu.domain.visits.operations.listing import UNDER_CARE
from gonghu.domain.visits.plans import VisitPlan, plan_of_place, plans
from gonghu.domain.visits.terms import DueReason, VisitOutcome
from gonghu.foundation.intervals import holding_on

_WHY: Final = "when a child that is seen was visited"


@dataclass(frozen=True, slots=True)
class VisitDue:
    """The next visit to one child (待走访), and why it is due; ``last_on`` is when the child was last met."""

    child: UUID
    name: str
    division_code: str
    category: str
    risk_level: str
    due_on: date
    reason: DueReason
    last_on: date | None

    def days_late(self, on: date) -> int:
        """Give how many days ago it was due, none before."""
        return max(0, (on - self.due_on).days)


def children_due(*, scope: Scope, on: date, until: date, area: Area | None = None) -> FileQuerySet[Any]:
    """
    Give the files of the children whose next visit is due by a day, as seen on a day, by place.

    Whoever is excepted on the day is left out; ``exceptions_in`` lists those.
    """
    found = children_in(scope=scope, filters=ChildrenWanted(area=area, states=UNDER_CARE))
    excepted = PlanException.objects.everywhere(_WHY).filter(holding_on(on), child=OuterRef("pk"))
    with_last = found.filter(~Exists(excepted)).annotate(last_met_on=last_met())
    followed = FollowUp.objects.everywhere(_WHY).filter(
        child=OuterRef("pk"), visited_on__isnull=True, due_on__lte=until
    )
    return with_last.filter(_by_plan(until) | Exists(followed) | _by_campaign(on, until))


def visits_due(*, scope: Scope, on: date, until: date, area: Area | None = None) -> list[VisitDue]:
    """List the visits due by a day, the longest due first; for a village or a town."""
    rows = children_due(scope=scope, on=on, until=until, area=area)
    return sorted(
        next_visits(rows=rows, scope=scope, on=on), key=lambda due: (due.due_on, due.division_code, due.child)
    )


def visits_due_among(*, files: Iterable[Any], scope: Scope, on: date, until: date) -> list[VisitDue]:
    """
    List the visits due by a day to children whose files somebody sees and has at hand, in their order.

    They are those that ``visits_due`` lists of the same children, without looking for the children once more.
    """
    cared_for = [file for file in files if file.state in UNDER_CARE]
    excepted = PlanException.objects.everywhere(_WHY).filter(holding_on(on), child__in=[file.pk for file in cared_for])
    left_out = set(excepted.values_list("child_id", flat=True))
    found = next_visits(rows=(file for file in cared_for if file.pk not in left_out), scope=scope, on=on)
    return [due for due in found if due.due_on <= until]


def next_visits(*, rows: Iterable[Any], scope: Scope, on: date) -> list[VisitDue]:
    """
    Tell of files that somebody sees when the next visit is due and why, in their order.

    Files that do not carry ``last_met_on`` are looked up.
    """
    del scope
    files = list(rows)
    keys = [file.pk for file in files]
    last = _last_of(keys) if files and not hasattr(files[0], "last_met_on") else {}
    follow_ups = _follow_ups(keys)
    listed = _listed(keys, on)
    plan_of = cache(plan_of_place)
    found = []
    for file in files:
        last_on = file.last_met_on if hasattr(file, "last_met_on") else last.get(file.pk)
        plan = plan_of(file.division_code)
        reasons = [*_reasons(file, plan, last_on), *follow_ups.get(file.pk, ())]
        reasons += [each for each in listed.get(file.pk, ()) if last_on is None or last_on < each[2]]
        due_on, reason = min((each[0], each[1]) for each in reasons)
        found.append(
            VisitDue(file.pk, file.name, file.division_code, file.category, file.risk_level, due_on, reason, last_on)
        )
    return found


def _reasons(file: Any, plan: VisitPlan, last_on: date | None) -> Iterator[tuple[date, DueReason]]:
    if last_on is None:
        yield plan.first_due_on(file.opened_on), DueReason.NEW
    else:
        yield last_on + plan.interval(risk=file.risk_level, category=file.category), DueReason.REGULAR


def _by_plan(until: date) -> Q:
    """Give the condition that by the plan of its area a visit is due by a day."""
    found, smaller = Q(pk__in=[]), Q()
    for plan in plans():
        here = _of_plan(plan, until)
        if plan.area.prefix:
            inside = plan.area.filter()
            found |= inside & ~smaller & here if smaller else inside & here
            smaller |= inside
        else:
            found |= ~smaller & here if smaller else here
    return found


def _of_plan(plan: VisitPlan, until: date) -> Q:
    found = Q(last_met_on__isnull=True, opened_on__lte=plan.opened_before(until))
    for level in RiskLevel:
        found |= Q(risk_level=level, last_met_on__lte=until - plan.interval(risk=level, category=""))
    by_days: dict[timedelta, list[str]] = {}
    for category in ("", *Category.values):
        by_days.setdefault(plan.interval(risk="", category=category), []).append(category)
    for days, categories in by_days.items():
        found |= Q(risk_level="", category__in=categories, last_met_on__lte=until - days)
    return found


def _by_campaign(on: date, until: date) -> Q:
    """Give the condition that a child is on the list of a campaign that ends by a day and was not met in it."""
    met = Visit.objects.everywhere(_WHY).filter(
        child=OuterRef("child"), outcome=VisitOutcome.MET, replaced_by=None,
        visited_on__gte=OuterRef("coverage_list__from_on"),
    )  # fmt: skip
    listed = ListedChild.objects.everywhere(_WHY).filter(
        ~Exists(met), child=OuterRef("pk"), coverage_list__kind="CAMPAIGN", coverage_list__from_on__lte=on,
        coverage_list__to_on__gte=on, coverage_list__to_on__lte=until,
    )  # fmt: skip
    return Q(Exists(listed))


def last_met() -> Subquery:
    """Give when a child was last met (上次见到), beside its file."""
    met = Visit.objects.everywhere(_WHY).filter(child=OuterRef("pk"), outcome=VisitOutcome.MET, replaced_by=None)
    return Subquery(met.order_by("-visited_on").values("visited_on")[:1])


def _last_of(children: list[UUID]) -> dict[UUID, date]:
    rows = Visit.objects.everywhere(_WHY).filter(child__in=children, outcome=VisitOutcome.MET, replaced_by=None)
    return dict(rows.order_by("visited_on").values_list("child", "visited_on"))


def _follow_ups(children: list[UUID]) -> dict[UUID, list[tuple[date, DueReason]]]:
    rows = FollowUp.objects.everywhere(_WHY).filter(child__in=children, visited_on__isnull=True)
    found: dict[UUID, list[tuple[date, DueReason]]] = {}
    for child, due_on in rows.values_list("child", "due_on"):
        found.setdefault(child, []).append((due_on, DueReason.FOLLOW_UP))
    return found


def _listed(children: list[UUID], on: date) -> dict[UUID, list[tuple[date, DueReason, date]]]:
    rows = ListedChild.objects.everywhere(_WHY).filter(
        child__in=children, coverage_list__kind="CAMPAIGN", coverage_list__from_on__lte=on, coverage_list__to_on__gte=on
    )
    found: dict[UUID, list[tuple[date, DueReason, date]]] = {}
    for child, to_on, from_on in rows.values_list("child", "coverage_list__to_on", "coverage_list__from_on"):
        found.setdefault(child, []).append((to_on, DueReason.CAMPAIGN, from_on))
    return found
