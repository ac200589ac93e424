"""Leave to see children elsewhere is asked by one, signed by another, and ends."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.domain.access.conftest import AT, ON, VILLAGE, XIQING, Employ, acting, post_of
from tests.domain.access.dossiers.models import Dossier

from gonghu.domain.access.leave_reading import GrantStage, grant_stage
from gonghu.domain.access.models import AccessGrant, Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import ask_access, end_access, sign_access
from gonghu.domain.access.operations.grants import GrantOver, GrantTooLong, PurposeMissing, SignedByAsker
from gonghu.domain.access.queries import grants_to_sign
from gonghu.domain.access.terms import Role
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
LAST = ON + timedelta(days=30)


@pytest.fixture
def worker(employ: Employ) -> Account:
    for category, code in (("ORPHAN", XIQING), ("DEFACTO", XIQING), ("ORPHAN", VILLAGE)):
        Dossier.objects.create(division_code=code, child_key=uuid4(), category=category)
    return employ(Role.CENTRE_WORKER, VILLAGE)


@pytest.fixture
def boss(employ: Employ) -> Account:
    return employ(Role.DISTRICT_OFFICER, XIQING)


def asked(worker: Account, **changed: object) -> AccessGrant:
    words: dict[str, Any] = {
        "division_code": XIQING,
        "categories": ["ORPHAN"],
        "purpose": "寒假巡查",
        "until_on": LAST,
        **changed,
    }
    return ask_access(post=post_of(worker), by=acting(worker), at=AT, **words)


def seen(account: Account, day: int = 0) -> list[tuple[str, str]]:
    scope = acting(account, AT + timedelta(days=day)).scope
    return sorted(Dossier.objects.visible_to(scope).values_list("division_code", "category"))


def test_a_grant_shows_the_children_it_names_once_signed_until_its_last_day(worker: Account, boss: Account) -> None:
    grant = asked(worker)
    own = [(VILLAGE, "ORPHAN")]
    assert seen(worker) == own
    sign_access(grant=grant, by=acting(boss), at=AT)
    assert seen(worker) == [(XIQING, "ORPHAN"), *own]
    assert seen(worker, 30) == [(XIQING, "ORPHAN"), *own]
    assert seen(worker, 31) == own
    told = AuditEntry.objects.get(verb="access.sign")
    assert (told.chain, told.purpose, told.detail["categories"]) == ("120111", "寒假巡查", ["ORPHAN"])


def test_a_grant_that_was_withdrawn_shows_nothing_more(worker: Account, boss: Account) -> None:
    grant = asked(worker, categories=[])
    sign_access(grant=grant, by=acting(boss), at=AT)
    assert len(seen(worker)) == 3
    end_access(grant=grant, by=acting(worker), at=AT)
    assert len(seen(worker)) == 1
    with pytest.raises(GrantOver):
        end_access(grant=grant, by=acting(boss), at=AT)
    with pytest.raises(GrantOver):
        sign_access(grant=grant, by=acting(boss), at=AT)


def test_nobody_signs_for_themselves(boss: Account) -> None:
    grant = ask_access(post=post_of(boss), division_code=XIQING, purpose="核查", until_on=LAST, by=acting(boss), at=AT)
    with pytest.raises(SignedByAsker):
        sign_access(grant=grant, by=acting(boss), at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        AccessGrant.objects.everywhere("test").filter(pk=grant.pk).update(signed_by=boss, signed_at=AT)


def test_the_holder_of_the_post_does_not_sign_what_a_manager_asked_for_it(boss: Account, employ: Employ) -> None:
    city = employ(Role.CITY_OFFICER, "120100000000")
    grant = ask_access(post=post_of(boss), division_code=XIQING, purpose="核查", until_on=LAST, by=acting(city), at=AT)
    with pytest.raises(SignedByAsker):
        sign_access(grant=grant, by=acting(boss), at=AT)
    with pytest.raises(SignedByAsker):
        sign_access(grant=grant, by=acting(city), at=AT)
    sign_access(grant=grant, by=acting(employ(Role.CITY_OFFICER, "120100000000")), at=AT)


def test_a_supervisor_of_another_place_does_not_sign(worker: Account, employ: Employ) -> None:
    grant = asked(worker)
    for role, division in ((Role.DISTRICT_OFFICER, VILLAGE[:6]), (Role.TOWN_SUPERVISOR, XIQING)):
        with pytest.raises(NotPermitted):
            sign_access(grant=grant, by=acting(employ(role, division)), at=AT)
        with pytest.raises(NotPermitted):
            end_access(grant=grant, by=acting(employ(role, division)), at=AT)


def test_a_grant_says_what_for_and_lasts_a_year_at_most(worker: Account, employ: Employ) -> None:
    with pytest.raises(PurposeMissing):
        asked(worker, purpose=" ")
    for until in (ON - timedelta(days=1), ON + timedelta(days=367)):
        with pytest.raises(GrantTooLong):
            asked(worker, until_on=until)
    with pytest.raises(NotPermitted):
        ask_access(
            post=post_of(worker), division_code=XIQING, purpose="看看", until_on=LAST, by=acting(employ()), at=AT
        )
    technician = employ(Role.TECHNICIAN)
    with pytest.raises(NotPermitted):
        asked(technician)


def test_a_grant_that_waited_too_long_is_not_signed(worker: Account, boss: Account) -> None:
    grant, late = asked(worker), AT + timedelta(days=31)
    with pytest.raises(GrantOver):
        sign_access(grant=grant, by=acting(boss, late), at=late)


def test_supervisors_see_what_waits_and_holds_in_their_area(worker: Account, boss: Account, employ: Employ) -> None:
    grant, scope = asked(worker), acting(boss).scope
    elsewhere = acting(employ(Role.DISTRICT_OFFICER)).scope
    assert list(grants_to_sign(scope=scope, on=ON)) == [grant]
    assert list(grants_to_sign(scope=elsewhere, on=ON)) == []
    sign_access(grant=grant, by=acting(boss), at=AT)
    assert list(grants_to_sign(scope=scope, on=ON)) == []
    grant.refresh_from_db()
    days = (ON, LAST, LAST + timedelta(days=1))
    stages = [grant_stage(grant=grant, on=day, scope=acting(boss)) for day in days]
    assert stages[1:] == [GrantStage.EXPIRING, GrantStage.OVER]
