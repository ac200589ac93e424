"""The Django app of the visits."""

from django.apps import AppConfig


class VisitsConfig(AppConfig):
    """Visits (走访探视)."""

    name = "gonghu.domain.visits"
    label = "visits"
    verbose_name = "走访探视"
