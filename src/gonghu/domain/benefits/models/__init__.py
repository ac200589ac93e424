"""The tables of the benefits (待遇)."""

from gonghu.domain.benefits.models.application import Application, ApplicationStep
from gonghu.domain.benefits.models.decision import Batch, BatchChild, Decision, DocumentCount
from gonghu.domain.benefits.models.ending import Ending
from gonghu.domain.benefits.models.grant import Grant
from gonghu.domain.benefits.models.other import OtherBenefit
from gonghu.domain.benefits.models.receipt import Receipt
from gonghu.domain.benefits.models.school import SchoolProof, SchoolRound, SchoolStudent

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
    "Receipt",
    "SchoolProof",
    "SchoolRound",
    "SchoolStudent",
]
