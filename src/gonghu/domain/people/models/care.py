"""Who looks after a child (照护人)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.people.models.person import Person
from gonghu.domain.people.scoping import OfChild
from gonghu.domain.people.terms import CareKind
from gonghu.foundation.intervals import Dated


class Carer(OfChild, Dated):
    """Somebody who looks after a child, from one day to another (照护人); nobody at all is written down too."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    carer = models.ForeignKey(Person, models.PROTECT, related_name="+", null=True, verbose_name="照护人")
    kind = models.CharField("照护方式", max_length=16, choices=CareKind.choices)
    relation = models.CharField("与儿童关系", max_length=2, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "照护人"

    def __str__(self) -> str:
        return str(self.get_kind_display())
