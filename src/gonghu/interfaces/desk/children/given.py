"""What a child is given now and was paid, on the page of its file (档案页的待遇), to whoever sees money there."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import VERIFIED
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.queries import grants_of_children
from gonghu.domain.payments.models import Payment
from gonghu.domain.payments.queries import payments_of_children
from gonghu.interfaces.desk.applications.words import line_shown, yuan_shown

_MOST: Final = 60


@dataclass(frozen=True, slots=True)
class GrantOfFile:
    """One grant that goes on, on the page of a child (档案页的待遇)."""

    key: UUID
    line: str
    since: date
    amount: str
    articles: str


@dataclass(frozen=True, slots=True)
class GivenToChild:
    """What a child is given, and the days money arrived with its sums (档案页的待遇和发放)."""

    grants: Sequence[GrantOfFile] = ()
    payments: Sequence[tuple[date, str]] = ()


def given_to(*, children: Collection[UUID], scope: Scope, on: date) -> GivenToChild:
    """Gather what the files of a child are given; a sum that would tell a secret is left out."""
    found = list(grants_of_children(children=children, scope=scope).select_related("decision"))
    secret = any(_is_secret(each, scope, on) for each in found)
    grants = [
        GrantOfFile(
            each.pk,
            line_shown(each.line, each.division_code, scope, on),
            each.from_month,
            "" if _is_secret(each, scope, on) else yuan_shown(each.amount_fen),
            VERIFIED if _is_secret(each, scope, on) else each.decision.articles,
        )
        for each in found
        if each.is_open
    ]
    paid = payments_of_children(children=children, scope=scope)[:_MOST]
    return GivenToChild(grants, [(each.settled_on, _sum(each, secret)) for each in paid if each.settled_on])


def _sum(payment: Payment, secret: bool) -> str:
    return "" if secret else yuan_shown(payment.amount_fen)


def _is_secret(grant: Grant, scope: Scope, on: date) -> bool:
    try:
        line = line_of(code=grant.line, division_code=grant.division_code, on=on)
    except LineUnknown:
        return True
    return line.is_secret_from(scope, grant.division_code)
