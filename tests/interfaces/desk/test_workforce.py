"""Pages of the workforce: who answers where, appointing, handing over with everything, the register."""

import re
from datetime import timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests import children
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn

from gonghu.domain.access.models import Account, Tenure
from gonghu.domain.access.terms import Role
from gonghu.domain.tasks.operations import open_tasks
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.workforce.models import Charge, HandOver, Worker
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.move_a_child import move_with_what_is_open

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]


def said(answer: Any) -> str:
    text: str = answer.content.decode()
    return text


def post_of(account: Account) -> UUID:
    return Tenure.objects.filter(account=account).latest("from_on").post_id


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def test_coverage_tells_by_town_and_leads_to_the_vacancies(boss: Client, employ: Employ) -> None:
    employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    page = said(boss.get("/workforce/"))
    assert "咸水沽镇" in page
    assert f"/workforce/vacancies?place={XIANSHUIGU}" in page
    assert "不是排名" in page
    town = said(boss.get(f"/workforce/vacancies?place={XIANSHUIGU}"))
    assert "没有人负责" in town
    assert VILLAGE not in town
    assert "120112100202" in town
    employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU)
    assert "没有人负责" not in said(boss.get(f"/workforce/vacancies?place={XIANSHUIGU}"))


def test_the_workbooks_hold_what_the_pages_show(boss: Client, employ: Employ) -> None:
    employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    book = CalamineWorkbook.from_filelike(BytesIO(boss.post(f"/workforce/vacancies/export?place={XIANSHUIGU}").content))
    codes = [row[0] for row in book.get_sheet_by_index(0).to_python()[3:]]
    assert VILLAGE not in codes
    assert len(codes) > 20
    covered = CalamineWorkbook.from_filelike(BytesIO(boss.post("/workforce/export").content))
    rows = covered.get_sheet_by_index(0).to_python()[3:]
    assert sum(int(float(str(row[3]))) for row in rows) == 1


def test_a_vacancy_is_filled_in_one_step(boss: Client, employ: Employ) -> None:
    employ("liu", None)
    address = f"/workforce/appoint?kind=DIRECTOR&place={VILLAGE}"
    assert VILLAGE in said(boss.get(address))
    words = {"kind": "DIRECTOR", "division_code": VILLAGE, "to": "liu", "from_on": str(timezone.localdate())}
    assert "没有这个登录名" in said(boss.post("/workforce/appoint", {**words, "to": "nobody"}))
    assert boss.post("/workforce/appoint", {**words, "division_code": XIANSHUIGU}).status_code == 422
    assert boss.post("/workforce/appoint", words).status_code == 302
    charge = Charge.objects.everywhere("test").get()
    assert (charge.division_code, charge.kind) == (VILLAGE, "DIRECTOR")
    again = boss.post("/workforce/appoint", words)
    assert again.status_code == 422
    assert "交接" in said(again)


def test_handing_over_shows_what_goes_and_gives_it(boss: Client, employ: Employ, signed_in: SignedIn) -> None:
    old = employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    heir = employ("zhao", None)
    late = timezone.localdate() - timedelta(days=3)
    orders = [TaskOrder(TaskKind.VERIFY_LEAD, f"核实{n}", VILLAGE, due_on=late if n else None) for n in range(3)]
    open_tasks(orders=orders, by=SYSTEM, at=timezone.now())
    address = f"/workforce/posts/{post_of(old)}/hand-over"
    page = said(boss.get(address))
    assert "3 项" in page
    assert "逾期 2 项" in page
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert boss.post(address, {"to": "zhao", "on": str(timezone.localdate())}).status_code == 422
    assert boss.post(address, {"to": "zhao", "on": str(tomorrow)}).status_code == 302
    assert post_of(heir) == post_of(old)
    old.refresh_from_db()
    assert signed_in(old).get(address).status_code == 403
    far = signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING))
    assert far.get(address).status_code == 404
    # What hung on it that day is kept.
    kept = HandOver.objects.everywhere("test").get()
    assert (kept.giver, kept.taker, kept.tasks, kept.children) == (old, heir, 3, 0)
    assert str(tomorrow) in said(boss.get("/workforce/hand-overs/"))
    assert "还没有岗位交接" in said(far.get("/workforce/hand-overs/"))
    assert "没有符合条件的交接" in said(boss.get(f"/workforce/hand-overs/?since={tomorrow + timedelta(days=1)}"))
    book = CalamineWorkbook.from_filelike(BytesIO(boss.post("/workforce/hand-overs/export").content))
    assert book.get_sheet_by_index(0).to_python()[3][6] == 3


def test_a_childs_page_tells_who_answered_for_it_since_when(boss: Client, employ: Employ, signed_in: SignedIn) -> None:
    today = timezone.localdate()
    moved_on = today - timedelta(days=10)
    file = children.child(village="120112100202", opened_on=today - timedelta(days=30))
    old = employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    move_with_what_is_open(child=file, division_code=VILLAGE, on=moved_on, reason="迁居", by=SYSTEM, at=timezone.now())
    address = f"/children/{file.pk}/named-persons"
    assert boss.get(address).status_code == 302
    boss.post("/children/purpose", {"purpose": "OTHER", "other": "核对责任人", "next": "/children/"})
    page = said(boss.get(address))
    body = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = [re.sub(r"<[^>]*>|\s+", " ", row).split() for row in body.split("</tr>")[:-1]]
    assert [(row[0], row[2], row[3]) for row in rows] == [
        (str(today), "至今", old.display_name),
        (str(moved_on), str(today - timedelta(days=1)), "没有人负责"),
        (str(today - timedelta(days=30)), str(moved_on - timedelta(days=1)), "没有人负责"),
    ]
    assert rows[1][-1] != rows[2][-1]
    assert AuditEntry.objects.filter(subject_key=str(file.pk), verb="children.read").exists()
    far = signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING))
    assert far.get(address).status_code == 404


def test_the_register_is_kept_and_says_what_runs_out(boss: Client, employ: Employ, signed_in: SignedIn) -> None:
    assert "台账还是空的" in said(boss.get("/workforce/register/"))
    words = {
        "name": "刘桂兰", "division_code": VILLAGE, "employment": "PART_TIME", "background": "COMMITTEE",
        "entered_on": "2024-01-01", "number": "", "phone": "13820001234",
    }  # fmt: skip
    assert "身份证号不对" in said(boss.post("/workforce/register/new", {**words, "number": "123456"}))
    assert boss.post("/workforce/register/new", {**words, "division_code": XIQING}).status_code == 422
    assert boss.post("/workforce/register/new", words).status_code == 302
    worker = Worker.objects.everywhere("test").get()
    page = f"/workforce/register/{worker.uuid}/"
    assert "138****1234" in said(boss.get(page))
    assert "到期" in said(boss.get("/workforce/register/?due=on"))
    today = str(timezone.localdate())
    assert boss.post(page, {**words, "phone": "", "checked_on": today, "trained_on": today}).status_code == 302
    assert "没有符合条件的人员" in said(boss.get("/workforce/register/?due=on"))
    worker.refresh_from_db()
    assert worker.phone == "13820001234"
    assert boss.post(page, {"leave": "1", "leave-on": "2020-01-01"}).status_code == 422
    assert boss.post(page, {"leave": "1", "leave-on": today}).status_code == 302
    assert "刘桂兰" in said(boss.get("/workforce/register/?left=on"))
    far = signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING))
    assert far.get(page).status_code == 404
    assert "13820001234" not in boss.post("/workforce/register/export?left=on").content.decode("latin-1")


def test_the_people_of_an_area_are_listed_with_their_posts(boss: Client, employ: Employ, signed_in: SignedIn) -> None:
    employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    employ("he", Role.VILLAGE_DIRECTOR, "120111001001")
    assert said(boss.get("/workforce/people")).count('/hand-over"') == 1
    supervisor = signed_in(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU))
    page = said(supervisor.get("/workforce/people"))
    assert '/hand-over"' not in page
    assert "儿童主任" in page
