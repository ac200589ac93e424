"""What each role may do (角色权限), for reading: it is changed at the machine, on paper and by the technician."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from gonghu.domain.access.queries import permissions_by_role
from gonghu.domain.access.terms import BLIND_ROLES, FIRST_PERMISSIONS, LISTED_ROLES, Permission, Role
from gonghu.interfaces.desk.admission import DeskRequest, needs


@dataclass(frozen=True, slots=True)
class RoleShown:
    """One role with what it may do (角色显示项), and how that differs from what was shipped."""

    role: Role
    permissions: tuple[Permission, ...]
    added: frozenset[Permission]
    taken: tuple[Permission, ...]
    sees: str


@require_safe
@needs(Permission.MANAGE_ACCOUNTS, Permission.READ_AUDIT, Permission.OPERATE_SYSTEM)
def roles(request: DeskRequest) -> HttpResponse:
    """Show the table of permissions as it counts now."""
    scope = request.officer.scope
    held = permissions_by_role(scope=scope)
    context = {
        "roles": [_shown(role, held) for role in Role],
        "manages": scope.has(Permission.MANAGE_ACCOUNTS),
        "reads_audit": scope.has(Permission.READ_AUDIT),
    }
    return render(request, "desk/accounts/roles.html", context)


def _shown(role: Role, held: dict[Role, frozenset[Permission]]) -> RoleShown:
    now, first = held.get(role, frozenset()), FIRST_PERMISSIONS[role]
    sees = "BLIND" if role in BLIND_ROLES else "LISTED" if role in LISTED_ROLES else "AREA"
    in_order = [each for each in Permission if each in now]
    return RoleShown(
        role, tuple(in_order), now - first, tuple(each for each in Permission if each in first - now), sees
    )
