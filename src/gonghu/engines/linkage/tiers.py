"""
Why two rows may be one person: the tiers of linkage (关联依据), as data.

A tier is a condition over agreement levels (agreement.py). Tiers are tried in order; a pair counts only while
both rows are still open and only if no other open row satisfies the same tier, so two people never merge on
a coincidence. The tier's words are the explanation that the officer reads.
"""

from dataclasses import dataclass
from enum import StrEnum


class Band(StrEnum):
    """What may be done with a link: used at once, or looked at by a person first."""

    SAME = "同一人"
    REVIEW = "需人工核对"
    OTHER = "不是"


@dataclass(frozen=True)
class Tier:
    """One reason for a link: ``condition`` is SQL over the agreement columns of a pair."""

    name: str
    label: str
    condition: str
    score: float
    band: Band = Band.SAME


EXACT = Tier("EXACT_NUMBER", "证件号码一致", "", 1.0)
REVIEWED = Tier("REVIEWED", "经人工核对确认", "", 1.0)
SELF_REPAIRED = Tier(
    "NUMBER_SELF_REPAIRED", "证件号码改正一处后与出生日期、性别、县（区）相符，且仅此一种改法", "", 0.9
)
EXACT_OTHER_NAME = Tier("EXACT_NUMBER_OTHER_NAME", "证件号码一致，但姓名不同", "", 0.6, Band.REVIEW)

# Levels: name 0 same 1 homophone 2 half 3 other; born 0 same 1 near 2 not given 3 other;
# place 0 village 1 town 2 county 3 other 4 not given; number 0 repaired 1 cut off 2 near 3 not given 4 other.
# fmt: off
TIERS = (
    Tier("NUMBER_REPAIRED", "证件号码一致或改正一处后一致，姓名一致",
         "number_level = 0 AND name_level <= 1 AND born_level <= 2", 0.995),
    Tier("NUMBER_REPAIRED_PLACE", "证件号码一致或改正一处后一致，姓名和村（居）或亲属一致",
         "number_level = 0 AND name_level <= 1 AND (place_level <= 1 OR kin_level = 0 OR context_level <= 1)", 0.99),
    Tier("NUMBER_REPAIRED_BORN", "证件号码一致或改正一处后一致，姓名相近，出生日期一致",
         "number_level = 0 AND name_level = 2 AND born_level = 0", 0.98),
    Tier("NUMBER_REPAIRED_RENAMED", "证件号码一致或改正一处后一致，出生日期、村（居）或亲属一致，姓名已改",
         "number_level = 0 AND born_level = 0 AND sex_level = 0 AND (place_level = 0 OR kin_level = 0)", 0.95),
    Tier("NUMBER_CUT_OFF", "证件号码残存部分一致，姓名一致",
         "number_level = 1 AND name_level <= 1 AND born_level <= 2", 0.98),
    Tier("NAME_BORN_RELATIVE", "姓名、出生日期一致，且同户或亲属相同",
         "context_level <= 1 AND name_level <= 1 AND born_level = 0 AND sex_level = 0", 0.99),
    Tier("SAME_HOUSEHOLD", "同户登记，姓名一致",
         "context_level = 0 AND name_level <= 1 AND born_level <> 3 AND sex_level = 0 AND number_level <> 4", 0.98),
    Tier("SAME_RELATIVE", "亲属相同，姓名一致",
         "context_level = 1 AND name_level <= 1 AND born_level <> 3 AND sex_level = 0 AND number_level <> 4", 0.98),
    Tier("NAME_BORN_VILLAGE", "姓名、出生日期、村（居）一致",
         "name_level <= 1 AND born_level = 0 AND place_level = 0", 0.99),
    Tier("NAME_BORN_KIN", "姓名、出生日期、亲属姓名一致",
         "name_level <= 1 AND born_level = 0 AND kin_level = 0", 0.99),
    Tier("NUMBER_NEAR", "证件号码仅差两位，姓名一致",
         "number_level = 2 AND name_level <= 1 AND born_level <= 2 AND sex_level = 0", 0.97),
    Tier("NAME_BORN_COUNTY", "姓名、出生日期、县（区）一致",
         "name_level <= 1 AND born_level = 0 AND place_level <= 2 AND number_level <> 4", 0.97),
    Tier("RARE_NAME_BORN", "姓名少见，出生日期一致",
         "name_level = 0 AND rare AND born_level = 0 AND sex_level = 0 AND number_level <> 4", 0.96),
    Tier("NAME_VILLAGE_KIN", "姓名、村（居）、亲属姓名一致",
         "name_level <= 1 AND place_level = 0 AND kin_level = 0 AND sex_level = 0 AND number_level <> 4", 0.97),
    Tier("NAME_KIN", "姓名、亲属姓名一致，出生日期不详或相近",
         "name_level <= 1 AND kin_level = 0 AND born_level <= 2 AND sex_level = 0 AND number_level <> 4", 0.96),
    Tier("RARE_NAME_VILLAGE", "姓名少见，村（居）一致，出生日期不详",
         "name_level = 0 AND rare AND place_level = 0 AND born_level = 2 AND sex_level = 0 AND number_level <> 4",
         0.95),
    Tier("NAME_VILLAGE_NEAR_BORN", "姓名、村（居）一致，出生日期相近",
         "name_level <= 1 AND place_level = 0 AND born_level = 1 AND sex_level = 0 AND number_level <> 4", 0.95),
    Tier("HALF_NAME_BORN_VILLAGE", "姓名相近，出生日期、村（居）一致",
         "name_level = 2 AND born_level = 0 AND place_level = 0", 0.8, Band.REVIEW),
    Tier("HALF_NAME_CONTEXT", "同户或亲属相同，姓名相近",
         "context_level <= 1 AND name_level = 2 AND born_level <> 3 AND sex_level = 0", 0.8, Band.REVIEW),
    Tier("NUMBER_REPAIRED_OTHER_NAME", "证件号码一致或改正一处后一致，但姓名不同",
         "number_level = 0 AND name_level >= 2", 0.5, Band.REVIEW),
    Tier("NAME_BORN", "姓名、出生日期一致，其他情况不明",
         "name_level <= 1 AND born_level = 0", 0.7, Band.REVIEW),
    Tier("NAME_VILLAGE", "姓名、村（居）一致，出生日期不明或不符",
         "name_level <= 1 AND place_level = 0 AND sex_level = 0 AND number_level <> 4", 0.6, Band.REVIEW),
    Tier("NUMBER_PART_NAME", "姓名一致，证件号码部分相同",
         "name_level <= 1 AND number_level <= 2 AND born_level <> 3", 0.6, Band.REVIEW),
)
# fmt: on
