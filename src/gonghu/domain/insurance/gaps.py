"""
What is missing of what a class of persons is promised (报销缺口).

What nobody has told the deployment, as the share that medical aid pays, is not judged: only what is plain is a gap.
"""

from typing import Final

from gonghu.domain.insurance.models import MedicalBill
from gonghu.domain.insurance.schemes import EnrolmentScheme
from gonghu.domain.insurance.terms import NOT_INSURED, BillGap

_WHOLE: Final = 100


def gap_of(bill: MedicalBill) -> BillGap | None:
    """Say what is plainly missing of what the child's class is promised; nothing where nothing is."""
    if bill.line.state in NOT_INSURED:
        return BillGap.NOT_INSURED
    if bill.before_aid_fen > 0 and bill.aid_fen == 0:
        return BillGap.NO_AID
    return None


def aid_promised(bill: MedicalBill, scheme: EnrolmentScheme) -> int | None:
    """Give what medical aid should have paid, by the share that the area has set; None where it has set none."""
    person_class = scheme.named(bill.line.person_class)
    if person_class is None or person_class.medical_aid.percent is None:
        return None
    worth = bill.before_aid_fen * person_class.medical_aid.percent // _WHOLE
    cap = person_class.medical_aid.cap_fen
    return worth if cap is None else min(worth, cap)
