"""The words of the organisations (机构用语)."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from gonghu.foundation.labels import TextChoices


class OrganisationKind(TextChoices):
    """What an organisation is (机构类别)."""

    DEPARTMENT = "DEPARTMENT", "部门"
    BUREAU = "BUREAU", "民政局"
    COORDINATION_OFFICE = "COORDINATION_OFFICE", "未成年人保护工作协调机构办公室（未保办）"
    PROTECTION_CENTRE = "PROTECTION_CENTRE", "未成年人救助保护中心"
    WELFARE_INSTITUTION = "WELFARE_INSTITUTION", "儿童福利机构"
    TOWN_STATION = "TOWN_STATION", "乡镇（街道）未成年人保护站"
    VILLAGE_STATION = "VILLAGE_STATION", "村（居）站"
    TOWN_GOVERNMENT = "TOWN_GOVERNMENT", "乡镇人民政府（街道办事处）"
    VILLAGE_COMMITTEE = "VILLAGE_COMMITTEE", "村（居）民委员会"
    AGENCY = "AGENCY", "社会工作服务机构"
    CHARITY = "CHARITY", "慈善组织"
    POLICE_POST = "POLICE_POST", "公安派出所"
    SCHOOL = "SCHOOL", "学校"
    HOSPITAL = "HOSPITAL", "医疗机构"


class StationState(TextChoices):
    """How far a station has come (站点状态)."""

    PLANNED = "PLANNED", "规划"
    LICENSED = "LICENSED", "批准设立"
    IN_SERVICE = "IN_SERVICE", "运行"
    CLOSED = "CLOSED", "撤销"


class RoomFunction(TextChoices):
    """What a room is for (功能)."""

    RECEPTION = "RECEPTION", "接待登记"
    COUNSELLING = "COUNSELLING", "心理辅导"
    ACTIVITY = "ACTIVITY", "文体活动"
    READING = "READING", "阅读"
    DORMITORY = "DORMITORY", "住宿"
    ISOLATION = "ISOLATION", "隔离观察"
    MEDICAL = "MEDICAL", "医疗保健"
    REHABILITATION = "REHABILITATION", "康复训练"
    CLASSROOM = "CLASSROOM", "教室"
    MEETING = "MEETING", "会议会商"
    OFFICE = "OFFICE", "办公"
    STORE = "STORE", "物资库房"
    OTHER = "OTHER", "其他"


STATION_KINDS: Final = frozenset(
    {OrganisationKind.TOWN_STATION, OrganisationKind.VILLAGE_STATION, OrganisationKind.PROTECTION_CENTRE}
)
"""The kinds that are planned, licensed, opened and closed."""

NEXT_STATES: Final = {
    None: frozenset({StationState.PLANNED, StationState.LICENSED, StationState.IN_SERVICE}),
    StationState.PLANNED: frozenset({StationState.LICENSED, StationState.IN_SERVICE, StationState.CLOSED}),
    StationState.LICENSED: frozenset({StationState.IN_SERVICE, StationState.CLOSED}),
    StationState.IN_SERVICE: frozenset({StationState.CLOSED}),
    StationState.CLOSED: frozenset({StationState.PLANNED, StationState.LICENSED, StationState.IN_SERVICE}),
}
"""Where a station may go from a state; a closed one may be set up again."""


@dataclass(frozen=True, slots=True)
class Coordinates:
    """A point on the map (坐标), degrees of CGCS2000."""

    longitude: float
    latitude: float


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator of a contract (考核指标): what is counted, how much is owed, in which unit."""

    name: str
    target: int
    unit: str


@dataclass(frozen=True, slots=True)
class ContractTerms:
    """What two organisations agree on (合同条款); both days belong to the contract."""

    number: str
    title: str
    from_on: date
    to_on: date
    amount_fen: int
    indicators: tuple[Indicator, ...] = ()


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many divisions of an area have a station in service (覆盖率), and which have none."""

    covered: int
    divisions: int
    without: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Tell whether none is without."""
        return not self.without
