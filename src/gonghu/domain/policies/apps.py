"""The Django app of the policies."""

from django.apps import AppConfig


class PoliciesConfig(AppConfig):
    """Policies (政策找人)."""

    name = "gonghu.domain.policies"
    label = "policies"
    verbose_name = "政策找人"
