"""What was entered about an organisation is put right (机构登记的更正): its name and numbers, its places and rooms."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from gonghu.domain.organisations.models import Organisation, Place, Room
from gonghu.domain.organisations.operations import EarlierThanTheLast, OrganisationClosed
from gonghu.domain.organisations.terms import Coordinates, RoomFunction
from gonghu.domain.organisations.writing import record_organisation
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail
from gonghu.standards import credit_code as credit_codes


@transaction.atomic
def correct_organisation(
    *, organisation: Organisation, name: str, credit_code: str, coordinates: Coordinates | None, by: Actor, at: datetime
) -> None:
    """
    Put the name, the credit code and the point on the map right (更正机构); the audit keeps what stood there.

    :raises NotACreditCode: the unified social credit code is mistyped
    :raises OrganisationClosed: it was closed
    """
    if organisation.closed_on:
        raise OrganisationClosed(f"{organisation} 已于 {organisation.closed_on} 撤销")
    before: Detail = {"name": organisation.name, "credit_code": organisation.credit_code}
    organisation.name = name.strip()
    organisation.credit_code = credit_codes.parse(credit_code).text if credit_code else None
    organisation.longitude = coordinates.longitude if coordinates else None
    organisation.latitude = coordinates.latitude if coordinates else None
    organisation.save(update_fields=["name", "credit_code", "longitude", "latitude"])
    record_organisation(organisation, "organisations.correct", by, at, before)


@transaction.atomic
def close_place(*, place: Place, on: date, by: Actor, at: datetime) -> None:
    """
    Close a place (停用场所); the day is its last.

    :raises EarlierThanTheLast: it was not open yet, or is closed already
    """
    if place.closed_on or on < place.opened_on:
        raise EarlierThanTheLast(f"{place} 自 {place.opened_on} 启用，不能在 {on} 停用，或已经停用")
    place.closed_on = on
    place.save(update_fields=["closed_on"])
    record_organisation(
        place.organisation, "organisations.close_place", by, at, {"place": str(place.uuid), "on": on.isoformat()}
    )


@transaction.atomic
def change_room(
    *,
    room: Room,
    name: str,
    function: RoomFunction,
    area_square_metres: Decimal,
    capacity: int,
    by: Actor,
    at: datetime,
) -> None:
    """Change what a room is, how large, for how many (变更功能室)."""
    room.name, room.function = name.strip(), function
    room.area_square_metres, room.capacity = area_square_metres, capacity
    room.save()
    record_organisation(room.place.organisation, "organisations.change_room", by, at, {"room": str(room.uuid)})
