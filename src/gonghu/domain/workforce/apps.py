"""The Django app of the workforce."""

from django.apps import AppConfig


class WorkforceConfig(AppConfig):
    """The workforce (队伍)."""

    name = "gonghu.domain.workforce"
    label = "workforce"
    verbose_name = "队伍"
