"""Department files in, clean tables out (名单接入)."""

from gonghu.engines.intake.archives import Filing
from gonghu.engines.intake.delivery import Column, Counts, Delivery, Refusal, Sheet
from gonghu.engines.intake.mapping_file import MappingUnreadable, write_mapping
from gonghu.engines.intake.profile_files import UnreadableProfile, load_profiles
from gonghu.engines.intake.profiles import Profile, Profiles, UnknownField, UnknownKind
from gonghu.engines.intake.progress import Progress, ReadingStopped
from gonghu.engines.intake.quarantine import write_quarantine
from gonghu.engines.intake.reading import read_rosters
from gonghu.engines.intake.recognising import SheetSeen, recognise_rosters

__all__ = [
    "Column",
    "Counts",
    "Delivery",
    "Filing",
    "MappingUnreadable",
    "Profile",
    "Profiles",
    "Progress",
    "ReadingStopped",
    "Refusal",
    "Sheet",
    "SheetSeen",
    "UnknownField",
    "UnknownKind",
    "UnreadableProfile",
    "load_profiles",
    "read_rosters",
    "recognise_rosters",
    "write_mapping",
    "write_quarantine",
]
