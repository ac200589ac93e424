"""What roles may do, changed by a deployment (角色权限的调整)."""

from datetime import datetime

from django.db import transaction

from gonghu.domain.access.models import RolePermission
from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.terms import BLIND_ROLES, NOT_OF_CHILDREN, Permission, Role
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record


class RoleStaysBlind(ValueError):
    """A role that must see no child would get a permission that shows children."""


@transaction.atomic
def allow(*, role: Role, permission: Permission, reason: str, by: Actor, at: datetime) -> None:
    """
    Give a role a permission, in the whole deployment (增加角色权限); it holds from the next request on.

    :raises NotPermitted: not the system asks, as the technician at the machine does
    :raises PurposeMissing: no reason is given
    :raises RoleStaysBlind: the role must see no child
    """
    _refuse_all_but_system(by, reason)
    if role in BLIND_ROLES and permission not in NOT_OF_CHILDREN:
        raise RoleStaysBlind(f"“{role.label}”不得接触儿童信息，不能授予“{permission.label}”")
    RolePermission.objects.get_or_create(role=role, permission=permission)
    _record("access.allow", role, permission, reason, by, at)


@transaction.atomic
def forbid(*, role: Role, permission: Permission, reason: str, by: Actor, at: datetime) -> None:
    """
    Take a permission from a role, in the whole deployment (取消角色权限); it ends with the next request.

    :raises NotPermitted: not the system asks
    :raises PurposeMissing: no reason is given
    """
    _refuse_all_but_system(by, reason)
    RolePermission.objects.filter(role=role, permission=permission).delete()
    _record("access.forbid", role, permission, reason, by, at)


def _refuse_all_but_system(by: Actor, reason: str) -> None:
    # Somebody who could widen the own role could do anything.
    if not is_system(by):
        raise NotPermitted("角色权限只能在服务器上由技术人员按书面批准调整")
    if not reason.strip():
        raise PurposeMissing("请写明谁批准的、文号和理由")


def _record(verb: str, role: Role, permission: Permission, reason: str, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="role",
        subject_key=role.value,
        purpose=reason.strip(),
        detail={"permission": permission.value},
        district=NATION,
    )
