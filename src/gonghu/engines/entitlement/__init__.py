"""
The arithmetic of entitlement (应发计算): what a grant is worth, month by month, in fen.

    standards = Standards("defacto_allowance", packs_of, reckoning_of)
    months = owed(GrantTerms("defacto_allowance", "120112", month_after(confirmed_on)), standards, others, through)
    back_pay_and_claw_back = differences(months, had)
"""

from gonghu.engines.entitlement.accrued import Due, added_to, due, months_in, runs_of, total_of
from gonghu.engines.entitlement.months import first_day, last_day, last_month_paid, month_after, month_of, written
from gonghu.engines.entitlement.reckoning import Reckoning, load_reckoning
from gonghu.engines.entitlement.schedule import differences, owed
from gonghu.engines.entitlement.standards import LineUnknown, Standards
from gonghu.engines.entitlement.terms import (
    INSTITUTION,
    SCATTERED,
    Cycle,
    GrantTerms,
    MonthOwed,
    OtherSpan,
    StandardMissing,
    Step,
    Why,
)

__all__ = [
    "INSTITUTION",
    "SCATTERED",
    "Cycle",
    "Due",
    "GrantTerms",
    "LineUnknown",
    "MonthOwed",
    "OtherSpan",
    "Reckoning",
    "StandardMissing",
    "Standards",
    "Step",
    "Why",
    "added_to",
    "differences",
    "due",
    "first_day",
    "last_day",
    "last_month_paid",
    "load_reckoning",
    "month_after",
    "month_of",
    "months_in",
    "owed",
    "runs_of",
    "total_of",
    "written",
]
