"""Which children's cards an entry of the audit is about (卡片查阅)."""

from django.db import models

from gonghu.foundation.audit.models import AuditEntry


class CardLook(models.Model):
    """
    That a child's card was among those handed to a telephone (卡片查阅), written with the entry that says so.

    The entry holds the keys of all children and is what counts; this finds it by one of them.
    """

    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="+", verbose_name="审计记录")
    child_key = models.UUIDField("儿童编号", db_index=True)

    class Meta:
        verbose_name = "卡片查阅"

    def __str__(self) -> str:
        return str(self.child_key)
