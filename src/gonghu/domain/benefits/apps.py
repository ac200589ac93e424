"""The Django app of the benefits."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """Benefits (待遇)."""

    name = "gonghu.domain.benefits"
    label = "benefits"
    verbose_name = "待遇"
