"""The duty roster of stations and centres (值班表): who answers on which telephone on a day."""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from gonghu.domain.organisations.models import DutyShift, Organisation
from gonghu.domain.organisations.operations import NotAStation, OrganisationClosed
from gonghu.domain.organisations.terms import STATION_KINDS
from gonghu.domain.organisations.writing import record_organisation
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail

MOST_DAYS: Final = 62


class DutyDaysWrong(ValueError):
    """The days of a duty are in the wrong order, or too many."""


@transaction.atomic
def put_on_duty(
    *, organisation: Organisation, name: str, phone: str, from_on: date, to_on: date, by: Actor, at: datetime
) -> int:
    """
    Put somebody on duty for some days (排班); whoever is on it already gets the new telephone. Gives how many days.

    :raises NotAStation: nobody is called there
    :raises OrganisationClosed: it was closed
    :raises DutyDaysWrong: see the class
    """
    if organisation.kind not in STATION_KINDS:
        raise NotAStation(f"{organisation} 不是站点或保护中心")
    if organisation.closed_on:
        raise OrganisationClosed(f"{organisation} 已于 {organisation.closed_on} 撤销")
    days = (to_on - from_on).days + 1
    if not 1 <= days <= MOST_DAYS:
        raise DutyDaysWrong(f"结束日期不能早于开始日期，一次最多排 {MOST_DAYS} 天")
    for number in range(days):
        DutyShift.objects.update_or_create(
            organisation=organisation, on=from_on + timedelta(days=number), name=name.strip(),
            defaults={"phone": phone.strip()},
        )  # fmt: skip
    detail: Detail = {"label": name.strip(), "from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    record_organisation(organisation, "organisations.put_on_duty", by, at, detail)
    return days


@transaction.atomic
def take_off_duty(*, shift: DutyShift, by: Actor, at: datetime) -> None:
    """Take somebody off the roster of a day (取消排班)."""
    detail: Detail = {"label": shift.name, "on": shift.on.isoformat()}
    shift.delete()
    record_organisation(shift.organisation, "organisations.take_off_duty", by, at, detail)
