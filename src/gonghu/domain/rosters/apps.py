"""The Django app of the rosters."""

from django.apps import AppConfig


class RostersConfig(AppConfig):
    """Rosters (名册)."""

    name = "gonghu.domain.rosters"
    label = "rosters"
    verbose_name = "名册"
