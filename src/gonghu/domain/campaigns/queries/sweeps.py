"""Sweeps from door to door (入户摸排的查询): rounds, lists of households, totals of villages."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.terms import REACHED, DoorOutcome
from gonghu.domain.divisions.terms import Area

NOT_YET: Final = "NOT_YET"
_WHY: Final = "rounds in which somebody sees households"


@dataclass(frozen=True, slots=True)
class SweepTotals:
    """How far a list has come (摸排汇总): the list as it was fixed, and what was added to it apart."""

    division_code: str
    listed: int = 0
    visited: int = 0
    absent: int = 0
    refused: int = 0
    found: int = 0
    additions: int = 0
    additions_reached: int = 0
    additions_found: int = 0

    @property
    def rest(self) -> int:
        """How many of the list nobody has gone to yet."""
        return self.listed - self.visited - self.absent - self.refused - self.found

    @property
    def share(self) -> int:
        """Where somebody was spoken to, in hundredths of the list; of an empty list all."""
        return (self.visited + self.found) * 100 // self.listed if self.listed else 100

    def with_more(self, other: "SweepTotals") -> "SweepTotals":
        """Give the sum with other totals, under the place of these."""
        return SweepTotals(
            self.division_code, self.listed + other.listed, self.visited + other.visited, self.absent + other.absent,
            self.refused + other.refused, self.found + other.found, self.additions + other.additions,
            self.additions_reached + other.additions_reached, self.additions_found + other.additions_found,
        )  # fmt: skip


def sweeps_in(*, scope: Scope) -> QuerySet[SweepRound]:
    """Give the rounds that somebody leads or has households in, the last first."""
    own = SweepRound.objects.visible_to(scope).values("pk")
    through = SweptHousehold.objects.visible_to(scope).values("sweep")
    rounds = SweepRound.objects.everywhere(_WHY).filter(Q(pk__in=own) | Q(pk__in=through))
    return rounds.order_by("-from_on", "pk")


def sweep_by_key(*, key: UUID, scope: Scope) -> SweepRound | None:
    """Give one round that somebody leads or has households in."""
    return sweeps_in(scope=scope).filter(pk=key).first()


def households_swept(
    *, sweep: UUID, scope: Scope, area: Area | None = None, outcome: str = ""
) -> QuerySet[SweptHousehold]:
    """Give the households of a round that somebody sees, in the order of the lists; ``NOT_YET`` is without outcome."""
    found = SweptHousehold.objects.visible_to(scope).filter(sweep=sweep).select_related("marked_by")
    if area:
        found = found.filter(area.filter())
    if outcome:
        found = found.filter(outcome="" if outcome == NOT_YET else outcome)
    return found.order_by("division_code", "number")


def households_to_go_to(*, scope: Scope, from_on: date, to_on: date) -> QuerySet[SweptHousehold]:
    """Give the households of the rounds that touch some days, round by round in the order of the lists."""
    found = SweptHousehold.objects.visible_to(scope).select_related("sweep")
    during = found.filter(sweep__from_on__lte=to_on, sweep__to_on__gte=from_on)
    return during.order_by("sweep", "division_code", "number")


def swept_household(*, key: UUID, scope: Scope) -> SweptHousehold | None:
    """Give one household of a round that somebody sees."""
    return SweptHousehold.objects.visible_to(scope).select_related("sweep").filter(pk=key).first()


def sweep_totals(*, sweep: UUID, scope: Scope, area: Area | None = None) -> list[SweepTotals]:
    """Count for every village of a round that somebody sees how far its list has come, by place."""
    rows = households_swept(sweep=sweep, scope=scope, area=area).order_by("division_code").values("division_code")
    listed, added = Q(is_addition=False), Q(is_addition=True)
    counted = rows.annotate(
        listed=Count("pk", filter=listed),
        additions=Count("pk", filter=added),
        additions_reached=Count("pk", filter=added & Q(outcome__in=sorted(REACHED))),
        additions_found=Count("pk", filter=added & Q(outcome=DoorOutcome.FOUND)),
        **{each.lower(): Count("pk", filter=listed & Q(outcome=each)) for each in DoorOutcome.values},
    )
    return [SweepTotals(**row) for row in counted]
