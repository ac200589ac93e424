"""What each grant was given already (已计应发), kept ready beside the entries it is the sum of."""

from __future__ import annotations

from django.db import models


class Accrual(models.Model):
    """
    The ENTITLED entries of a grant added up by month (已计应发), as runs of equal months.

    ``post_journal`` writes it in the transaction of the entries; ``accruals_astray`` compares the two.
    """

    grant = models.OneToOneField(
        "benefits.Grant", models.PROTECT, primary_key=True, related_name="+", db_constraint=False, verbose_name="待遇"
    )
    runs = models.TextField("各月金额")

    class Meta:
        verbose_name = "已计应发"

    def __str__(self) -> str:
        return f"{self.grant_id} {self.runs}"
