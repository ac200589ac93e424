"""Children, officers and places that the tests of the people share."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from tests.builders import number

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission, Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import record_child
from gonghu.domain.people.terms import Sex
from gonghu.foundation.acting import SYSTEM

AT = datetime(2026, 11, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 11, 2)
JINNAN, TOWN, VILLAGE, NEXT_VILLAGE = "120112000000", "120112100000", "120112100201", "120112100202"
XIQING_VILLAGE = "120111100201"
BORN = date(2015, 2, 11)
BY: dict[str, Any] = {"by": SYSTEM, "at": AT}
CITY = Scope((Reach(Area("12"), frozenset({Permission.SEE_CHILDREN, Permission.UNMASK})),))


def entered(name: str = "张三丰", born: date | None = BORN, sequence: int = 1, place: str = VILLAGE) -> Child:
    """Enter a child with a number; without a birth date, one without."""
    facts = PersonFacts(name, number=number(born, sequence)) if born else PersonFacts(name, sex=Sex.MALE)
    return record_child(facts=facts, division_code=place, **BY)


def account(name: str) -> Account:
    return create_account(sign_in_name=name, display_name="王小明", division_code=JINNAN, **BY).account


def employed(role: Role, division: str = JINNAN, name: str = "") -> Officer:
    """Open an account, appoint it, and give who acts with it."""
    owner = account(name or f"{role.value}{division}".lower())
    post = set_up_post(role=role, division_code=division, from_on=date(2026, 1, 1), **BY)
    appoint(post=post, account=owner, from_on=date(2026, 1, 1), **BY)
    return officer(account=owner, at=AT)


def again(child: Child) -> Child:
    """Read a file anew, whoever may see it."""
    return Child.objects.everywhere("test").get(pk=child.pk)


def file_of(key: UUID) -> Child:
    return Child.objects.everywhere("test").select_related("person").get(pk=key)
