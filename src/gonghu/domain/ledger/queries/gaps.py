"""
Where the money of children stops on its way (应享未享): entitled, applied, confirmed, paid.

A child is looked at when a category with a living line was recognised, or when a screening found it on no roll. What
comes first of the four and is missing is the gap.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final, cast
from uuid import UUID

from django.db.models import DateField, Exists, OuterRef, Q, QuerySet, Subquery, Sum

from gonghu.domain.access.scope import NOWHERE, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.models import Application, Grant
from gonghu.domain.benefits.terms import PENDING
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.models import Entry
from gonghu.domain.ledger.terms import Gap, Ledger
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category, FileState
from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.terms import FINDING_LIVE
from gonghu.standards.division_code import Level

_WHY: Final = "marks on the children whom the list shows to who sees them"
_NOT_ON_A_ROLL: Final = "not_protected"
WITH_LIVING_LINES: Final = (Category.ORPHAN, Category.DEFACTO, Category.HIV, Category.SEVERE, Category.POOR)
"""The categories for which somebody is given a living line."""


@dataclass(frozen=True, slots=True)
class GapsWanted:
    """Which gaps to list (应享未享筛选); ``month`` is the first day of the last month that should be paid by now."""

    month: date
    lines: frozenset[str]
    area: Area | None = None
    gap: Gap | None = None


@dataclass(frozen=True, slots=True)
class GapShown:
    """How far one child's money came (应享未享显示项)."""

    child: Child
    gap: Gap
    found_by: UUID | None
    application: UUID | None
    applied_at: date | None
    due_on: date | None
    grant: UUID | None
    from_month: date | None


def gaps_in(*, scope: Scope, wanted: GapsWanted) -> QuerySet[Child]:
    """
    Give the children whose living line stops before it is paid, by place, with marks that ``gap_shown`` reads.

    ``wanted.lines`` are the living lines; the marks are made only of what lies below the ledger.
    """
    at_child = {"child": OuterRef("pk"), "line__in": sorted(wanted.lines)}
    found = Finding.objects.everywhere(_WHY).filter(
        child=OuterRef("pk"), policy=_NOT_ON_A_ROLL, state__in=sorted(FINDING_LIVE)
    )
    pending = Application.objects.everywhere(_WHY).filter(**at_child, state__in=sorted(PENDING)).order_by("-drafted_at")
    granted = Grant.objects.everywhere(_WHY).filter(**at_child, to_month__isnull=True).order_by("-from_month")
    due = granted.filter(from_month__lte=wanted.month)
    paid = Entry.objects.everywhere(_WHY).filter(
        account=Ledger.ENTITLED, month=wanted.month, grant__child=OuterRef("pk"), line__in=sorted(wanted.lines)
    )
    returned = Entry.objects.everywhere(_WHY).filter(
        account=Ledger.RETURNED, month=wanted.month, grant__child=OuterRef("pk"), line__in=sorted(wanted.lines)
    )
    still = returned.order_by().values("grant__child").annotate(fen=Sum("amount_fen")).filter(fen__lt=0)
    rows = Child.objects.visible_to(scope, Permission.SEE_MONEY).exclude(state=FileState.CLOSED)
    rows = rows.filter(wanted.area.filter()) if wanted.area else rows
    marked = rows.annotate(
        found_by=Subquery(found.values("pk")[:1]),
        application=Subquery(pending.values("pk")[:1]),
        applied_at=Subquery(pending.values("drafted_at__date")[:1], output_field=DateField()),
        application_due=Subquery(pending.values("due_on")[:1]),
        grant_open=Subquery(granted.values("pk")[:1]),
        grant_from=Subquery(granted.values("from_month")[:1]),
        is_due=Exists(due),
        is_paid=Exists(paid),
        is_returned=Exists(still),
    )
    entitled = Q(category__in=sorted(WITH_LIVING_LINES)) | Q(found_by__isnull=False) | Q(application__isnull=False)
    told = ~Q(category__in=sorted(SEALED_CATEGORIES)) | _sealed_told(scope)
    return cast("QuerySet[Child]", marked.filter(entitled, told, _gap(wanted.gap)).order_by("division_code", "pk"))


def _sealed_told(scope: Scope) -> Q:
    """Give the condition that a child of a sealed category may be told of: being on this list would tell it."""
    found = NOWHERE
    for category, kind in SEALED_CATEGORIES.items():
        for area in scope.areas(kind.permission):
            if area.level is None or area.level <= Level.COUNTY:
                found |= Q(category=category) & area.filter()
    return found


def gap_shown(*, child: Child, scope: Scope) -> GapShown | None:
    """Read the marks of a child whom ``gaps_in`` gave to somebody."""
    if not scope.has(Permission.SEE_MONEY):
        return None
    marks = vars(child)
    gap = Gap.NOT_APPLIED
    if marks["grant_open"]:
        gap = Gap.RETURNED if marks["is_returned"] and marks["is_paid"] else Gap.NOT_PAID
    elif marks["application"]:
        gap = Gap.NOT_CONFIRMED
    return GapShown(
        child,
        gap,
        marks["found_by"],
        marks["application"],
        marks["applied_at"],
        marks["application_due"],
        marks["grant_open"],
        marks["grant_from"],
    )


def _gap(gap: Gap | None) -> Q:
    not_applied = Q(grant_open__isnull=True, application__isnull=True)
    not_confirmed = Q(grant_open__isnull=True, application__isnull=False)
    not_paid = Q(grant_open__isnull=False, is_due=True, is_paid=False)
    returned = Q(grant_open__isnull=False, is_paid=True, is_returned=True)
    each = {
        Gap.NOT_APPLIED: not_applied,
        Gap.NOT_CONFIRMED: not_confirmed,
        Gap.NOT_PAID: not_paid,
        Gap.RETURNED: returned,
    }
    return each[gap] if gap else not_applied | not_confirmed | not_paid | returned
