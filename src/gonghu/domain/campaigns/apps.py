"""The Django app of work done in rounds."""

from django.apps import AppConfig


class CampaignsConfig(AppConfig):
    """Holidays and sweeps (假期去向与摸排)."""

    name = "gonghu.domain.campaigns"
    label = "campaigns"
    verbose_name = "假期去向与摸排"
