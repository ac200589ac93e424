"""The tables of the visits (走访)."""

from gonghu.domain.visits.models.call import CallStep, HelpCall
from gonghu.domain.visits.models.contact import Complaint, ContactLog, HarmReport
from gonghu.domain.visits.models.money import MoneyTold
from gonghu.domain.visits.models.plan import CoverageList, FollowUp, ListedChild, PlanException
from gonghu.domain.visits.models.problem import Problem, ProblemStep
from gonghu.domain.visits.models.tally import CoverageTally
from gonghu.domain.visits.models.visit import Visit
from gonghu.domain.visits.models.wish import Wish, WishStep

__all__ = [
    "CallStep",
    "Complaint",
    "ContactLog",
    "CoverageList",
    "CoverageTally",
    "FollowUp",
    "HarmReport",
    "HelpCall",
    "ListedChild",
    "MoneyTold",
    "PlanException",
    "Problem",
    "ProblemStep",
    "Visit",
    "Wish",
    "WishStep",
]
