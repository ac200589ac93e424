"""How far the counties have come with a list is added up (走访覆盖汇总), once a night."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.access.scope import Reach, Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.visits.counting import FIGURES, counted
from gonghu.domain.visits.models import CoverageList, CoverageTally
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.standards.division_code import Level

_EVERYWHERE: Final = Area("")
_AS_A_PROVINCE_SEES: Final = Scope((Reach(_EVERYWHERE, frozenset({Permission.SEE_CHILDREN})),))
"""Everything but the files that only a district opens: a figure must not tell that there is one."""


@transaction.atomic
def tally_coverage(*, coverage_list: CoverageList, by: Actor, at: datetime) -> int:
    """
    Count how far every county has come with a list, in place of the night before, and give how many children (汇总).

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("走访覆盖由系统每日汇总")
    rows = counted(scope=_AS_A_PROVINCE_SEES, coverage_list=coverage_list, area=_EVERYWHERE, digits=int(Level.COUNTY))
    CoverageTally.objects.everywhere("tallies counted anew").filter(coverage_list=coverage_list).delete()
    CoverageTally.objects.bulk_create(
        CoverageTally(
            coverage_list=coverage_list,
            division_code=row.division_code,
            counted_at=at,
            **{name: getattr(row, name) for name in FIGURES},
        )
        for row in rows
    )
    children = sum(row.listed for row in rows)
    record(
        by=by, at=at, verb="visits.tally", subject_kind="coverage_list", subject_key=str(coverage_list.pk),
        detail={"code": coverage_list.code, "children": children}, district=NATION,
    )  # fmt: skip
    return children
