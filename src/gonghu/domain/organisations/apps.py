"""The Django app of the organisations."""

from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    """Organisations (机构)."""

    name = "gonghu.domain.organisations"
    label = "organisations"
    verbose_name = "机构"
