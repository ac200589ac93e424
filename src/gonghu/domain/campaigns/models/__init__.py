"""The tables of holidays and sweeps (假期与摸排)."""

from gonghu.domain.campaigns.models.sweep import SweepRound, SweptHousehold
from gonghu.domain.campaigns.models.whereabouts import Whereabouts

__all__ = ["SweepRound", "SweptHousehold", "Whereabouts"]
