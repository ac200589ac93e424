"""Words of the divisions: kinds of change (变更种类), areas (管辖范围)."""

from dataclasses import dataclass
from datetime import date
from typing import Final, Self

from django.db.models import Q

from gonghu.foundation.labels import IntegerChoices, TextChoices
from gonghu.standards.division_code import LENGTH, Level, pad, prefix

WHOLE_COUNTRY: Final = ""
_AFTER_ALL_CODES: Final = "9" * LENGTH


class LevelName(IntegerChoices):
    """The five levels with their names (层级)."""

    PROVINCE = Level.PROVINCE, "省级"
    PREFECTURE = Level.PREFECTURE, "地级"
    COUNTY = Level.COUNTY, "县级"
    TOWNSHIP = Level.TOWNSHIP, "乡级"
    VILLAGE = Level.VILLAGE, "村级"


class ChangeKind(TextChoices):
    """What may happen to divisions (变更种类)."""

    RENAMED = "RENAMED", "更名"
    SPLIT = "SPLIT", "分设"
    MERGED = "MERGED", "合并"
    MOVED = "MOVED", "改隶或变更代码"
    CREATED = "CREATED", "设立"
    ABOLISHED = "ABOLISHED", "撤销"


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """
    A division with everything below it, or the whole country (管辖范围): the codes that begin with ``prefix``.

    Every list that is cut to a place is cut by this and nothing else.
    """

    prefix: str

    @classmethod
    def of(cls, code: str) -> Self:
        """
        Give the area of a division by a code of any length; an empty code is the whole country.

        :raises NotADivisionCode: the text is no code
        """
        return cls(prefix(code) if code else WHOLE_COUNTRY)

    @property
    def low(self) -> str:
        """The first code of the area, as twelve digits."""
        return self.prefix.ljust(LENGTH, "0")

    @property
    def high(self) -> str:
        """The first code after the area: ``low <= code < high``."""
        return str(int(self.prefix) + 1).ljust(LENGTH, "0") if self.prefix else _AFTER_ALL_CODES

    @property
    def level(self) -> Level | None:
        """The level of the division; None for the whole country."""
        return Level(len(self.prefix)) if self.prefix else None

    @property
    def codes_up(self) -> list[str]:
        """The codes of the division and of all above it, as twelve digits, the province first."""
        return [self.prefix[:level].ljust(LENGTH, "0") for level in Level if level <= len(self.prefix)]

    def holds(self, code: str) -> bool:
        """
        Tell whether a division lies in the area.

        :raises NotADivisionCode: the text is no code
        """
        return self.low <= pad(code) < self.high

    def covers(self, other: "Area") -> bool:
        """Tell whether another area lies within this one."""
        return other.prefix.startswith(self.prefix)

    def filter(self, field: str = "division_code") -> Q:
        """Give the condition that a column of twelve-digit codes lies in the area; an index on it is used."""
        return Q(**{f"{field}__gte": self.low, f"{field}__lt": self.high})


def in_force(on: date) -> Q:
    """Give the condition that a row of ``Division`` was in force on a day."""
    return (Q(valid_from=None) | Q(valid_from__lte=on)) & (Q(valid_to=None) | Q(valid_to__gte=on))
