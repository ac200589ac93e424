"""The Django app of the page parts."""

from django.apps import AppConfig


class PagesConfig(AppConfig):
    """Page parts (页面部件)."""

    name = "gonghu.foundation.pages"
    label = "pages"
    verbose_name = "页面部件"
