"""Posts are held by one person a day, and handed over with everything that hangs on them."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction
from tests.domain.access.conftest import AT, JINNAN, ON, SINCE, VILLAGE, XIQING, Employ, acting, post_of
from tests.domain.access.dossiers.models import Dossier

from gonghu.domain.access.models import Account, Post, Tenure
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import (
    appoint,
    ask_access,
    assign_children,
    close_post,
    hand_over_post,
    release_children,
    set_up_post,
    sign_access,
    vacate_post,
)
from gonghu.domain.access.operations.accounts import OwnAccount
from gonghu.domain.access.operations.assignments import PeriodMissing, PostNotListed
from gonghu.domain.access.operations.posts import PostClosed, PostTaken, PostVacant, RolesIncompatible
from gonghu.domain.access.queries import posts_in, tenures_of, vacant_posts
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import SEPARATE_ROLES, Permission, Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
TOMORROW = ON + timedelta(days=1)


def vacant(role: Role = Role.VILLAGE_DIRECTOR, division: str = VILLAGE) -> Post:
    return set_up_post(role=role, division_code=division, from_on=SINCE, by=SYSTEM, at=AT)


def epoch(account: Account) -> int:
    account.refresh_from_db()
    return account.session_epoch


def test_a_post_goes_over_from_one_day_to_the_next_with_one_entry(employ: Employ) -> None:
    old, new = employ(Role.VILLAGE_DIRECTOR, VILLAGE), employ()
    post = post_of(old)
    before, entries = (epoch(old), epoch(new)), AuditEntry.objects.count()
    hand_over_post(post=post, to=new, on=TOMORROW, by=SYSTEM, at=AT)
    assert AuditEntry.objects.count() == entries + 1
    assert (epoch(old), epoch(new)) == (before[0] + 1, before[1] + 1)
    assert [held.uuid for held in acting(old).posts] == [post.uuid]
    assert acting(new).posts == ()
    later = AT + timedelta(days=1)
    assert acting(old, later).posts == ()
    assert [held.uuid for held in acting(new, later).posts] == [post.uuid]


def test_grants_and_children_go_over_with_the_post(employ: Employ) -> None:
    old, new, boss = employ(Role.AGENCY_SOCIAL_WORKER), employ(), employ(Role.CITY_OFFICER, "120100000000")
    post, mine, granted = post_of(old), uuid4(), uuid4()
    Dossier.objects.create(division_code=VILLAGE, child_key=mine)
    Dossier.objects.create(division_code=XIQING, child_key=granted)
    assign_children(post=post, children=[mine], from_on=SINCE, to_on=TOMORROW, by=SYSTEM, at=AT)
    grant = ask_access(post=post, division_code=XIQING, purpose="跨区帮扶", until_on=TOMORROW, by=acting(old), at=AT)
    sign_access(grant=grant, by=acting(boss), at=AT)
    hand_over_post(post=post, to=new, on=ON, by=SYSTEM, at=AT)
    assert {row.child_key for row in Dossier.objects.visible_to(acting(new).scope)} == {mine, granted}
    assert list(Dossier.objects.visible_to(acting(old).scope)) == []


def test_two_people_do_not_hold_one_post(employ: Employ) -> None:
    holder, other = employ(Role.VILLAGE_DIRECTOR, VILLAGE), employ()
    with pytest.raises(PostTaken):
        appoint(post=post_of(holder), account=other, from_on=ON, by=SYSTEM, at=AT)
    with pytest.raises(PostTaken):
        hand_over_post(post=post_of(holder), to=other, on=SINCE, by=SYSTEM, at=AT)


def test_the_database_keeps_tenures_of_one_post_apart(employ: Employ) -> None:
    holder, other = employ(Role.VILLAGE_DIRECTOR, VILLAGE), employ()
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        Tenure.objects.create(post=post_of(holder), account=other, from_on=date(2027, 1, 1))
    later = Tenure.objects.create(
        post=post_of(holder), account=other, from_on=date(2025, 1, 1), to_on=SINCE - timedelta(days=1)
    )
    later.to_on = SINCE
    with pytest.raises(IntegrityError, match="overlap"), transaction.atomic():
        later.save()
    with pytest.raises(IntegrityError, match="access_tenure_dates"), transaction.atomic():
        Tenure.objects.create(post=vacant(), account=other, from_on=ON, to_on=SINCE)


@pytest.mark.parametrize("pair", sorted(map(sorted, SEPARATE_ROLES)), ids="-".join)
def test_one_person_never_holds_incompatible_roles(employ: Employ, pair: list[Role]) -> None:
    one, other = pair
    account = employ(Role(one))
    with pytest.raises(RolesIncompatible):
        appoint(post=vacant(Role(other), JINNAN), account=account, from_on=ON, by=SYSTEM, at=AT)


def test_after_leaving_the_first_role_the_other_may_be_held(employ: Employ) -> None:
    account = employ(Role.AUDITOR)
    vacate_post(post=post_of(account), on=ON, by=SYSTEM, at=AT)
    appoint(post=vacant(Role.CITY_OFFICER, JINNAN), account=account, from_on=ON, by=SYSTEM, at=AT)
    assert acting(account).scope.allows(Permission.SEE_CHILDREN, VILLAGE)


def test_nobody_appoints_themselves_or_beyond_their_area(employ: Employ) -> None:
    boss, other = employ(Role.DISTRICT_OFFICER), employ()
    with pytest.raises(OwnAccount):
        appoint(post=vacant(), account=boss, from_on=ON, by=acting(boss), at=AT)
    with pytest.raises(NotPermitted):
        appoint(post=vacant(division=XIQING), account=other, from_on=ON, by=acting(boss), at=AT)
    with pytest.raises(NotPermitted):
        set_up_post(role=Role.CITY_OFFICER, division_code="120100", from_on=ON, by=acting(boss), at=AT)
    director = employ(Role.VILLAGE_DIRECTOR, VILLAGE)
    with pytest.raises(NotPermitted):
        appoint(post=vacant(), account=other, from_on=ON, by=acting(director), at=AT)
    appoint(post=vacant(), account=other, from_on=ON, by=acting(boss), at=AT)


def test_a_post_left_is_vacant_and_can_be_closed(employ: Employ) -> None:
    account = employ(Role.VILLAGE_DIRECTOR, VILLAGE)
    post, scope = post_of(account), acting(employ(Role.DISTRICT_OFFICER)).scope
    assert list(vacant_posts(scope=scope, on=ON)) == []
    with pytest.raises(PostTaken):
        close_post(post=post, on=ON, reason="撤并", by=SYSTEM, at=AT)
    vacate_post(post=post, on=ON, by=SYSTEM, at=AT)
    with pytest.raises(PostVacant):
        vacate_post(post=post, on=ON, by=SYSTEM, at=AT)
    assert list(vacant_posts(scope=scope, on=ON, role=Role.VILLAGE_DIRECTOR)) == [post]
    close_post(post=post, on=ON, reason="撤并", by=SYSTEM, at=AT)
    assert post not in posts_in(scope=scope, on=TOMORROW)
    with pytest.raises(PostClosed):
        appoint(post=post, account=account, from_on=TOMORROW, by=SYSTEM, at=AT)
    assert [tenure.account for tenure in tenures_of(post=post.uuid, scope=scope)] == [account]
    assert list(tenures_of(post=post.uuid, scope=Scope())) == []


def test_children_are_assigned_to_listed_posts_only_for_a_time_and_released(employ: Employ) -> None:
    account, key = employ(Role.COUNSELLOR), uuid4()
    Dossier.objects.create(division_code=VILLAGE, child_key=key)
    post = post_of(account)
    with pytest.raises(PostNotListed):
        assign_children(post=vacant(), children=[key], from_on=ON, to_on=ON, by=SYSTEM, at=AT)
    with pytest.raises(PeriodMissing):
        assign_children(post=post, children=[key], from_on=ON, to_on=SINCE, by=SYSTEM, at=AT)
    for _ in range(2):
        assert assign_children(post=post, children=[key, key], from_on=ON, to_on=TOMORROW, by=SYSTEM, at=AT) == 1
    assert Dossier.objects.visible_to(acting(account).scope).count() == 1
    assert release_children(post=post, children=[key], on=TOMORROW, by=SYSTEM, at=AT) == 1
    assert Dossier.objects.visible_to(acting(account).scope).count() == 1
    assert Dossier.objects.visible_to(acting(account, AT + timedelta(days=1)).scope).count() == 0
