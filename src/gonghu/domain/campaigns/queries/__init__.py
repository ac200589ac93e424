"""Reading of holidays and sweeps (假期与摸排的查询)."""

from gonghu.domain.campaigns.queries.away import (
    AwayTold,
    away_told,
    children_alone,
    children_silent,
    last_spoken,
    whose_parents_are_away,
)
from gonghu.domain.campaigns.queries.sweeps import (
    SweepTotals,
    households_swept,
    households_to_go_to,
    sweep_by_key,
    sweep_totals,
    sweeps_in,
    swept_household,
)
from gonghu.domain.campaigns.queries.whereabouts import (
    WhereaboutsRow,
    WhereaboutsWanted,
    children_in_holiday,
    whereabouts_counts,
    whereabouts_told,
)

__all__ = [
    "AwayTold",
    "SweepTotals",
    "WhereaboutsRow",
    "WhereaboutsWanted",
    "away_told",
    "children_alone",
    "children_in_holiday",
    "children_silent",
    "households_swept",
    "households_to_go_to",
    "last_spoken",
    "sweep_by_key",
    "sweep_totals",
    "sweeps_in",
    "swept_household",
    "whereabouts_counts",
    "whereabouts_told",
    "whose_parents_are_away",
]
