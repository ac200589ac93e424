"""Models that cannot be read without a scope."""

from typing import ClassVar

from django.db import models

from gonghu.domain.access.scope import ScopedBy
from gonghu.domain.access.scoping import ScopedQuerySet


class Dossier(models.Model):
    """A child's file, as later contexts will have it."""

    division_code = models.CharField(max_length=12, db_index=True)
    child_key = models.UUIDField()
    category = models.CharField(max_length=16, blank=True)

    scoped_by: ClassVar[ScopedBy] = ScopedBy(child="child_key", category="category")
    objects = ScopedQuerySet.as_manager()


class Leaflet(models.Model):
    """Something in a dossier that lies in a division too, but knows neither child nor category."""

    dossier = models.ForeignKey(Dossier, models.CASCADE, related_name="leaflets")
    division_code = models.CharField(max_length=12, db_index=True)

    objects = ScopedQuerySet.as_manager()
