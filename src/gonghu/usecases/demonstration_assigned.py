"""Who of the demonstration sees assigned children only (演示指派): three children each, an agency's by contract."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Final

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import assign_children
from gonghu.domain.access.queries import listed_post
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.models import Organisation, ServiceContract
from gonghu.domain.organisations.operations import found_organisation, sign_contract
from gonghu.domain.organisations.terms import ContractTerms, OrganisationKind
from gonghu.domain.people.queries import children_in
from gonghu.domain.people.terms import SEALED_CATEGORIES
from gonghu.foundation.acting import SYSTEM

WORKERS: Final = ("institution", "social-worker", "counsellor")
_EACH: Final = 3
_A_YEAR: Final = timedelta(days=364)
_FEN: Final = 180_000_00


def assign_some(*, accounts: Mapping[str, Account], at: datetime) -> None:
    """Assign three children of the district to each worker, for a year; the agency's under a contract for services."""
    by, on = officer(account=accounts["district"], at=at), at.date()
    known = children_in(scope=by.scope).exclude(category__in=["", *SEALED_CATEGORIES]).order_by("person_id")
    for number, worker in enumerate(WORKERS):
        held = officer(account=accounts[worker], at=at).posts[0]
        post = listed_post(post=held.uuid, scope=by.scope, on=on)
        three = [child.pk for child in known[number * _EACH : (number + 1) * _EACH]]
        if post and three:
            by_contract = post.role == Role.AGENCY_SOCIAL_WORKER and post.organisation
            contract = _contract(by_contract, on, at).pk if by_contract else None
            until = on + _A_YEAR
            assign_children(post=post, children=three, from_on=on, to_on=until, contract=contract, by=by, at=at)


def _contract(agency: Organisation, on: date, at: datetime) -> ServiceContract:
    code = agency.division_code
    bureau = found_organisation(kind=OrganisationKind.BUREAU, name="民政局", division_code=code, by=SYSTEM, at=at)
    terms = ContractTerms("社工2026-01", "困境儿童社会工作服务", on, on + _A_YEAR, _FEN)
    return sign_contract(buyer=bureau, provider=agency, terms=terms, by=SYSTEM, at=at)
