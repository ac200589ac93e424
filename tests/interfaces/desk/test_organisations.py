"""What a district officer enters of organisations: parents, places with rooms and hours, contracts, the end."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.interfaces.desk.conftest import XIQING, Employ, SignedIn
from tests.officers import JINNAN

from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.models import OpeningHours, Organisation, Place, Room, ServiceContract
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.queries import parent_of
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


def found(kind: OrganisationKind, name: str, code: str = JINNAN) -> Organisation:
    return found_organisation(kind=kind, name=name, division_code=code, by=SYSTEM, at=timezone.now())


@pytest.fixture
def office() -> Organisation:
    return found(OrganisationKind.COORDINATION_OFFICE, "津南区未保办")


@pytest.fixture
def officer(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def exported(client: Client, address: str) -> list[list[Any]]:
    book = CalamineWorkbook.from_filelike(BytesIO(client.post(address).content))
    return list(book.get_sheet_by_index(0).to_python())


def page_of(client: Client, organisation: Organisation) -> str:
    return client.get(f"/organisations/{organisation.uuid}/").content.decode()


def test_an_office_changes_the_department_it_stands_under(officer: Client, office: Organisation) -> None:
    bureau = found(OrganisationKind.BUREAU, "津南区民政局")
    city = found(OrganisationKind.DEPARTMENT, "市委社会工作部", "120000000000")
    far = found(OrganisationKind.BUREAU, "西青区民政局", XIQING)
    address, today = f"/organisations/{office.uuid}/parent", timezone.localdate()
    offered = officer.get(address).content.decode()
    assert [each.name in offered for each in (bureau, city, far)] == [True, True, False]
    for parent, on in ((bureau, today - timedelta(days=9)), (city, today)):
        said = {"parent": str(parent.uuid), "on": on.isoformat(), "document": "津南党发〔2024〕3号"}
        assert officer.post(address, said).status_code == 302
    assert parent_of(organisation=office, on=today) == city
    assert parent_of(organisation=office, on=today - timedelta(days=1)) == bureau
    shown = page_of(officer, office)
    assert "主管单位：津南区民政局" in shown
    assert "津南党发〔2024〕3号" in shown
    early = officer.post(address, {"parent": str(bureau.uuid), "on": today.isoformat(), "document": ""})
    assert (early.status_code, "同一天" in early.content.decode()) == (422, True)
    assert officer.post(address, {"parent": str(far.uuid), "on": "2030-01-01"}).status_code == 422


def test_a_place_gets_rooms_and_hours_and_adds_them_up(officer: Client, office: Organisation) -> None:
    said = {"name": "主楼", "on": "2024-06-01", "division_code": "", "address": "津沽路1号"}
    assert officer.post(f"/organisations/{office.uuid}/places/new", said).status_code == 302
    assert officer.post(f"/organisations/{office.uuid}/places/new", said).status_code == 422
    place = Place.objects.get()
    rooms = f"/organisations/places/{place.uuid}/room"
    for name, area, capacity in (("宿舍", "180.5", "12"), ("阅览室", "119.5", "")):
        room = {"name": name, "function": "READING", "area_square_metres": area, "capacity": capacity}
        assert officer.post(rooms, room).status_code == 302
    assert officer.post(rooms, {"name": "空", "function": "READING", "area_square_metres": "0"}).status_code == 422
    hours = f"/organisations/places/{place.uuid}/hours"
    wrong = officer.post(hours, {"day_1": "08:30-12:00 下午", "day_2": "25:00-26:00", "day_3": "12:00-08:00"})
    assert (wrong.status_code, set(wrong.context["form"].errors)) == (422, {"day_1", "day_2"})
    assert "有误或重叠" in officer.post(hours, {"day_3": "12:00-08:00"}).content.decode()
    assert (
        officer.post(
            hours, {"day_1": "8:30-12:00 14:00－17:30".replace("－", "-"), "day_6": "9：00至12:00"}
        ).status_code
        == 302
    )
    assert OpeningHours.objects.count() == 3
    assert officer.get(hours).context["form"]["day_1"].initial == "08:30-12:00 14:00-17:30"
    shown = page_of(officer, office)
    assert "2 间 · 300 ㎡ · 可容纳 12 人" in shown
    assert '星期一 <span class="code">08:30–12:00 14:00–17:30</span>' in shown
    assert Room.objects.count() == 2
    (dormitory, _) = Room.objects.order_by("name")
    change = f"/organisations/rooms/{dormitory.uuid}"
    assert change in page_of(officer, office)
    wider = {"name": "大宿舍", "function": "DORMITORY", "area_square_metres": "200", "capacity": "14"}
    assert officer.post(change, wider).status_code == 302
    close = f"/organisations/places/{place.uuid}/close"
    assert officer.post(close, {"on": "2020-01-01"}).status_code == 422
    yesterday = timezone.localdate() - timedelta(days=1)
    assert officer.post(close, {"on": yesterday.isoformat()}).status_code == 302
    assert "主楼" not in page_of(officer, office)


def test_what_was_entered_wrongly_is_corrected_and_the_audit_keeps_it(officer: Client, office: Organisation) -> None:
    address = f"/organisations/{office.uuid}/correct"
    said = {"name": "津南区未保办公室", "credit_code": "1", "longitude": "117.39", "latitude": "38.99"}
    assert officer.post(address, said).status_code == 422
    assert officer.post(address, {**said, "credit_code": ""}).status_code == 302
    office.refresh_from_db()
    assert (office.name, office.latitude) == ("津南区未保办公室", 38.99)
    assert AuditEntry.objects.get(verb="organisations.correct").detail["name"] == "津南区未保办"
    far = found(OrganisationKind.BUREAU, "西青区民政局", XIQING)
    assert officer.get(f"/organisations/{far.uuid}/correct").status_code == 404


def test_a_contract_warns_sixty_days_before_its_end_and_is_ended_early(officer: Client, office: Organisation) -> None:
    agency, today = found(OrganisationKind.AGENCY, "津南社工中心"), timezone.localdate()
    address = f"/organisations/{office.uuid}/contracts/new"
    said = {
        "provider": str(agency.uuid), "number": "JN-1", "title": "入户关爱", "from_on": "2026-01-01",
        "to_on": (today + timedelta(days=60)).isoformat(), "amount_yuan": "125000.50",
        "indicators": "入户服务 600 人次",
    }  # fmt: skip
    assert officer.post(address, {**said, "indicators": "很多"}).status_code == 422
    assert officer.post(address, {**said, "to_on": "2025-01-01"}).status_code == 422
    later = (today + timedelta(days=61)).isoformat()
    for changed in ({}, {"number": "JN-2", "title": "心理服务", "to_on": later, "indicators": ""}):
        assert officer.post(address, {**said, **changed}).status_code == 302
    assert "同号" in officer.post(address, said).content.decode()
    for shown in (
        page_of(officer, office),
        page_of(officer, agency),
        officer.get("/organisations/contracts").content.decode(),
    ):
        assert shown.count("还有 60 天到期") == 1
        assert "心理服务" in shown
    assert [row.contract.number for row in officer.get("/organisations/contracts?soon=on").context["rows"]] == ["JN-1"]
    (_title, _note, _heads, first, *_rest) = exported(officer, "/organisations/contracts/export")
    assert (first[0], first[6]) == ("JN-1", 125000.5)
    contract = ServiceContract.objects.get(number="JN-1")
    assert officer.post(f"/organisations/contracts/{contract.uuid}/end", {"on": today.isoformat()}).status_code == 302
    assert "今天到期" in page_of(officer, office)
    contract.refresh_from_db()
    assert contract.to_on == today


def test_the_list_is_taken_along_and_a_closed_organisation_is_not_changed(
    officer: Client, office: Organisation
) -> None:
    assert exported(officer, "/organisations/export")[3][:2] == [
        "津南区未保办",
        OrganisationKind.COORDINATION_OFFICE.label,
    ]
    assert officer.post(f"/organisations/{office.uuid}/close", {"on": date(2026, 1, 1).isoformat()}).status_code == 302
    assert "撤销" in page_of(officer, office)
    assert officer.get(f"/organisations/{office.uuid}/places/new").status_code == 404


def test_an_organisation_of_another_district_offers_nothing_to_change(
    officer: Client, employ: Employ, signed_in: SignedIn
) -> None:
    far = found(OrganisationKind.BUREAU, "西青区民政局", XIQING)
    for act in ("parent", "close", "places/new", "contracts/new"):
        assert officer.get(f"/organisations/{far.uuid}/{act}").status_code == 404
    assert "登记场所" not in page_of(officer, far)
    assert signed_in(employ("liu", Role.VILLAGE_DIRECTOR)).get("/organisations/contracts").status_code == 403
    point = {"kind": "TOWN_STATION", "name": "双港镇站", "division_code": "双港镇", "longitude": "117.4"}
    assert "latitude" in officer.post("/organisations/new", point).context["form"].errors
    assert officer.post("/organisations/new", {**point, "latitude": "38.99"}).status_code == 302
    assert Organisation.objects.get(name="双港镇站").latitude == 38.99
