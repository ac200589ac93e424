"""Fixing whom to reach in a period (固定走访名单), and saying why somebody is not reached (例外)."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, is_system, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import ChildrenWanted, children_in, households_of
from gonghu.domain.people.terms import FileState
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.domain.visits.models import CoverageList, ListedChild, PlanException
from gonghu.domain.visits.terms import ExceptionReason, ListKind
from gonghu.domain.visits.writing import record_about, require_reach
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record

UNDER_CARE: Final = frozenset({FileState.ON_FILE, FileState.RECOGNISED})
"""States of the files of children who are visited by plan; a lead is verified by a task."""
_AT_ONCE: Final = 2_000
_WHY: Final = "the list of whom to reach"


class ExceptionUnclear(ValueError):
    """An exception says neither until when nor what else is to be known."""


@dataclass(frozen=True, slots=True)
class ListWanted:
    """A list to be fixed (待固定名单); without categories all children under care are on it."""

    kind: ListKind
    code: str
    name: str
    from_on: date
    to_on: date
    categories: frozenset[str] = frozenset()


@transaction.atomic
def fix_list(*, wanted: ListWanted, by: Actor, at: datetime, most: int = _AT_ONCE) -> CoverageList:
    """
    Fix the children to reach in a period (固定名单): whoever is under care when it begins; nothing is taken off later.

    ``most`` children are listed at once, since nobody else writes to SQLite meanwhile: ask again while the list is not
    fixed. One that is fixed already is given as it is.

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("走访名单由系统在期初固定")
    said = {"kind": wanted.kind, "name": wanted.name, "from_on": wanted.from_on, "to_on": wanted.to_on}
    rows = CoverageList.objects.select_for_update()
    made, _is_new = rows.get_or_create(code=wanted.code, defaults=said)
    if made.fixed_at is not None:
        return made
    children = _next_children(made, wanted, by, most)
    ListedChild.objects.bulk_create(children)
    if len(children) < most:
        made.fixed_at = at
        made.save(update_fields=["fixed_at"])
    detail = {"code": wanted.code, "children": len(children)}
    record(
        by=by, at=at, verb="visits.fix_list", subject_kind="coverage_list", subject_key=str(made.pk), detail=detail,
        district=NATION,
    )  # fmt: skip
    return made


@transaction.atomic
def except_child(
    *,
    child: ChildAtVisit,
    reason: ExceptionReason,
    from_on: date,
    to_on: date | None,
    note: str,
    by: Actor,
    at: datetime,
) -> PlanException:
    """
    Say why a child is not visited for a while (登记例外); the child stays in the denominator.

    :raises NotPermitted: the actor records no visits to that child
    :raises ExceptionUnclear: neither an end nor a word about it is given, or it ends before it begins
    """
    require_reach(child, by)
    if to_on is not None and to_on < from_on:
        raise ExceptionUnclear("结束日期不能早于开始日期")
    if to_on is None and not note.strip():
        raise ExceptionUnclear("没有结束日期的，请写明情况和打算")
    made = PlanException.objects.create(
        child_id=child.key, division_code=child.division_code, category=child.category, reason=reason,
        from_on=from_on, to_on=to_on, note=note.strip(), said_by_id=by.account, said_at=at,
    )  # fmt: skip
    detail = {"reason": reason.value, "from_on": from_on.isoformat(), "to_on": to_on.isoformat() if to_on else None}
    record_about("except_child", "child", child.key, child.division_code, by, at, detail)
    return made


@transaction.atomic
def end_exception(*, exception: UUID, on: date, by: Actor, at: datetime) -> PlanException:
    """
    Say that a child is visited again from a day on (终止例外).

    :raises NotPermitted: the actor sees no such exception, or records no visits there
    """
    rows = PlanException.objects.visible_to(reached_by(by), Permission.RECORD_VISITS)
    found = rows.select_for_update(of=("self",)).filter(pk=exception).first()
    if found is None:
        raise NotPermitted(f"{by.label} 不能终止这项例外")
    found.to_on = max(on, found.from_on)
    found.save(update_fields=["to_on"])
    record_about("end_exception", "child", found.child_id, found.division_code, by, at, {"on": on.isoformat()})
    return found


def _next_children(made: CoverageList, wanted: ListWanted, by: Actor, most: int) -> list[ListedChild]:
    """Give those to be listed next, by key: a child that moves in between is neither passed over nor listed twice."""
    filters = ChildrenWanted(states=UNDER_CARE)
    found = children_in(scope=reached_by(by), filters=filters).filter(opened_on__lte=wanted.from_on)
    if wanted.categories:
        found = found.filter(category__in=sorted(wanted.categories))
    listed = ListedChild.objects.everywhere(_WHY).filter(coverage_list=made)
    last = listed.order_by("-child_id").values_list("child_id", flat=True).first()
    if last is not None:
        found = found.filter(person_id__gt=last)
    part = list(found.order_by("person_id").values_list("person_id", "division_code", "category")[:most])
    households = households_of(children=[key for key, _code, _category in part], scope=None, on=wanted.from_on)
    return [
        ListedChild(
            coverage_list=made, child_id=key, division_code=code, category=category,
            household=households.get(key, key),
        )
        for key, code, category in part
    ]  # fmt: skip
