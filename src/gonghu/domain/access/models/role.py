"""What each role may do (角色权限)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gonghu.domain.access.terms import BLIND_ROLES, NOT_OF_CHILDREN, Permission, Role


class RolePermission(models.Model):
    """One permission of one role (角色权限); a deployment may add and take away, within what the law leaves."""

    role = models.CharField("角色", max_length=32, choices=Role.choices)
    permission = models.CharField("权限", max_length=32, choices=Permission.choices)

    class Meta:
        verbose_name = "角色权限"
        constraints = (
            models.UniqueConstraint(fields=["role", "permission"], name="role_permission_once"),
            models.CheckConstraint(
                condition=~Q(role__in=sorted(BLIND_ROLES)) | Q(permission__in=sorted(NOT_OF_CHILDREN)),
                name="blind_roles_see_no_child",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.get_permission_display()}"
