"""The Django app of the payments."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """Payments (发放)."""

    name = "gonghu.domain.payments"
    label = "payments"
    verbose_name = "发放"
