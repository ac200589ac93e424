"""The Django app of the slips."""

from django.apps import AppConfig


class SlipsConfig(AppConfig):
    """Slips (查询凭条)."""

    name = "gonghu.domain.slips"
    label = "slips"
    verbose_name = "查询凭条"
