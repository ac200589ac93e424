"""The Django app of the divisions."""

from django.apps import AppConfig


class DivisionsConfig(AppConfig):
    """Divisions (行政区划)."""

    name = "gonghu.domain.divisions"
    label = "divisions"
    verbose_name = "行政区划"
