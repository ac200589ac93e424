"""Words of the workforce (队伍用语): who answers for what, and how somebody came to the work."""

from datetime import date
from typing import Final

from gonghu.domain.access.terms import Role
from gonghu.foundation.labels import TextChoices
from gonghu.standards.division_code import Level


class ChargeKind(TextChoices):
    """For what somebody answers (责任类别)."""

    DIRECTOR = "DIRECTOR", "儿童主任"
    SUPERVISOR = "SUPERVISOR", "儿童督导员"
    COMMISSIONER = "COMMISSIONER", "区级儿童工作专员"

    @property
    def role(self) -> Role:
        """The role of the posts that take such a charge."""
        return _ROLES[self]

    @property
    def level(self) -> Level:
        """The level of the divisions that owe one."""
        return _LEVELS[self]


_ROLES: Final = {
    ChargeKind.DIRECTOR: Role.VILLAGE_DIRECTOR,
    ChargeKind.SUPERVISOR: Role.TOWN_SUPERVISOR,
    ChargeKind.COMMISSIONER: Role.CHILD_COMMISSIONER,
}
_LEVELS: Final = {
    ChargeKind.DIRECTOR: Level.VILLAGE,
    ChargeKind.SUPERVISOR: Level.TOWNSHIP,
    ChargeKind.COMMISSIONER: Level.COUNTY,
}


class Employment(TextChoices):
    """How much of somebody's time the work takes (专兼职)."""

    FULL_TIME = "FULL_TIME", "专职"
    PART_TIME = "PART_TIME", "兼职"


class Background(TextChoices):
    """Where somebody comes from (身份来源), 民发〔2019〕34号: women of the committees first."""

    COMMITTEE = "COMMITTEE", "村（居）民委员会委员"
    COLLEGE_OFFICIAL = "COLLEGE_OFFICIAL", "大学生村官"
    SOCIAL_WORKER = "SOCIAL_WORKER", "社会工作者"
    CIVIL_SERVANT = "CIVIL_SERVANT", "机关事业单位人员"
    WOMENS_FEDERATION = "WOMENS_FEDERATION", "妇联干部"
    OTHER = "OTHER", "其他"


CHECK_MONTHS: Final = 12
"""Months after which the check of a worker's record is due again (未成年人保护法第六十二条: 每年定期)."""

TRAINING_MONTHS: Final = 12
"""Months after which training is due again (民发〔2019〕34号, yearly in practice)."""

_MONTHS_A_YEAR: Final = 12


def months_before(on: date, months: int) -> date:
    """Give the same day some months earlier, the last of the month where it has no such day."""
    count = on.year * _MONTHS_A_YEAR + on.month - 1 - months
    year, month = divmod(count, _MONTHS_A_YEAR)
    after = date(year + (month == _MONTHS_A_YEAR - 1), (month + 1) % _MONTHS_A_YEAR + 1, 1)
    last = date.fromordinal(after.toordinal() - 1).day
    return date(year, month + 1, min(on.day, last))
