"""
Figures for the dashboard (汇总数字): added up from tallies of counties; of villages where one county is looked at.

A figure is of places and findings, never of people who work: nothing here ranks anybody.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, TypedDict, cast

from django.db.models import Count, Q, Sum
from django.db.models.functions import Substr

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.policies.models import CountyTally, FindingTally, Recognition
from gonghu.domain.policies.terms import (
    FINDING_LIVE,
    VERIFIED_IN_THE_FIELD,
    FindingState,
    RecognitionKind,
    RecognitionState,
    Verdict,
)
from gonghu.standards.division_code import LENGTH, Level

_BELOW: Final = {
    None: Level.PROVINCE,
    Level.PROVINCE: Level.PREFECTURE,
    Level.PREFECTURE: Level.COUNTY,
    Level.COUNTY: Level.TOWNSHIP,
    Level.TOWNSHIP: Level.VILLAGE,
    Level.VILLAGE: Level.VILLAGE,
}


class Tallied(TypedDict):
    """How many findings of one policy, state and verdict lie in one division below (汇总行)."""

    below: str
    policy: str
    state: str
    verdict: str
    number: int
    stake: int


@dataclass(frozen=True, slots=True)
class PlaceFigures:
    """What one division below comes to (分区划数字)."""

    code: str
    live: int
    recognised: int
    verified: int
    stake_fen: int


@dataclass(frozen=True, slots=True)
class Funnel:
    """How far leads have come (线索办理情况): each figure contains the next."""

    leads: int
    verified: int
    proposed: int
    recognised: int


@dataclass(frozen=True, slots=True)
class Precision:
    """How many of the leads that somebody verified in the field were true (线索准确率)."""

    confirmed: int
    verified: int

    @property
    def share(self) -> float | None:
        """The share that was true; none before anything was verified."""
        return self.confirmed / self.verified if self.verified else None


def tallied(*, scope: Scope, area: Area) -> list[Tallied]:
    """Add up the tallies of an area once, for all figures that are told of it."""
    reached = scope.areas(Permission.SEE_FIGURES)
    whole_counties = all(each.level is None or each.level <= Level.COUNTY for each in (*reached, area))
    tallies = CountyTally if whole_counties and area.level != Level.COUNTY else FindingTally
    rows = (
        tallies.objects.visible_to(scope)
        .filter(area.filter())
        .annotate(below=Substr("division_code", 1, int(_BELOW[area.level])))
        .values("below", "policy", "state", "verdict")
        .annotate(number=Sum("findings"), stake=Sum("stake_fen"))
        .order_by("below")
    )
    return [cast("Tallied", row) for row in rows]


def figures_by_place(
    *, scope: Scope, area: Area, policies: Collection[str] = (), known: Sequence[Tallied] | None = None
) -> list[PlaceFigures]:
    """Add up the tallies of an area for each division right below it, by code."""
    sums: dict[str, list[int]] = {}
    for row in tallied(scope=scope, area=area) if known is None else known:
        if policies and row["policy"] not in policies:
            continue
        live = row["state"] in FINDING_LIVE
        found = sums.setdefault(row["below"], [0, 0, 0, 0])
        found[0] += row["number"] if live else 0
        found[1] += row["number"] if row["state"] == FindingState.RECOGNISED else 0
        found[2] += row["number"] if row["verdict"] in VERIFIED_IN_THE_FIELD else 0
        found[3] += row["stake"] if live else 0
    return [PlaceFigures(code.ljust(LENGTH, "0"), *found) for code, found in sums.items() if any(found)]


def funnel(*, scope: Scope, area: Area, known: Sequence[Tallied] | None = None) -> Funnel:
    """Tell how many leads there were, and how many of them were verified, proposed and recognised."""
    leads = recognised = verified = 0
    for row in tallied(scope=scope, area=area) if known is None else known:
        leads += row["number"]
        is_recognised = row["state"] == FindingState.RECOGNISED
        recognised += row["number"] if is_recognised else 0
        verified += row["number"] if is_recognised or row["verdict"] in VERIFIED_IN_THE_FIELD else 0
    pending = Recognition.objects.visible_to(scope, Permission.SEE_FIGURES).filter(
        area.filter(), finding__isnull=False, kind=RecognitionKind.ASSIGN
    )
    states = [RecognitionState.PROPOSED, RecognitionState.SENT_BACK]
    waiting = pending.filter(state__in=states).aggregate(
        number=Count("finding_id", distinct=True),
        # Whoever proposes has looked at the papers, also where nobody went to see.
        unseen=Count("finding_id", distinct=True, filter=Q(finding__verdict=Verdict.NOT_YET)),
    )
    return Funnel(leads, verified + waiting["unseen"], recognised + waiting["number"], recognised)


def precision_of_leads(
    *, scope: Scope, area: Area, known: Sequence[Tallied] | None = None
) -> list[tuple[str, Precision]]:
    """Tell by policy how many of the verified leads were true, those with most verified first."""
    sums: dict[str, list[int]] = {}
    for row in tallied(scope=scope, area=area) if known is None else known:
        if row["verdict"] not in VERIFIED_IN_THE_FIELD:
            continue
        found = sums.setdefault(row["policy"], [0, 0])
        found[0] += row["number"] if row["verdict"] != Verdict.REFUTED else 0
        found[1] += row["number"]
    told = [(policy, Precision(*found)) for policy, found in sums.items()]
    return sorted(told, key=lambda each: (-each[1].verified, each[0]))
