"""Lists of children (儿童名单), with conditions that hold together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries.naming import named
from gonghu.domain.people.queries.telling import in_category
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.people.terms import Category, FileState

NOT_CLOSED = frozenset(FileState) - {FileState.CLOSED}
NOT_ASSESSED = "NONE"


@dataclass(frozen=True, slots=True)
class ChildrenWanted:
    """Which children somebody looks for (儿童查询条件); ages are full years on the day ``on``."""

    area: Area | None = None
    category: Category | None = None
    states: frozenset[FileState] = NOT_CLOSED
    risk: str = ""
    sex: str = ""
    age_from: int | None = None
    age_to: int | None = None
    on: date | None = None
    text: str = ""


ALL_FILES = ChildrenWanted(states=frozenset(FileState))
"""Every file there is, closed ones included."""


def children_in(*, scope: Scope, filters: ChildrenWanted | None = None) -> FileQuerySet[Child]:
    """Give the files that somebody sees, by place; conditions hold together."""
    wanted = filters or ChildrenWanted()
    found = Child.objects.visible_to(scope)
    if wanted.area and wanted.area.prefix:
        found = found.filter(wanted.area.filter())
    if wanted.category:
        found = found.filter(in_category(wanted.category, scope))
    if wanted.states != frozenset(FileState):
        found = found.filter(state__in=sorted(wanted.states))
    if wanted.risk:
        found = found.filter(risk_level="" if wanted.risk == NOT_ASSESSED else wanted.risk)
    if wanted.sex:
        found = found.filter(sex=wanted.sex)
    if wanted.text:
        found = found.filter(named(wanted.text))
    return found.filter(_aged(wanted)).order_by("division_code", "person_id")


def names_of_children(*, children: Iterable[UUID], scope: Scope) -> dict[UUID, str]:
    """Give the names of those of some children whom somebody sees, by key."""
    found = Child.objects.visible_to(scope).filter(pk__in=list(children))
    return dict(found.values_list("person_id", "name"))


def _aged(wanted: ChildrenWanted) -> Q:
    found = Q()
    if wanted.on and wanted.age_from is not None:
        found &= Q(born_on__lte=_years_before(wanted.on, wanted.age_from))
    if wanted.on and wanted.age_to is not None:
        found &= Q(born_on__gt=_years_before(wanted.on, wanted.age_to + 1))
    return found


def _years_before(on: date, years: int) -> date:
    """Give the same day some years ago, of 29 February the 28th where there is none."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)
