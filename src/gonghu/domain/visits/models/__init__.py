"""The tables of the visits (走访)."""

from gonghu.domain.visits.models.contact import Complaint, ContactLog, HarmReport, Wish
from gonghu.domain.visits.models.plan import CoverageList, FollowUp, ListedChild, PlanException
from gonghu.domain.visits.models.problem import Problem, ProblemStep
from gonghu.domain.visits.models.visit import Visit

__all__ = [
    "Complaint",
    "ContactLog",
    "CoverageList",
    "FollowUp",
    "HarmReport",
    "ListedChild",
    "PlanException",
    "Problem",
    "ProblemStep",
    "Visit",
    "Wish",
]
