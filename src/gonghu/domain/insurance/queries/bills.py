"""
Reading of medical bills (医疗费用的查询), and what is missing of what a class of persons is promised (报销缺口).

What nobody has told the deployment, as the share that medical aid pays, is not judged: only what is plain is a gap.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F, Q, Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import MedicalBill
from gonghu.domain.insurance.schemes import EnrolmentScheme
from gonghu.domain.insurance.terms import NOT_INSURED, BillGap
from gonghu.domain.people.scoping import FileQuerySet

_COVERED: Final = F("basic_fen") + F("illness_fen") + F("other_fen")
_WHOLE: Final = 100


@dataclass(frozen=True, slots=True)
class BillSums:
    """What all bills of a round that somebody sees come to (医疗费用合计)."""

    bills: int
    charged_fen: int
    basic_fen: int
    illness_fen: int
    aid_fen: int
    other_fen: int

    @property
    def family_fen(self) -> int:
        """Give what families paid themselves."""
        return self.charged_fen - self.basic_fen - self.illness_fen - self.aid_fen - self.other_fen


def bills_in(
    *, scope: Scope, enrolment: UUID, gaps: Collection[BillGap] = (), area: Area | None = None
) -> FileQuerySet[MedicalBill]:
    """Give the bills of a round that somebody sees, by place; only those with one of some gaps on demand."""
    found = MedicalBill.objects.visible_to(scope).select_related("line")
    found = found.filter(line__enrolment=enrolment, withdrawn_at__isnull=True)
    if gaps:
        wanted = Q()
        for gap in gaps:
            wanted |= _CONDITIONS[gap]
        found = found.filter(wanted)
    if area and area.prefix:
        found = found.filter(area.filter())
    return found.order_by("division_code", "uuid")


def bills_of_line(*, line: UUID, scope: Scope) -> FileQuerySet[MedicalBill]:
    """Give the bills of one line of a round that somebody sees, the last first; those withdrawn are among them."""
    found = MedicalBill.objects.visible_to(scope).filter(line=line)
    return found.select_related("line", "entered_by", "withdrawn_by").order_by("-entered_at", "uuid")


def sums_of_bills(*, scope: Scope, enrolment: UUID) -> BillSums:
    """Add up the bills of a round that somebody sees."""
    found = bills_in(scope=scope, enrolment=enrolment).order_by()
    names = ("charged_fen", "basic_fen", "illness_fen", "aid_fen", "other_fen")
    told = found.aggregate(**{name: Sum(name) for name in names})
    return BillSums(found.count(), *(int(told[name] or 0) for name in names))


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


_CONDITIONS: Final = {
    BillGap.NOT_INSURED: Q(line__state__in=sorted(NOT_INSURED)),
    BillGap.NO_AID: ~Q(line__state__in=sorted(NOT_INSURED)) & Q(aid_fen=0, charged_fen__gt=_COVERED),
}
