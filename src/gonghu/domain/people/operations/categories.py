"""What children are recognised as (类别认定)."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef

from gonghu.domain.access.officer import NotPermitted, SamePerson, authorise, day_of, is_system
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.ages import birthday
from gonghu.domain.people.facts import Decision
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.showing import show_first
from gonghu.domain.people.terms import ADULT_AGE, EXCLUDING_CATEGORIES, Category
from gonghu.domain.people.writing import held, record_file
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_since

_WRITTEN = "categories of a file that is written in"


class CategoryHeld(ValueError):
    """The child is recognised as that already."""


class CategoriesExclude(ValueError):
    """The child is recognised as something that excludes the other."""


class GrownUp(ValueError):
    """The child is of age by that day."""


@transaction.atomic
def assign_category(
    *, child: Child, category: Category, from_on: date, decision: Decision, by: Actor, at: datetime
) -> CategoryAssignment:
    """
    Write down that two people recognised a child as something, from a day on (类别认定).

    :raises NotPermitted: the actor takes no second decision there, or took neither
    :raises SamePerson: one account decided twice
    :raises FileClosed: the file is closed
    :raises GrownUp: the child is of age by that day
    :raises CategoryHeld: it is recognised as that already
    :raises CategoriesExclude: it is recognised as something that excludes this
    """
    current = held(child, by, Permission.RECOGNISE_SECOND)
    if decision.first_by == decision.second_by:
        raise SamePerson("初审和复核须由两人办理")
    if not is_system(by) and by.account != decision.second_by:
        raise NotPermitted("认定由作出复核决定的人登记")
    if current.born_on and birthday(current.born_on, ADULT_AGE) <= from_on:
        raise GrownUp(f"该儿童至 {from_on} 已满十八周岁，不能作此认定")
    refuse_beside_others(current, category, from_on)
    assignment = CategoryAssignment.objects.create(
        child=current,
        category=category,
        basis=decision.basis,
        evidence=decision.evidence,
        first_by_id=decision.first_by,
        second_by_id=decision.second_by,
        decided_at=at,
        from_on=from_on,
    )
    show_first([current], day_of(at))
    detail = {"assignment": str(assignment.pk), "from_on": from_on.isoformat()}
    record_file("assign_category", current, by, at, detail)
    return assignment


@transaction.atomic
def settle_categories(*, on: date, by: Actor, at: datetime, most: int = 2_000) -> int:
    """
    Show of every child what it is recognised as on a day, after recognitions have ended (类别更新); the clock's work.

    ``most`` files are changed at once, since nobody else writes to SQLite meanwhile: ask again if as many were.

    :raises NotPermitted: somebody but the system asks for it
    """
    if not is_system(by):
        authorise(by, Permission.OPERATE_SYSTEM, "")
    holding = CategoryAssignment.objects.everywhere(_WRITTEN).filter(holding_since(on), child=OuterRef("pk"))
    stale = Child.objects.everywhere(_WRITTEN).filter(~Exists(holding.filter(category=OuterRef("category"))))
    changed = show_first(stale.exclude(category="").select_for_update(of=("self",)).order_by("pk")[:most], on)
    record(
        by=by, at=at, verb="people.settle_categories", subject_kind="children", subject_key=on.isoformat(),
        detail={"changed": changed}, district=NATION,
    )  # fmt: skip
    return changed


def refuse_beside_others(child: Child, category: Category, from_on: date) -> None:
    """
    Refuse a category from a day on beside those the child is in then.

    :raises CategoryHeld: it is recognised as that already
    :raises CategoriesExclude: it is recognised as something that excludes this
    """
    rows = CategoryAssignment.objects.everywhere(_WRITTEN).filter(holding_since(from_on), child=child)
    for other in map(Category, rows.values_list("category", flat=True)):
        if other == category:
            raise CategoryHeld(f"该儿童已认定为“{category.label}”")
        if frozenset({other, category}) in EXCLUDING_CATEGORIES:
            raise CategoriesExclude(f"该儿童已认定为“{other.label}”，不能同时认定为“{category.label}”，请先终止前者")
