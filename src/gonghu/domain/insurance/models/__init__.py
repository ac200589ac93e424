"""The tables of insurance, referrals and keying (参保、转介、录入)."""

from gonghu.domain.insurance.models.bill import MedicalBill
from gonghu.domain.insurance.models.enrolment import EnrolmentRound
from gonghu.domain.insurance.models.keying import KeyingItem
from gonghu.domain.insurance.models.line import EnrolmentLine
from gonghu.domain.insurance.models.premium import InsurerAnswer, PremiumInvoice, RosterSent
from gonghu.domain.insurance.models.referral import Referral

__all__ = [
    "EnrolmentLine",
    "EnrolmentRound",
    "InsurerAnswer",
    "KeyingItem",
    "MedicalBill",
    "PremiumInvoice",
    "Referral",
    "RosterSent",
]
