"""The Django app of the ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger (台账)."""

    name = "gonghu.domain.ledger"
    label = "ledger"
    verbose_name = "台账"
