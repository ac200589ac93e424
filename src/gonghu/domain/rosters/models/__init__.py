"""The tables of the rosters (名册)."""

from gonghu.domain.rosters.models.agreement import SharingAgreement
from gonghu.domain.rosters.models.delivery import Delivery, DeliveryFile
from gonghu.domain.rosters.models.link import LinkAnswer, LinkQuestion
from gonghu.domain.rosters.models.mapping import RememberedMapping
from gonghu.domain.rosters.models.sheet import SheetRead

__all__ = [
    "Delivery",
    "DeliveryFile",
    "LinkAnswer",
    "LinkQuestion",
    "RememberedMapping",
    "SharingAgreement",
    "SheetRead",
]
