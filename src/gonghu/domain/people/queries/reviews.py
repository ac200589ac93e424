"""Which recognitions are to be looked at again (定期复核): the queue, how far places have come, what was seen."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Substr

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import CategoryAssignment, CategoryReview
from gonghu.domain.people.queries.telling import review_told
from gonghu.standards.division_code import LENGTH, Level

_PLACE = "child__division_code"


@dataclass(frozen=True, slots=True)
class ReviewsWanted:
    """Which reviews are wanted (复核筛选); all conditions hold together, an empty one asks nothing."""

    area: Area | None = None
    category: str = ""
    due_from: date | None = None
    due_until: date | None = None
    clean_since: date | None = None
    keys: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True)
class ReviewCounts:
    """How many reviews of a place fell due in a time, were done, still wait, and are late (复核进度)."""

    division_code: str
    done: int = 0
    waiting: int = 0
    late: int = 0

    @property
    def due(self) -> int:
        """All that fell due, done or not."""
        return self.done + self.waiting


def reviews_in(
    *, scope: Scope, wanted: ReviewsWanted | None = None, permission: Permission | None = None
) -> QuerySet[CategoryAssignment]:
    """
    Give the recognitions in force of children that somebody sees, those to be looked at first coming first.

    Those of a sealed category only to whoever may know it; see ``review_told``.
    """
    asked = wanted or ReviewsWanted()
    found = CategoryAssignment.objects.visible_to(scope, permission).filter(review_told(scope), to_on__isnull=True)
    found = found.filter(review_on__isnull=False)
    if asked.area:
        found = found.filter(asked.area.filter(_PLACE))
    said = {
        "category": asked.category or None,
        "review_on__gte": asked.due_from,
        "review_on__lte": asked.due_until,
        "clean_on__gte": asked.clean_since,
        "pk__in": asked.keys or None,
    }
    found = found.filter(**{name: value for name, value in said.items() if value is not None})
    return found.select_related("child").order_by("review_on", "pk")


def children_recognised(*, children: Iterable[UUID], scope: Scope) -> frozenset[UUID]:
    """Name those of some children that somebody sees who are recognised as anything (在册儿童)."""
    rows = CategoryAssignment.objects.visible_to(scope).filter(child__in=list(children), to_on__isnull=True)
    return frozenset(rows.values_list("child", flat=True))


def reviews_of_child(*, child: UUID, scope: Scope) -> QuerySet[CategoryReview]:
    """Give when a child's recognitions were looked at and what was seen, the last first; undone ones too."""
    known = CategoryAssignment.objects.visible_to(scope).filter(review_told(scope), child=child).values("pk")
    found = CategoryReview.objects.visible_to(scope).filter(assignment__in=known)
    return found.select_related("assignment", "said_by", "undone_by").order_by("-said_at", "-pk")


def review_counts(*, scope: Scope, area: Area, from_on: date, until: date, on: date) -> list[ReviewCounts]:
    """
    Count the reviews of a time by the level below an area (复核进度): by place, of nobody by name.

    Done are those that were due in it and stand; waiting are those due by its end, also from before; late those whose
    day is over.
    """
    width = next((level for level in Level if level > (area.level or 0)), Level.VILLAGE)
    place = Substr(_PLACE, 1, width)
    known = CategoryAssignment.objects.everywhere("of recognitions whose reviews may be known")
    told = Exists(known.filter(review_told(scope), pk=OuterRef("assignment")))
    done = CategoryReview.objects.visible_to(scope).filter(
        area.filter(_PLACE), told, due_on__gte=from_on, due_on__lte=until, undone_at__isnull=True
    )
    waiting = reviews_in(scope=scope, wanted=ReviewsWanted(area=area, due_until=until)).order_by()
    counted: dict[str, ReviewCounts] = {}
    done_by = dict(_pairs(done, place))
    waits = waiting.annotate(place=place).values("place")
    rows = waits.annotate(n=Count("pk"), late=Count("pk", filter=Q(review_on__lt=on))).values_list("place", "n", "late")
    for code, number, late in rows.order_by("place"):
        counted[code] = ReviewCounts(code.ljust(LENGTH, "0"), done_by.pop(code, 0), number, late)
    for code, number in done_by.items():
        counted[code] = ReviewCounts(code.ljust(LENGTH, "0"), number)
    return [counted[code] for code in sorted(counted)]


def reviews_in_all(rows: Iterable[ReviewCounts], code: str) -> ReviewCounts:
    """Add up the reviews of places."""
    found = list(rows)
    return ReviewCounts(
        code, sum(each.done for each in found), sum(each.waiting for each in found), sum(each.late for each in found)
    )


def _pairs(rows: QuerySet[CategoryReview], place: Substr) -> Iterable[tuple[str, int]]:
    counted = rows.order_by().annotate(place=place).values("place").annotate(n=Count("pk")).order_by("place")
    return counted.values_list("place", "n")
