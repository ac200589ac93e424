"""The Django app of the background jobs."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """Background jobs (后台作业)."""

    name = "gonghu.foundation.jobs"
    label = "jobs"
    verbose_name = "后台作业"
