"""How long ago the children of places were last seen (新旧): counted as one looks, for a county and what lies in it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median_low

from django.db.models import Max
from django.db.models.functions import Substr

from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.operations.listing import UNDER_CARE
from gonghu.domain.visits.queries.due import children_due, last_met
from gonghu.standards.division_code import LENGTH, Level


@dataclass(frozen=True, slots=True)
class FreshnessRow:
    """
    How fresh is what is known of the children under care in one place (新旧情况).

    ``days`` is how long ago the middle one of them was last met, nothing where at least half were never met.
    ``arrived_at`` is when the last record of a visit there came in.
    """

    division_code: str
    children: int
    never: int
    overdue: int
    days: int | None
    arrived_at: datetime | None

    @property
    def share(self) -> int:
        """Whole percent of the children whose visit is overdue, rounded up: none only when nobody is late."""
        return -(-self.overdue * 100 // self.children) if self.children else 0


def freshness(*, scope: Scope, area: Area, on: date) -> list[FreshnessRow]:
    """
    Tell for each place right below an area how long ago its children were seen, as far as somebody sees them, by place.

    :raises TooWide: the area is more than a county
    """
    if area.level is None or area.level < Level.COUNTY:
        raise TooWide("请选择一个区县或更小的区划")
    digits = next((int(level) for level in Level if level > (area.level or 0)), int(Level.VILLAGE))
    under_care = children_in(scope=scope, filters=ChildrenWanted(area=area, states=UNDER_CARE))
    met: dict[str, list[date | None]] = defaultdict(list)
    for code, last_on in (
        under_care.order_by().annotate(last_met_on=last_met()).values_list("division_code", "last_met_on")
    ):
        met[code[:digits]].append(last_on)
    overdue: dict[str, int] = defaultdict(int)
    late = children_due(scope=scope, on=on, until=on - timedelta(days=1), area=area)
    for code in late.order_by().values_list("division_code", flat=True):
        overdue[code[:digits]] += 1
    arrived = _arrived(scope, area, digits)
    return [
        FreshnessRow(
            place.ljust(LENGTH, "0"), len(days), days.count(None), overdue[place], _middle(days, on), arrived.get(place)
        )
        for place, days in sorted(met.items())
    ]


class TooWide(ValueError):
    """More than a county is not counted as one looks."""


def _middle(days: list[date | None], on: date) -> int | None:
    """Give how many days ago the middle child was met; one that never was counts as longest ago."""
    ago = median_low((on - day).days if day else _NEVER for day in days)
    return None if ago == _NEVER else ago


_NEVER = 10**6


def _arrived(scope: Scope, area: Area, digits: int) -> dict[str, datetime]:
    rows = Visit.objects.visible_to(scope).filter(area.filter()).order_by()
    placed = rows.annotate(place=Substr("division_code", 1, digits)).values("place").annotate(last=Max("accepted_at"))
    return {row["place"]: row["last"] for row in placed}
