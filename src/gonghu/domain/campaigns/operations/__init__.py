"""What is written about holidays and sweeps (假期与摸排的写入)."""

from gonghu.domain.campaigns.operations.at_the_door import add_at_the_door
from gonghu.domain.campaigns.operations.sweeping import list_households, mark_household, open_sweep
from gonghu.domain.campaigns.operations.telling import tell_whereabouts

__all__ = ["add_at_the_door", "list_households", "mark_household", "open_sweep", "tell_whereabouts"]
