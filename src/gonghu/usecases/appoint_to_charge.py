"""Somebody answers for a village, a town, a district from a day on (任命责任人): post, tenure and charge in one."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.colleagues import posts_in_area
from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.operations import appoint, set_up_post
from gonghu.domain.access.queries import posts_in
from gonghu.domain.divisions.terms import Area
from gonghu.domain.workforce.models import Charge
from gonghu.domain.workforce.operations import SeatTaken, take_charge
from gonghu.domain.workforce.queries import charges_in, vacancies
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.standards import division_code as division_codes


@transaction.atomic
def appoint_to_charge(
    *, kind: ChargeKind, division_code: str, account: Account, from_on: date, by: Officer, at: datetime
) -> None:
    """
    Appoint somebody to answer for a division (任命责任人); a vacant post of the place is taken before one is set up.

    :raises NotPermitted: the actor manages no accounts there
    :raises WrongLevel: the division is not of the level that owes somebody of that kind
    :raises SeatTaken: somebody answers there already
    :raises RolesIncompatible: the account holds a role that excludes this one
    """
    code = division_codes.pad(division_code)
    area = Area.of(code)
    if code not in vacancies(scope=by.scope, area=area, kind=kind, on=from_on):
        raise SeatTaken(f"该区划在 {from_on} 已有{kind.label}，或不需要{kind.label}；换人请办理岗位交接")
    known = _empty_seat(code, kind, by, from_on)
    if known:
        (post,) = posts_in(scope=by.scope, on=from_on).filter(pk=known)
    else:
        post = set_up_post(role=kind.role, division_code=code, from_on=from_on, by=by, at=at)
    appoint(post=post, account=account, from_on=from_on, by=by, at=at)
    if not any(charge.post_id == post.uuid for charge in _charges(code, kind, by, from_on)):
        take_charge(post=post.uuid, kind=kind, division_code=code, from_on=from_on, by=by, at=at)


def _empty_seat(code: str, kind: ChargeKind, by: Officer, on: date) -> UUID | None:
    """Give the vacant post that answers for a place, or one of its role right there."""
    charged = [charge.post_id for charge in _charges(code, kind, by, on)]
    here = posts_in_area(area=Area.of(code), roles=[kind.role], on=on)
    vacant = [each.post for each in here if each.division_code == code and not each.name]
    return next(iter([*charged, *vacant]), None)


def _charges(code: str, kind: ChargeKind, by: Officer, on: date) -> list[Charge]:
    found = charges_in(scope=by.scope, area=Area.of(code), on=on)
    return [charge for charge in found if charge.division_code == code and charge.kind == kind]
