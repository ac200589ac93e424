"""
Who is who (人员关联): the rows of many departments' files, each told whom it is about.

Numbers first, then numbers repaired, then names with births, places and relatives; every link carries its
tier, score, band and reason in words. All set work is SQL; `linking_statements` is what `--show-sql` prints.
"""

from gonghu.engines.linkage.increments import relink, relinking_statements
from gonghu.engines.linkage.own_tiers import OwnTier, link_by_own_tiers, own_tier_statements
from gonghu.engines.linkage.rosters import (
    Roster,
    link_prepared,
    link_rosters,
    prepare_roster,
    prepared_statements,
    roster_statements,
)
from gonghu.engines.linkage.screening import link_delivery, linking_statements
from gonghu.engines.linkage.tiers import EXACT, EXACT_OTHER_NAME, TIERS, Band, Tier

__all__ = [
    "EXACT",
    "EXACT_OTHER_NAME",
    "TIERS",
    "Band",
    "OwnTier",
    "Roster",
    "Tier",
    "link_by_own_tiers",
    "link_delivery",
    "link_prepared",
    "link_rosters",
    "linking_statements",
    "own_tier_statements",
    "prepare_roster",
    "prepared_statements",
    "relink",
    "relinking_statements",
    "roster_statements",
]
