"""What a child is given now and was paid, on the page of its file (档案页的待遇), to whoever sees money there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import VERIFIED
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.queries import grants_of_children
from gonghu.domain.payments.queries import payments_of_children
from gonghu.standards.money import format_yuan

_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class GrantOfFile:
    """One grant on the page of a child (档案页的待遇); of one that would tell a secret, nothing but its open name."""

    key: UUID
    line: str
    since: date
    amount: str
    articles: str
    is_open: bool
    is_secret: bool


@dataclass(frozen=True, slots=True)
class GivenToChild:
    """What a child is given, and the days money arrived with its sums (档案页的待遇和发放)."""

    grants: Sequence[GrantOfFile] = ()
    payments: Sequence[tuple[date, str]] = ()


def given_to(*, children: Collection[UUID], scope: Scope, on: date) -> GivenToChild:
    """Gather what the files of a child are given; a sum that would tell a secret is left out."""
    grants = grants_of_children(children=children, scope=scope).select_related("decision")
    found = [_grant(each, scope, on) for each in grants]
    hides = any(each.is_secret for each in found)
    paid = payments_of_children(children=children, scope=scope)[:_MOST]
    arrived = [(each.settled_on, "" if hides else format_yuan(each.amount_fen)) for each in paid if each.settled_on]
    return GivenToChild([each for each in found if each.is_open], arrived)


def _grant(grant: Grant, scope: Scope, on: date) -> GrantOfFile:
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=on)
    except LineUnknown:
        return GrantOfFile(grant.pk, _("其他待遇"), grant.from_month, "", VERIFIED, grant.is_open, is_secret=True)
    is_secret = line.is_secret_from(scope, grant.division_code)
    return GrantOfFile(
        grant.pk,
        line.name_for(scope, grant.division_code),
        grant.from_month,
        "" if is_secret or grant.amount_fen is None else format_yuan(grant.amount_fen),
        VERIFIED if is_secret else grant.decision.articles,
        grant.is_open,
        is_secret,
    )
