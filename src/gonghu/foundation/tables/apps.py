"""The Django app that lays out tables."""

from django.apps import AppConfig


class TablesConfig(AppConfig):
    """Tables of a new database (建表)."""

    name = "gonghu.foundation.tables"
    label = "tables"
    verbose_name = "建表"
