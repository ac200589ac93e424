"""The Django app of the insurance."""

from django.apps import AppConfig


class InsuranceConfig(AppConfig):
    """Insurance and referrals (参保与转介)."""

    name = "gonghu.domain.insurance"
    label = "insurance"
    verbose_name = "参保与转介"
