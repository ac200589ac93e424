"""The Django app of the people."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """People (人员)."""

    name = "gonghu.domain.people"
    label = "people"
    verbose_name = "人员"
