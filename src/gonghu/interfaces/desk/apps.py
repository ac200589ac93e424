"""The Django app of the desk: templates and static files, no models."""

from django.apps import AppConfig


class DeskConfig(AppConfig):
    """The desk (工作台)."""

    name = "gonghu.interfaces.desk"
    label = "desk"
    verbose_name = "工作台"
