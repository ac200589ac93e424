"""What is on file of those whom a roll names (在册核对): asked for all of them at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import reached_by
from gonghu.domain.benefits.models import Application, Grant, OtherBenefit
from gonghu.domain.benefits.terms import PENDING
from gonghu.domain.ledger.owing import span_of
from gonghu.domain.payments.models import PayAccount
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.models.number import PURPOSE
from gonghu.domain.people.opening.lookup import bearers
from gonghu.domain.people.queries import files_in_use
from gonghu.engines.entitlement import OtherSpan
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.encryption import current_keyring
from gonghu.foundation.encryption.blind_index import blind_digests
from gonghu.foundation.intervals import holding_on, holding_since

_WHY: Final = "what is on file of those whom a roll names"


@dataclass(slots=True)
class Known:
    """What is on file of one child (在册情况)."""

    child: Child
    categories: set[str] = field(default_factory=set)
    grants: list[Grant] = field(default_factory=list)
    accounts: list[PayAccount] = field(default_factory=list)
    others: list[OtherSpan] = field(default_factory=list)
    is_asked_for: bool = False


def known_by_number(numbers: Iterable[str], first_month: date) -> dict[str, Known]:
    """Give what is on file of the bearers of numbers, by number, as of the first month of ours."""
    asked = list(dict.fromkeys(numbers))
    digests = dict(zip(asked, blind_digests(asked, purpose=PURPOSE, keyring=current_keyring()), strict=True))
    people = {digest: UUID(hex=key) for digest, key in bearers(digests.values()).items()}
    files = files_in_use(children=set(people.values()), scope=reached_by(SYSTEM))
    known = {child.pk: Known(child) for child in files.values()}
    _fill(known, first_month)
    return {
        number: known[files[people[digest]].pk]
        for number, digest in digests.items()
        if digest in people and people[digest] in files
    }


def _fill(known: dict[UUID, Known], first_month: date) -> None:
    keys = list(known)
    held = CategoryAssignment.objects.everywhere(_WHY).filter(holding_since(first_month), child__in=keys)
    for child, category in held.values_list("child", "category"):
        known[child].categories.add(category)
    for grant in Grant.objects.everywhere(_WHY).filter(person__in=keys).order_by("from_month"):
        if grant.to_month is None or grant.to_month >= first_month:
            known[grant.person].grants.append(grant)
    for account in PayAccount.objects.everywhere(_WHY).filter(holding_on(first_month), child__in=keys):
        known[account.child_id].accounts.append(account)
    for other in OtherBenefit.objects.everywhere(_WHY).filter(holding_since(first_month), child__in=keys):
        known[other.child_id].others.append(span_of(other))
    pending = Application.objects.everywhere(_WHY).filter(child__in=keys, state__in=sorted(PENDING))
    for child in pending.values_list("child", flat=True):
        known[child].is_asked_for = True
