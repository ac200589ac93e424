"""
Whom to reach is fixed when a period begins (固定走访名单): each quarter, and each campaign over holidays.

How far everybody was reached is added up every night (汇总走访覆盖), so that a province looks at sums.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Final

from gonghu.domain.access.officer import reached_by
from gonghu.domain.visits.operations import fix_list, tally_coverage
from gonghu.domain.visits.operations.listing import ListWanted
from gonghu.domain.visits.plans import plans
from gonghu.domain.visits.queries import coverage_lists
from gonghu.domain.visits.terms import ListKind
from gonghu.foundation.acting import Actor
from gonghu.foundation.jobs.progress import Progress
from gonghu.foundation.jobs.registry import job

_MONTHS: Final = 3
_LOOKED_AT: Final = timedelta(days=366)


@job("固定走访名单")
def fix_lists(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Fix the lists of the periods that a day lies in, a few thousand children at a time; those fixed stay so."""
    wanted = list(lists_of(date.fromisoformat(on)))
    for each in wanted:
        while fix_list(wanted=each, by=by, at=at).fixed_at is None:
            if progress:
                progress.check()
    return {"lists": len(wanted)}


@job("汇总走访覆盖")
def tally_lists(
    *, by: Actor, at: datetime, on: str, progress: Progress | None = None, **_context: object
) -> Mapping[str, int]:
    """Count how far the counties have come with the lists of the last year; each list in a transaction of its own."""
    today = date.fromisoformat(on)
    counted = 0
    for each in coverage_lists(scope=reached_by(by), on=today).filter(to_on__gte=today - _LOOKED_AT):
        if progress:
            progress.check()
        tally_coverage(coverage_list=each, by=by, at=at)
        counted += 1
    return {"lists": counted}


def lists_of(on: date) -> Iterator[ListWanted]:
    """Give the lists of the periods that a day lies in (当期名单)."""
    number = (on.month - 1) // _MONTHS
    begins = date(on.year, number * _MONTHS + 1, 1)
    after = (begins + timedelta(days=31 * _MONTHS)).replace(day=1)
    code, name = f"{on.year}Q{number + 1}", f"{on.year} 年第{'一二三四'[number]}季度"
    yield ListWanted(ListKind.QUARTER, code, name, begins, after - timedelta(days=1))
    seen = set()
    for plan in plans():
        for each in plan.campaigns:
            if each.runs_on(on) and each.code not in seen:
                seen.add(each.code)
                yield ListWanted(ListKind.CAMPAIGN, each.code, each.name, each.from_on, each.to_on, each.categories)
