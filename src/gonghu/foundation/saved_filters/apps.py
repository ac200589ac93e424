"""The Django app of the saved filters."""

from django.apps import AppConfig


class SavedFiltersConfig(AppConfig):
    """Saved filters (常用筛选)."""

    name = "gonghu.foundation.saved_filters"
    label = "saved_filters"
    verbose_name = "常用筛选"
