"""Referrals (转介的查询)."""

from collections.abc import Collection
from datetime import date
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import Referral
from gonghu.domain.insurance.terms import REFERS, UNDER_WAY, ReferralKind, ReferralState
from gonghu.domain.people.scoping import FileQuerySet


def may_refer(*, scope: Scope, division_code: str) -> bool:
    """Tell whether somebody may refer children of a place."""
    return any(scope.allows(each, division_code) for each in REFERS)


def referrals_in(
    *,
    scope: Scope,
    states: Collection[ReferralState] = (),
    kind: ReferralKind | None = None,
    area: Area | None = None,
    overdue_on: date | None = None,
) -> FileQuerySet[Referral]:
    """Give the referrals that somebody sees, those due first coming first; only overdue ones on demand."""
    found = Referral.objects.visible_to(scope)
    if states:
        found = found.filter(state__in=sorted(states))
    if kind:
        found = found.filter(kind=kind)
    if area and area.prefix:
        found = found.filter(area.filter())
    if overdue_on:
        found = found.filter(state__in=sorted(UNDER_WAY), due_on__lt=overdue_on)
    return found.order_by("due_on", "uuid")


def referral_by_key(*, key: UUID, scope: Scope) -> Referral | None:
    """Give a referral that somebody sees."""
    return Referral.objects.visible_to(scope).filter(pk=key).first()
