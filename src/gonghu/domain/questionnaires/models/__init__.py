"""The tables of the questionnaires (问卷)."""

from gonghu.domain.questionnaires.models.form import FormVersion, Questionnaire
from gonghu.domain.questionnaires.models.form_key import FormKey
from gonghu.domain.questionnaires.models.submission import Submission, SubmissionFile

__all__ = ["FormKey", "FormVersion", "Questionnaire", "Submission", "SubmissionFile"]
