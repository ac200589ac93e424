"""The tables of the benefits (待遇)."""

from gonghu.domain.benefits.models.application import Application, ApplicationStep
from gonghu.domain.benefits.models.decision import Batch, BatchChild, Decision, DocumentCount
from gonghu.domain.benefits.models.ending import Ending
from gonghu.domain.benefits.models.grant import Grant
from gonghu.domain.benefits.models.other import OtherBenefit

__all__ = [
    "Application",
    "ApplicationStep",
    "Batch",
    "BatchChild",
    "Decision",
    "DocumentCount",
    "Ending",
    "Grant",
    "OtherBenefit",
]
