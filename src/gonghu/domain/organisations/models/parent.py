"""Who an organisation stands under (主管单位), with dates."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.organisations.models.organisation import Organisation
from gonghu.foundation.intervals import Dated


class OrganisationParent(Dated):
    """
    The organisation that another stands under, for a time (主管单位).

    Which department a coordination office belongs to is decided place by place: the law on the protection of
    minors names the body (未成年人保护法第九条), not its office's department.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="机构")
    parent = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name="主管单位")
    document = models.CharField("文件", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "主管单位"
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(organisation=F("parent")), name="organisation_not_under_itself"),
        )

    def __str__(self) -> str:
        return f"{self.organisation} ← {self.parent}"
