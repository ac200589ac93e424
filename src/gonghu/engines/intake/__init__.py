"""Department files in, clean tables out (名单接入)."""

from gonghu.engines.intake.delivery import Column, Counts, Delivery, Refusal, Sheet
from gonghu.engines.intake.profile_files import load_profiles
from gonghu.engines.intake.profiles import Profile, Profiles
from gonghu.engines.intake.progress import Progress
from gonghu.engines.intake.reading import read_rosters

__all__ = [
    "Column",
    "Counts",
    "Delivery",
    "Profile",
    "Profiles",
    "Progress",
    "Refusal",
    "Sheet",
    "load_profiles",
    "read_rosters",
]
