"""What is written about organisations (机构的登记与变更)."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from gonghu.domain.organisations.models import (
    ContractIndicator,
    OpeningHours,
    Organisation,
    OrganisationParent,
    Place,
    Room,
    ServiceContract,
    StationStatus,
)
from gonghu.domain.organisations.terms import (
    NEXT_STATES,
    STATION_KINDS,
    ContractTerms,
    Coordinates,
    OrganisationKind,
    RoomFunction,
    StationState,
)
from gonghu.domain.organisations.writing import record_organisation
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_since
from gonghu.standards import credit_code as credit_codes
from gonghu.standards import division_code as division_codes

ONE_DAY: Final = timedelta(days=1)
Hours = Iterable[tuple[int, time, time]]
"""Weekday (1 is Monday), opening and closing time."""


class NotAStation(ValueError):
    """The organisation is no station or centre: it is not planned, licensed and opened."""


class StationCannotGoThere(ValueError):
    """A station does not reach that state from where it is."""


class EarlierThanTheLast(ValueError):
    """A change is dated before the one it follows, or on its very day."""


class UnderItself(ValueError):
    """An organisation would stand under itself, by way of others or directly."""


class HoursOverlap(ValueError):
    """A place would open twice at one time."""


class ContractOver(ValueError):
    """The contract is over already, or would end before it begins."""


class OrganisationClosed(ValueError):
    """The organisation was closed."""


@transaction.atomic
def found_organisation(
    *,
    kind: OrganisationKind,
    name: str,
    division_code: str,
    by: Actor,
    at: datetime,
    credit_code: str | None = None,
    duty_phone: str = "",
    coordinates: Coordinates | None = None,
) -> Organisation:
    """
    Enter an organisation (登记机构); numbers are written as the standards write them.

    :raises NotADivisionCode: the code is of no place
    :raises NotACreditCode: the unified social credit code is mistyped
    """
    organisation = Organisation.objects.create(
        kind=kind,
        name=name.strip(),
        division_code=division_codes.pad(division_code),
        credit_code=credit_codes.parse(credit_code).text if credit_code else None,
        duty_phone=duty_phone.strip(),
        longitude=coordinates.longitude if coordinates else None,
        latitude=coordinates.latitude if coordinates else None,
    )
    record_organisation(organisation, "organisations.found", by, at, {"kind": kind.value})
    return organisation


@transaction.atomic
def change_duty_phone(*, organisation: Organisation, duty_phone: str, by: Actor, at: datetime) -> None:
    """
    Change the number people call (变更值班电话).

    :raises OrganisationClosed: nobody answers there any more
    """
    _refuse_closed(organisation)
    organisation.duty_phone = duty_phone.strip()
    organisation.save(update_fields=["duty_phone"])
    record_organisation(organisation, "organisations.change_phone", by, at)


@transaction.atomic
def close_organisation(*, organisation: Organisation, on: date, by: Actor, at: datetime) -> None:
    """
    Close an organisation (撤销机构); what it stood under and its state end with that day.

    :raises OrganisationClosed: it was closed before
    :raises EarlierThanTheLast: something about it is dated later
    """
    _refuse_closed(organisation)
    for row in (_open_parent(organisation), _open_status(organisation)):
        if row and row.from_on > on:
            raise EarlierThanTheLast(f"{organisation}：{row.from_on} 已有变更，不能在 {on} 撤销")
        if row:
            row.to_on = on
            row.save(update_fields=["to_on"])
    organisation.closed_on = on
    organisation.save(update_fields=["closed_on"])
    record_organisation(organisation, "organisations.close", by, at, {"on": on.isoformat()})


@transaction.atomic
def place_under(
    *, organisation: Organisation, parent: Organisation, on: date, by: Actor, at: datetime, document: str = ""
) -> OrganisationParent:
    """
    Say which organisation another stands under from a day on (变更主管单位); the one before ends the day before.

    :raises UnderItself: the parent stands under the organisation
    :raises EarlierThanTheLast: the last change is not before that day
    """
    _refuse_circle(organisation, parent, on)
    last = _open_parent(organisation)
    if last:
        _end_before(last, on)
    row = OrganisationParent.objects.create(organisation=organisation, parent=parent, from_on=on, document=document)
    record_organisation(
        organisation, "organisations.place_under", by, at, {"parent": str(parent.uuid), "on": on.isoformat()}
    )
    return row


@transaction.atomic
def advance_station(
    *,
    station: Organisation,
    to: StationState,
    on: date,
    by: Actor,
    at: datetime,
    plaque_on: date | None = None,
    document: str = "",
) -> StationStatus:
    """
    Take a station to its next state (站点规划、批准、运行、撤销); what falls on one day is entered as the furthest.

    :raises NotAStation: the organisation is none
    :raises StationCannotGoThere: the state does not follow from the one it is in
    :raises EarlierThanTheLast: the last change is not before that day
    """
    if station.kind not in STATION_KINDS:
        raise NotAStation(f"{station} 不是站点或保护中心")
    last = _open_status(station)
    if to not in NEXT_STATES[StationState(last.state) if last else None]:
        now = StationState(last.state).label if last else "未登记"
        raise StationCannotGoThere(f"{station} 现为“{now}”，不能转为“{to.label}”")
    if last:
        _end_before(last, on)
    row = StationStatus.objects.create(station=station, state=to, from_on=on, plaque_on=plaque_on, document=document)
    record_organisation(station, "organisations.advance_station", by, at, {"state": to.value, "on": on.isoformat()})
    return row


@transaction.atomic
def open_place(
    *,
    organisation: Organisation,
    name: str,
    on: date,
    by: Actor,
    at: datetime,
    division_code: str | None = None,
    address: str = "",
    coordinates: Coordinates | None = None,
) -> Place:
    """
    Enter a place of an organisation (启用场所), where the organisation is unless another division is named.

    :raises NotADivisionCode: the code is of no place
    """
    place = Place.objects.create(
        organisation=organisation,
        name=name.strip(),
        division_code=division_codes.pad(division_code or organisation.division_code),
        address=address.strip(),
        longitude=coordinates.longitude if coordinates else None,
        latitude=coordinates.latitude if coordinates else None,
        opened_on=on,
    )
    record_organisation(organisation, "organisations.open_place", by, at, {"place": str(place.uuid)})
    return place


@transaction.atomic
def add_room(
    *,
    place: Place,
    name: str,
    function: RoomFunction,
    area_square_metres: Decimal,
    by: Actor,
    at: datetime,
    capacity: int = 0,
) -> Room:
    """Enter a room of a place (登记功能室)."""
    room = Room.objects.create(
        place=place, name=name.strip(), function=function, area_square_metres=area_square_metres, capacity=capacity
    )
    record_organisation(
        place.organisation, "organisations.add_room", by, at, {"place": str(place.uuid), "room": str(room.uuid)}
    )
    return room


@transaction.atomic
def set_opening_hours(*, place: Place, hours: Hours, by: Actor, at: datetime) -> None:
    """
    Replace the hours of a place (设定开放时间).

    :raises HoursOverlap: two of them overlap, or one closes before it opens
    """
    rows = sorted(hours)
    for (day, opens, closes), (next_day, next_opens, _) in zip(rows, [*rows[1:], (0, time(), time())], strict=True):
        if closes <= opens or (day == next_day and next_opens < closes):
            raise HoursOverlap(f"{place}：星期 {day} 的开放时间 {opens:%H:%M}–{closes:%H:%M} 有误或重叠")
    OpeningHours.objects.filter(place=place).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(place=place, weekday=day, opens=opens, closes=closes) for day, opens, closes in rows
    )
    record_organisation(
        place.organisation, "organisations.set_hours", by, at, {"place": str(place.uuid), "rows": len(rows)}
    )


@transaction.atomic
def sign_contract(
    *,
    buyer: Organisation,
    provider: Organisation,
    terms: ContractTerms,
    by: Actor,
    at: datetime,
) -> ServiceContract:
    """
    Enter a contract for services (登记购买服务合同).

    :raises ContractOver: it would end before it begins
    """
    if terms.to_on < terms.from_on:
        raise ContractOver(f"合同 {terms.number} 的终止日期早于起始日期")
    contract = ServiceContract.objects.create(
        buyer=buyer,
        provider=provider,
        number=terms.number.strip(),
        title=terms.title.strip(),
        from_on=terms.from_on,
        to_on=terms.to_on,
        agreed_to_on=terms.to_on,
        amount_fen=terms.amount_fen,
    )
    ContractIndicator.objects.bulk_create(
        ContractIndicator(contract=contract, name=each.name, target=each.target, unit=each.unit)
        for each in terms.indicators
    )
    record_organisation(
        buyer, "organisations.sign_contract", by, at, {"contract": str(contract.uuid), "provider": str(provider.uuid)}
    )
    return contract


@transaction.atomic
def end_contract(*, contract: ServiceContract, on: date, by: Actor, at: datetime) -> None:
    """
    End a contract early (提前终止合同); the day is its last.

    :raises ContractOver: it does not hold on that day
    """
    if not contract.holds_on(on):
        raise ContractOver(f"合同 {contract.number} 在 {on} 不在有效期内")
    contract.to_on = on
    contract.save(update_fields=["to_on"])
    record_organisation(
        contract.buyer, "organisations.end_contract", by, at, {"contract": str(contract.uuid), "on": on.isoformat()}
    )


def _refuse_closed(organisation: Organisation) -> None:
    if organisation.closed_on:
        raise OrganisationClosed(f"{organisation} 已于 {organisation.closed_on} 撤销")


def _refuse_circle(organisation: Organisation, parent: Organisation, on: date) -> None:
    """Walk up from the parent, as it stands from that day on: nobody on the way may be the organisation."""
    seen: set[UUID] = set()
    above = {parent.uuid}
    while above:
        if organisation.uuid in above:
            raise UnderItself(f"{parent} 隶属于 {organisation}，不能作其主管单位")
        seen |= above
        rows = OrganisationParent.objects.filter(holding_since(on), organisation__in=above)
        above = set(rows.values_list("parent_id", flat=True)) - seen


def _end_before(row: OrganisationParent | StationStatus, on: date) -> None:
    if row.from_on >= on:
        raise EarlierThanTheLast(f"上一次变更在 {row.from_on}，不能把 {on} 记在它之前或同一天")
    row.to_on = on - ONE_DAY
    row.save(update_fields=["to_on"])


def _open_parent(organisation: Organisation) -> OrganisationParent | None:
    return OrganisationParent.objects.filter(Q(to_on__isnull=True), organisation=organisation).first()


def _open_status(station: Organisation) -> StationStatus | None:
    return StationStatus.objects.filter(Q(to_on__isnull=True), station=station).first()
