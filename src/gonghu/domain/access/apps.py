"""The Django app of access."""

from django.apps import AppConfig


class AccessConfig(AppConfig):
    """Access (权限)."""

    name = "gonghu.domain.access"
    label = "access"
    verbose_name = "权限"
