"""Words of holidays and sweeps (假期与摸排用语): where children stay, who looks after them, what a door brought."""

from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from gonghu.foundation.labels import TextChoices


class HolidayKind(TextChoices):
    """Which time of the year a holiday is (假期种类)."""

    WINTER = "WINTER", "寒假"
    SPRING = "SPRING", "春节"
    SUMMER = "SUMMER", "暑假"
    NATIONAL_DAY = "NATIONAL_DAY", "国庆"


class Stay(TextChoices):
    """Where a child spends a holiday (假期在哪过)."""

    HOME = "HOME", "在家"
    PARENTS = "PARENTS", "去父母那里"
    RELATIVES = "RELATIVES", "去亲戚家"
    PLACE = "PLACE", "儿童之家或托管班"


class LookedAfter(TextChoices):
    """Who looks after a child in a holiday (假期谁看着)."""

    ADULT = "ADULT", "有大人看着"
    OLD = "OLD", "老人看着，吃力"
    ALONE = "ALONE", "常一个人"
    CHILDREN = "CHILDREN", "只有孩子们自己"


class ParentsHome(TextChoices):
    """Which parents are at home in a holiday (父母回不回来)."""

    BOTH = "BOTH", "都在家或都回来"
    FATHER = "FATHER", "只有父亲在家"
    MOTHER = "MOTHER", "只有母亲在家"
    NEITHER = "NEITHER", "都不回来"


class AwayBasis(TextChoices):
    """By what both parents are taken to be away (父母均在外的依据)."""

    TOLD = "TOLD", "走访问明"
    RECORDED = "RECORDED", "登记的情形"
    LEFT_BEHIND = "LEFT_BEHIND", "农村留守儿童，这次还没有问"


class DoorOutcome(TextChoices):
    """What came of a household in a sweep (入户结果)."""

    VISITED = "VISITED", "已访"
    ABSENT = "ABSENT", "不在"
    REFUSED = "REFUSED", "拒绝"
    FOUND = "FOUND", "新发现"


REACHED: Final = frozenset({DoorOutcome.VISITED, DoorOutcome.FOUND})
"""Outcomes with which somebody was spoken to; a found child is one of them."""


@dataclass(frozen=True, slots=True)
class WhereaboutsFacts:
    """Where a child is in a holiday (去向信息)."""

    holiday: str
    stay: Stay
    told_on: date
    looked_after: LookedAfter | None = None
    parents: ParentsHome | None = None
    place: str = ""
    from_on: date | None = None
    back_on: date | None = None
    visit: UUID | None = None


@dataclass(frozen=True, slots=True)
class TelephoneMark:
    """Which record of a telephone says what came of a household (手机登记); ``seen`` is what stood there for it."""

    device: str
    sequence: int
    seen: str


@dataclass(frozen=True, slots=True)
class HouseholdMet:
    """One household that was met at the door and is on no list (上门时遇到的户); whoever met it made its key."""

    key: UUID
    sweep: UUID
    division_code: str
    label: str
    outcome: DoorOutcome
    seen_on: date
    head: str = ""
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class HouseholdListed:
    """One household for the list of a village (待列入的户); ``household`` is its key where it is on file."""

    division_code: str
    label: str
    head: str = ""
    household: UUID | None = None
