"""What roles may do is a table that a deployment changes, within what the law leaves."""

import pytest
from django.db import IntegrityError, transaction
from tests.domain.access.conftest import AT, VILLAGE, Employ, acting

from gonghu.domain.access.models import RolePermission
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import allow, forbid
from gonghu.domain.access.operations.roles import RoleStaysBlind
from gonghu.domain.access.terms import (
    BLIND_ROLES,
    FIRST_PERMISSIONS,
    NOT_OF_CHILDREN,
    SEPARATE_PERMISSIONS,
    Permission,
    Role,
    SealedKind,
)
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def test_the_table_begins_with_what_the_terms_say() -> None:
    rows = set(RolePermission.objects.values_list("role", "permission"))
    assert rows == {(role, permission) for role, permissions in FIRST_PERMISSIONS.items() for permission in permissions}
    assert set(FIRST_PERMISSIONS) == set(Role)


def test_a_permission_given_or_taken_holds_from_the_next_request(employ: Employ) -> None:
    account = employ(Role.VILLAGE_DIRECTOR, VILLAGE)
    assert not acting(account).scope.has(Permission.EXPORT)
    allow(role=Role.VILLAGE_DIRECTOR, permission=Permission.EXPORT, reason="津民发〔2026〕3号", by=SYSTEM, at=AT)
    assert acting(account).scope.allows(Permission.EXPORT, VILLAGE)
    forbid(role=Role.VILLAGE_DIRECTOR, permission=Permission.EXPORT, reason="津民发〔2026〕3号", by=SYSTEM, at=AT)
    assert not acting(account).scope.has(Permission.EXPORT)
    assert AuditEntry.objects.filter(verb__in=["access.allow", "access.forbid"], chain="000000").count() == 2


@pytest.mark.parametrize("role", sorted(BLIND_ROLES))
@pytest.mark.parametrize("permission", sorted(set(Permission) - NOT_OF_CHILDREN))
def test_blind_roles_get_nothing_of_children_from_program_or_database(role: Role, permission: Permission) -> None:
    with pytest.raises(RoleStaysBlind):
        allow(role=Role(role), permission=Permission(permission), reason="津民发〔2026〕3号", by=SYSTEM, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        RolePermission.objects.create(role=role, permission=permission)


def test_nobody_widens_roles_from_the_desk(employ: Employ) -> None:
    by = acting(employ(Role.PROVINCE_OFFICER, "120000000000"))
    for change in (allow, forbid):
        with pytest.raises(NotPermitted):
            change(role=Role.PROVINCE_OFFICER, permission=Permission.EXPORT, reason="要用", by=by, at=AT)


def test_a_sealed_kind_has_a_permission_of_its_own() -> None:
    assert len({kind.permission for kind in SealedKind}) == len(SealedKind)


def test_nobody_below_the_district_is_given_what_opens_seals_of_parents() -> None:
    opens = {SealedKind.HIV.permission, SealedKind.PRISON.permission, SealedKind.DETOX.permission}
    given = {role: permissions & opens for role, permissions in FIRST_PERMISSIONS.items() if permissions & opens}
    assert given == {Role.DISTRICT_OFFICER: opens, Role.CHILD_COMMISSIONER: {SealedKind.HIV.permission}}


def test_no_role_begins_with_both_steps_that_two_people_must_take() -> None:
    both = [role for role, held in FIRST_PERMISSIONS.items() for pair in SEPARATE_PERMISSIONS if pair <= held]
    assert both == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("_time", ["once", "again"])
def test_tests_that_empty_the_tables_leave_the_permissions(_time: str) -> None:
    assert RolePermission.objects.count() == sum(map(len, FIRST_PERMISSIONS.values()))
