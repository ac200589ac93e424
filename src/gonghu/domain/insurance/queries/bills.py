"""Reading of medical bills (医疗费用的查询), all of a round or those with a gap."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.db.models import F, Q, Sum

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import MedicalBill
from gonghu.domain.insurance.terms import NOT_INSURED, BillGap
from gonghu.domain.people.scoping import FileQuerySet

_COVERED: Final = F("basic_fen") + F("illness_fen") + F("other_fen")


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


_CONDITIONS: Final = {
    BillGap.NOT_INSURED: Q(line__state__in=sorted(NOT_INSURED)),
    BillGap.NO_AID: ~Q(line__state__in=sorted(NOT_INSURED)) & Q(aid_fen=0, charged_fen__gt=_COVERED),
}
