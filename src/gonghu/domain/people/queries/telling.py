"""
Which rows with a category may be told to whom (类别保密), whatever the rows are of.

A sealed category is shown as the wider one, 困境儿童, to whoever may not know it, and so it is found there: a list that
left it out of both would tell it by the difference.
"""

from django.db.models import Q

from gonghu.domain.access.scope import NOWHERE, Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category, open_category
from gonghu.standards.division_code import Level


def in_category(category: Category, scope: Scope) -> Q:
    """Give the condition on rows of a category, as somebody is shown it."""
    kind = SEALED_CATEGORIES.get(category)
    if kind:
        return Q(category=category) & _told(kind, scope)
    found = Q(category=category)
    if category == Category.DIFFICULT:
        for sealed, of in SEALED_CATEGORIES.items():
            found |= Q(category=sealed) & ~_told(of, scope)
    return found


def category_told(scope: Scope) -> Q:
    """Give the condition on rows whose category somebody may know: for what would tell it in every word."""
    found = ~Q(category__in=sorted(SEALED_CATEGORIES))
    for sealed, kind in SEALED_CATEGORIES.items():
        found |= Q(category=sealed) & _told(kind, scope)
    return found


def review_told(scope: Scope) -> Q:
    """
    Give the condition on recognitions whose reviews somebody may know of: dates, evidence and late ones.

    Of the wider category, as which a sealed one is shown, they are known to the same few: a child that is shown as
    that and is never looked at would else be told by the difference.
    """
    found = ~Q(category__in=sorted({*SEALED_CATEGORIES, *map(open_category, SEALED_CATEGORIES)}))
    for sealed, kind in SEALED_CATEGORIES.items():
        told = _told(kind, scope, "child__division_code")
        found |= Q(category__in=sorted({sealed, open_category(sealed)})) & told
    return found


def is_for_few(category: str) -> bool:
    """Tell whether reviews of a category are known only to those who may know the sealed one it is or stands for."""
    return category in {*SEALED_CATEGORIES, *map(open_category, SEALED_CATEGORIES)}


def _told(kind: SealedKind, scope: Scope, column: str = "division_code") -> Q:
    found = NOWHERE
    for area in scope.areas(kind.permission):
        if area.level is None or area.level <= Level.COUNTY:
            found |= area.filter(column)
    return found
