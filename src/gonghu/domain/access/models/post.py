"""Posts (岗位) and who holds them (任职)."""

from __future__ import annotations

import uuid
from typing import ClassVar

from django.db import models

from gonghu.domain.access.models.account import Account
from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet
from gonghu.domain.access.terms import Permission, Role
from gonghu.foundation.intervals import Dated
from gonghu.standards.division_code import LENGTH


class Post(Dated):
    """
    A seat that somebody may hold: role, division, organisation (岗位).

    Tasks, grants and children hang on the post, not on the person: whoever takes it over has them all.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    role = models.CharField("角色", max_length=32, choices=Role.choices)
    division_code = models.CharField("区划代码", max_length=LENGTH, db_index=True)
    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", null=True, blank=True, verbose_name="机构"
    )

    scoped_by: ClassVar[ScopedBy] = ScopedBy(permission=Permission.MANAGE_ACCOUNTS)
    objects = ScopedQuerySet.as_manager()

    class Meta(Dated.Meta):
        verbose_name = "岗位"
        indexes = (models.Index(fields=["role", "division_code"], name="post_role"),)

    def __str__(self) -> str:
        return f"{self.division_code} {self.get_role_display()}"

    @property
    def district(self) -> str:
        """Give the six digits of the district the post serves."""
        return self.division_code[:6]


class Tenure(Dated):
    """Who holds a post, from one day to another (任职); a post has one holder a day, a person may hold several."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    post = models.ForeignKey(Post, models.PROTECT, related_name="+", verbose_name="岗位")
    account = models.ForeignKey(Account, models.PROTECT, related_name="+", verbose_name="账号")

    class Meta(Dated.Meta):
        verbose_name = "任职"
        indexes = (models.Index(fields=["account", "from_on"], name="tenure_account"),)

    def __str__(self) -> str:
        return f"{self.account_id} {self.from_on}"
