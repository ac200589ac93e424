"""Kin (亲属)."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from gonghu.domain.people.models.person import Person
from gonghu.domain.people.scoping import OfPerson
from gonghu.foundation.intervals import Dated
from gonghu.foundation.labels import Label
from gonghu.standards.relationship import relationships


class Kinship(OfPerson, Dated):
    """
    That ``relative`` is the person's father, mother, grandfather … (亲属关系，GB/T 4761), from one day to another.

    Written once, from the younger to the elder where there is a choice.
    """

    uuid = models.UUIDField("编号", primary_key=True, default=uuid.uuid4, editable=False)
    relative = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name="亲属")
    relation = models.CharField("关系", max_length=2)
    evidence = models.CharField("依据", max_length=200, blank=True)

    class Meta(Dated.Meta):
        verbose_name = "亲属关系"
        constraints = (
            *Dated.Meta.constraints,
            models.CheckConstraint(condition=~Q(person=F("relative")), name="nobody_is_kin_of_oneself"),
        )

    def __str__(self) -> str:
        return self.relation_name

    @property
    def relation_name(self) -> str:
        """Give the relation in words."""
        return Label(relationships().get(self.relation, self.relation))
