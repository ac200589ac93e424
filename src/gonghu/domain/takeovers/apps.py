"""The Django app of the takeovers."""

from django.apps import AppConfig


class TakeoversConfig(AppConfig):
    """Takeovers (在发接收)."""

    name = "gonghu.domain.takeovers"
    label = "takeovers"
    verbose_name = "在发接收"
