"""The Django app of the field."""

from django.apps import AppConfig


class FieldConfig(AppConfig):
    """The field app's server side (走访端)."""

    name = "gonghu.interfaces.field"
    label = "field"
    verbose_name = "走访端"
