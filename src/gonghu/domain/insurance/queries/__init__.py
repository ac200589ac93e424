"""Reading of insurance, referrals and keying (参保、转介、录入的查询)."""

from gonghu.domain.insurance.queries.bills import BillSums, bills_in, bills_of_line, sums_of_bills
from gonghu.domain.insurance.queries.enrolment import (
    answers_of,
    gaps_of,
    invoices_of,
    lines_in,
    reckoning_of,
    round_by_key,
    rounds_in,
    sent_again,
    sent_of,
)
from gonghu.domain.insurance.queries.keying import keying_items_in
from gonghu.domain.insurance.queries.referrals import may_refer, referral_by_key, referrals_in

__all__ = [
    "BillSums",
    "answers_of",
    "bills_in",
    "bills_of_line",
    "gaps_of",
    "invoices_of",
    "keying_items_in",
    "lines_in",
    "may_refer",
    "reckoning_of",
    "referral_by_key",
    "referrals_in",
    "round_by_key",
    "rounds_in",
    "sent_again",
    "sent_of",
    "sums_of_bills",
]
