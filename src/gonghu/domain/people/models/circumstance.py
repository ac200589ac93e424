"""Circumstances of persons that law asks for (情形)."""

from __future__ import annotations

import uuid

from django.db import models

from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import CircumstanceKind
from gonghu.foundation.intervals import Dated


class Circumstance(OfPerson, Dated):
    """That a parent is dead, in prison, out of contact …, from one day to another (情形), and by what it is known."""

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("情形", max_length=24, choices=CircumstanceKind.choices)
    sealed_kind = models.CharField("密", max_length=20, choices=SealedKind.choices, blank=True)
    basis = models.CharField("依据（文书、名册）", max_length=200, blank=True)
    note = models.CharField("说明", max_length=500, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "情形"

    def __str__(self) -> str:
        return str(self.get_kind_display())
