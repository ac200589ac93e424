"""The tables of the organisations (机构)."""

from gonghu.domain.organisations.models.contract import ContractIndicator, ServiceContract
from gonghu.domain.organisations.models.duty import DutyShift
from gonghu.domain.organisations.models.organisation import Organisation
from gonghu.domain.organisations.models.parent import OrganisationParent
from gonghu.domain.organisations.models.place import OpeningHours, Place, Room
from gonghu.domain.organisations.models.station import StationStatus

__all__ = [
    "ContractIndicator",
    "DutyShift",
    "OpeningHours",
    "Organisation",
    "OrganisationParent",
    "Place",
    "Room",
    "ServiceContract",
    "StationStatus",
]
