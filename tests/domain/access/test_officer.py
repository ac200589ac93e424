"""Who acts, on which post, with what."""

from datetime import timedelta
from uuid import uuid4

import pytest
from pytest_django import DjangoAssertNumQueries
from tests.domain.access.conftest import AT, JINNAN, ON, SINCE, VILLAGE, XIANSHUIGU, XIQING, Employ, acting, post_of
from tests.domain.access.dossiers.models import Dossier

from gonghu.domain.access.officer import (
    AccountDisabled,
    NotPermitted,
    PostNotHeld,
    SamePerson,
    authorise,
    is_system,
    officer,
    refuse_same_person,
)
from gonghu.domain.access.operations import appoint, assign_children, disable_account, set_up_post
from gonghu.domain.access.operations.assignments import ContractNotTheirs
from gonghu.domain.access.terms import BLIND_ROLES, Permission, Role
from gonghu.domain.organisations.operations import end_contract, found_organisation, sign_contract
from gonghu.domain.organisations.terms import ContractTerms, OrganisationKind
from gonghu.foundation.acting import SYSTEM, Actor

pytestmark = pytest.mark.django_db


def test_an_officer_acts_on_the_widest_post_unless_one_is_named(employ: Employ) -> None:
    account = employ(Role.VILLAGE_DIRECTOR, VILLAGE)
    town = set_up_post(role=Role.TOWN_SUPERVISOR, division_code=XIANSHUIGU, from_on=SINCE, by=SYSTEM, at=AT)
    appoint(post=town, account=account, from_on=SINCE, by=SYSTEM, at=AT)
    first = acting(account)
    assert (first.post, first.district, first.label) == (town.uuid, "120112", "王小明（儿童督导员）")
    village = first.posts[1].uuid
    assert officer(account=account, at=AT, acting_as=village).post == village
    assert officer(account=account, at=AT, acting_as=str(village)).post == village
    for other in (uuid4(), "nonsense"):
        with pytest.raises(PostNotHeld):
            officer(account=account, at=AT, acting_as=other)


def test_a_post_counts_from_its_first_to_its_last_day(employ: Employ) -> None:
    account = employ(Role.TOWN_SUPERVISOR, XIANSHUIGU)
    before = AT.replace(year=2025, month=12, day=31)
    assert acting(account, before).posts == ()
    assert not acting(account, before).scope.has(Permission.SEE_CHILDREN)
    assert acting(account, AT.replace(month=1, day=1)).scope.allows(Permission.SEE_CHILDREN, VILLAGE)


def test_a_disabled_account_does_not_act(employ: Employ) -> None:
    account = employ(Role.TOWN_SUPERVISOR)
    disable_account(account=account, by=SYSTEM, at=AT)
    with pytest.raises(AccountDisabled):
        acting(account)


@pytest.mark.parametrize("role", sorted(BLIND_ROLES))
def test_technician_and_auditor_see_no_child(employ: Employ, role: Role) -> None:
    Dossier.objects.create(division_code=VILLAGE, child_key=uuid4())
    scope = acting(employ(role)).scope
    assert [row.pk for row in Dossier.objects.visible_to(scope)] == []
    assert not scope.has(Permission.SEE_CHILDREN)


def test_an_agency_sees_the_children_of_its_list_while_its_contract_holds(employ: Employ) -> None:
    bureau, agency = (
        found_organisation(kind=kind, name=kind.value, division_code=JINNAN, by=SYSTEM, at=AT)
        for kind in (OrganisationKind.BUREAU, OrganisationKind.AGENCY)
    )
    terms = ContractTerms("2026-1", "困境儿童服务", SINCE, ON + timedelta(days=30), 100)
    contract = sign_contract(buyer=bureau, provider=agency, terms=terms, by=SYSTEM, at=AT)
    account, mine = employ(), uuid4()
    post = set_up_post(
        role=Role.AGENCY_SOCIAL_WORKER, division_code=JINNAN, from_on=SINCE, organisation=agency.uuid, by=SYSTEM, at=AT
    )
    appoint(post=post, account=account, from_on=SINCE, by=SYSTEM, at=AT)
    for key, code in ((mine, VILLAGE), (uuid4(), VILLAGE)):
        Dossier.objects.create(division_code=code, child_key=key)
    assert list(Dossier.objects.visible_to(acting(account).scope)) == []
    to_on = ON + timedelta(days=60)
    assign_children(post=post, children=[mine], from_on=SINCE, to_on=to_on, contract=contract.uuid, by=SYSTEM, at=AT)
    assert [row.child_key for row in Dossier.objects.visible_to(acting(account).scope)] == [mine]
    assert list(Dossier.objects.visible_to(acting(account, AT + timedelta(days=31)).scope)) == []
    with pytest.raises(ContractNotTheirs):
        assign_children(
            post=post_of(employ(Role.COUNSELLOR)), children=[mine], from_on=SINCE, to_on=to_on,
            contract=contract.uuid, by=SYSTEM, at=AT,
        )  # fmt: skip
    end_contract(contract=contract, on=ON - timedelta(days=1), by=SYSTEM, at=AT)
    assert list(Dossier.objects.visible_to(acting(account).scope)) == []


def test_an_officer_is_worked_out_in_six_questions(
    employ: Employ, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    account = employ(Role.DISTRICT_OFFICER)
    with django_assert_max_num_queries(6):
        acting(account)


def test_a_permission_elsewhere_is_none_here(employ: Employ) -> None:
    by = acting(employ(Role.DISTRICT_OFFICER))
    authorise(by, Permission.MANAGE_ACCOUNTS, VILLAGE)
    with pytest.raises(NotPermitted, match="没有“管理账号和岗位”权限"):
        authorise(by, Permission.MANAGE_ACCOUNTS, XIQING)


def test_an_actor_who_is_neither_officer_nor_system_may_do_nothing(employ: Employ) -> None:
    account = employ(Role.DISTRICT_OFFICER)
    stranger = Actor(account=account.uuid, post=post_of(account).uuid, label="王小明")
    assert not is_system(stranger)
    with pytest.raises(NotPermitted):
        authorise(stranger, Permission.MANAGE_ACCOUNTS, VILLAGE)


def test_two_steps_of_a_case_are_taken_by_two_people(employ: Employ) -> None:
    one, other = acting(employ(Role.DISTRICT_OFFICER)), acting(employ(Role.DISTRICT_OFFICER))
    assert one.account
    earlier = {Permission.RECOGNISE_FIRST: one.account}
    refuse_same_person(other, Permission.RECOGNISE_SECOND, earlier)
    refuse_same_person(one, Permission.EXPORT, earlier)
    for step in (Permission.RECOGNISE_SECOND, Permission.RECOGNISE_FIRST):
        with pytest.raises(SamePerson, match="须由另一人办理"):
            refuse_same_person(one, step, earlier)
