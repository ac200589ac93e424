"""Who is on duty: put on the roster for some days, told on the work table of those who work there, taken off again."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.interfaces.desk.conftest import VILLAGE, XIQING, Employ, SignedIn
from tests.officers import JINNAN

from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.models import DutyShift, Organisation
from gonghu.domain.organisations.operations import close_organisation, found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

TOWN = VILLAGE[:9].ljust(12, "0")
OTHER_TOWN = "120112105000"


def found(kind: OrganisationKind, name: str, code: str) -> Organisation:
    return found_organisation(kind=kind, name=name, division_code=code, by=SYSTEM, at=timezone.now())


@pytest.fixture
def station() -> Organisation:
    return found(OrganisationKind.TOWN_STATION, "双新街道未成年人保护站", TOWN)


@pytest.fixture
def officer(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def roster_of(organisation: Organisation) -> str:
    return f"/organisations/{organisation.uuid}/duty"


def said(days: int = 1, **words: str) -> dict[str, str]:
    today = timezone.localdate()
    last = today + timedelta(days=days - 1)
    return {"name": "李值班", "phone": "022-28390001", "from_on": f"{today}", "to_on": f"{last}", **words}


def test_who_is_on_duty_today_stands_on_the_work_table_of_those_below_and_of_nobody_elsewhere(
    officer: Client, station: Organisation, employ: Employ, signed_in: SignedIn
) -> None:
    centre = found(OrganisationKind.PROTECTION_CENTRE, "津南区未成年人救助保护中心", JINNAN)
    assert officer.post(f"{roster_of(station)}/put", said(days=3)).status_code == 302
    assert officer.post(f"{roster_of(centre)}/put", said(name="赵值班")).status_code == 302
    told = {}
    for where, role, code in (
        ("village", Role.VILLAGE_DIRECTOR, VILLAGE),
        ("town", Role.TOWN_SUPERVISOR, TOWN),
        ("other town", Role.TOWN_SUPERVISOR, OTHER_TOWN),
        ("other district", Role.DISTRICT_OFFICER, XIQING),
    ):
        table = signed_in(employ(where, role, code)).get("/").content.decode()
        told[where] = [name in table for name in ("李值班", "赵值班")]
    assert told == {
        "village": [True, True], "town": [True, True], "other town": [False, True], "other district": [False, False],
    }  # fmt: skip
    close_organisation(organisation=centre, on=timezone.localdate() - timedelta(days=1), by=SYSTEM, at=timezone.now())
    assert "赵值班" not in officer.get("/").content.decode()


def test_the_roster_shows_two_weeks_is_corrected_and_emptied_and_the_audit_has_it(
    officer: Client, station: Organisation
) -> None:
    assert "还没有排班" in officer.get(roster_of(station)).content.decode()
    assert officer.post(f"{roster_of(station)}/put", said(days=2)).status_code == 302
    assert officer.post(f"{roster_of(station)}/put", said(phone="13900000001", to_on="")).status_code == 302
    phones = list(DutyShift.objects.order_by("on").values_list("phone", flat=True))
    assert phones == ["13900000001", "022-28390001"]
    page = officer.get(roster_of(station)).content.decode()
    assert page.count('<span class="text-secondary">没有排班</span>') == 12
    book = CalamineWorkbook.from_filelike(BytesIO(officer.post(f"{roster_of(station)}/export").content))
    assert [row[1:] for row in book.get_sheet_by_index(0).to_python()[-2:]] == [["李值班", each] for each in phones]
    for shift in DutyShift.objects.all():
        assert officer.post(f"/organisations/duty/{shift.uuid}/take-off").status_code == 302
    assert "还没有排班" in officer.get(roster_of(station)).content.decode()
    verbs = AuditEntry.objects.filter(verb__endswith="_duty").order_by("sequence").values_list("verb", flat=True)
    assert list(verbs) == ["organisations.put_on_duty"] * 2 + ["organisations.take_off_duty"] * 2


@pytest.mark.parametrize("days", [0, 63])
def test_days_in_the_wrong_order_or_too_many_are_refused_and_what_was_typed_is_kept(
    officer: Client, station: Organisation, days: int
) -> None:
    answer = officer.post(f"{roster_of(station)}/put", said(days=days))
    page = answer.content.decode()
    assert (answer.status_code, "一次最多排 62 天" in page, 'value="李值班"' in page) == (422, True, True)
    assert not DutyShift.objects.exists()


def test_only_who_manages_the_organisations_there_changes_a_roster_and_only_stations_have_one(
    officer: Client, station: Organisation, employ: Employ, signed_in: SignedIn
) -> None:
    bureau = found(OrganisationKind.BUREAU, "津南区民政局", JINNAN)
    far = found(OrganisationKind.TOWN_STATION, "西营门街道未成年人保护站", XIQING[:6] + "001000")
    assert [officer.get(roster_of(each)).status_code for each in (station, far, bureau)] == [200, 200, 404]
    assert [officer.post(f"{roster_of(each)}/put", said()).status_code for each in (far, bureau)] == [404, 404]
    assert officer.post(f"{roster_of(station)}/put", said()).status_code == 302
    shift = DutyShift.objects.get()
    supervisor = signed_in(employ("lin", Role.TOWN_SUPERVISOR, TOWN))
    elsewhere = signed_in(employ("xi", Role.DISTRICT_OFFICER, XIQING))
    take_off = f"/organisations/duty/{shift.uuid}/take-off"
    assert [each.post(take_off).status_code for each in (supervisor, elsewhere)] == [403, 404]
    assert "put-on-duty" not in supervisor.get(roster_of(station)).content.decode()
