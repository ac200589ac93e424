"""Numbers that somebody bears, or bore (证件号码)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from gonghu.domain.people.scoping import OfPerson
from gonghu.domain.people.terms import NumberKind
from gonghu.foundation.encryption import BlindIndex, EncryptedText, Sealed
from gonghu.foundation.intervals import Dated

PURPOSE = "identity number"
TAIL_PURPOSE = "tail of an identity number"
TAIL = 4
"""How many of the last characters have an index of their own."""


class IdentityNumber(OfPerson, Sealed, Dated):
    """
    One number of a person, from one day to another (证件号码).

    A number in force belongs to one person; a person may bear several, and a re-issued one ends the one before. Adults
    whom a screening finds have no index of the last characters: nobody searches for them by those.
    """

    kind = models.CharField("证件类型", max_length=20, choices=NumberKind.choices)
    number = EncryptedText("号码")
    number_index = BlindIndex("号码索引", of="number", purpose=PURPOSE)
    tail_index = BlindIndex("末位索引", of="number", purpose=TAIL_PURPOSE, last=TAIL, null=True)
    end_reason = models.CharField("停用原因", max_length=200, blank=True, default="", db_default="")

    class Meta(Dated.Meta):
        verbose_name = "证件号码"
        constraints = (
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["number_index"], condition=Q(to_on__isnull=True), name="number_in_force_of_one_person"
            ),
        )
        # Each number stands in one of the first two: few have ended, and the index of those in force is needed anyway.
        indexes = (
            models.Index(fields=["number_index"], condition=Q(to_on__isnull=False), name="number_ended"),
            models.Index(fields=["tail_index"], condition=Q(tail_index__isnull=False), name="number_tail"),
        )

    def __str__(self) -> str:
        return str(self.get_kind_display())
