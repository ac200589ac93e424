"""The Django app of tasks."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """Tasks (任务)."""

    name = "gonghu.domain.tasks"
    label = "tasks"
    verbose_name = "任务"
