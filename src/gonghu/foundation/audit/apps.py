"""The Django app of the audit chain."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit chain (审计链)."""

    name = "gonghu.foundation.audit"
    label = "audit"
    verbose_name = "审计链"
