"""
Which rows with a category may be told to whom (类别保密), whatever the rows are of.

A sealed category is shown as the wider one, 困境儿童, to whoever may not know it, and so it is found there: a list that
left it out of both would tell it by the difference.
"""

from django.db.models import Q

from gonghu.domain.access.scope import NOWHERE, Scope
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category
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


def _told(kind: SealedKind, scope: Scope) -> Q:
    found = NOWHERE
    for area in scope.areas(kind.permission):
        if area.level is None or area.level <= Level.COUNTY:
            found |= area.filter()
    return found
