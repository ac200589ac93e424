"""The Django app of the questionnaires."""

from django.apps import AppConfig


class QuestionnairesConfig(AppConfig):
    """Questionnaires (问卷)."""

    name = "gonghu.domain.questionnaires"
    label = "questionnaires"
    verbose_name = "问卷"
