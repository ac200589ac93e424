"""Pages of holidays and of sweeps: who is asked about, what a door brought, and who sees which."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from tests import children
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn
from tests.interfaces.desk.test_visits import form_sent, page, said
from tests.officers import JINNAN

from gonghu.domain.access.terms import Role
from gonghu.domain.campaigns.holidays import calendar_of
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.operations import open_sweep
from gonghu.domain.people.models import Address, Child
from gonghu.domain.people.terms import AddressKind
from gonghu.domain.tasks.models import Task
from gonghu.foundation.acting import SYSTEM

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]
NEXT = "120112100202"


@pytest.fixture
def director(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))


@pytest.fixture
def supervisor(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("sun", Role.TOWN_SUPERVISOR, XIANSHUIGU))


@pytest.fixture
def boss(employ: Employ, signed_in: SignedIn) -> Client:
    return signed_in(employ("wang"))


def rows_of(answer: Any) -> list[tuple[Any, ...]]:
    assert answer.status_code == 200
    sheet = load_workbook(BytesIO(answer.content)).active
    assert sheet is not None
    return list(sheet.iter_rows(min_row=4, values_only=True))


def test_whom_nobody_asked_about_becomes_a_task_and_is_known_once_it_is_told(
    director: Client, supervisor: Client, boss: Client
) -> None:
    child = children.child(village=VILLAGE)
    elsewhere = children.child("李小红", village=NEXT)
    home = {"detail": "幸福里3号", "from_on": date(2026, 1, 1), "division_code": VILLAGE, "kind": AddressKind.LIVING}
    Address(person=child.person, is_protected=True, **home).save()
    coming = calendar_of(VILLAGE).current(timezone.localdate())
    holiday, first = coming.code, page(boss, "whereabouts")
    # The holiday that comes next stands in the field.
    assert first.index(f">{coming.name}</option>") == first.index("</option>") - len(coming.name) - 1
    assert "去向不明" in first
    asked = reverse("desk:ask-whereabouts")
    assert "为 1 名儿童派任务" in said(boss.get(asked, {"keys": str(child.pk)}))
    assert boss.post(f"{asked}?keys={child.pk}").status_code == 302
    assert Task.objects.everywhere("test").get().child_id == child.pk
    fields = {"holiday": holiday, "stay": "RELATIVES", "looked_after": "OLD", "place": "河北省沧州市"}
    backwards = {**fields, "from_on": "2026-02-09", "back_on": "2026-02-08"}
    refused = form_sent(director, "tell-whereabouts", child.pk, **backwards)
    assert (refused.status_code, "不能早于出门的日期" in said(refused)) == (422, True)
    assert form_sent(director, "tell-whereabouts", child.pk, **fields).status_code == 302
    assert form_sent(director, "tell-whereabouts", elsewhere.pk, **fields).status_code == 404
    assert Task.objects.everywhere("test").get().state == "DONE"
    told = page(supervisor, "whereabouts", query="?known=RELATIVES")
    assert "去亲戚家" in told
    # A protected address is not told below the district.
    assert ("河北省沧州市" in told, "情况已核实" in told) == (False, True)
    assert "河北省沧州市" in page(boss, "whereabouts", query="?known=told")
    assert "张**" not in page(boss, "whereabouts", query=f"?place={XIANSHUIGU}")
    rows = rows_of(boss.post(reverse("desk:export-whereabouts") + "?known=told"))
    assert [row[0] for row in rows] == ["张**"]


def test_more_than_a_hundred_are_asked_about_only_by_their_number(boss: Client, director: Client) -> None:
    for number in range(101):
        children.child(f"张小{number}", village=VILLAGE)
    address = reverse("desk:ask-whereabouts") + "?all=1"
    assert "另有 96 名" in said(boss.get(address))
    assert boss.post(address, {"typed": "100"}).status_code == 422
    assert boss.post(address, {"typed": "101"}).status_code == 302
    assert boss.post(address, {"typed": "101"}).status_code == 302
    assert Task.objects.everywhere("test").count() == 101
    assert director.get(address).status_code == 403


def test_both_parents_away_are_listed_with_the_last_word_from_them(director: Client, boss: Client) -> None:
    child = children.child(village=VILLAGE)
    assert "没有父母均在外的儿童" in page(boss, "parents-away")
    holiday = calendar_of(VILLAGE).current(timezone.localdate(), with_contact=True)
    fields = {"holiday": holiday.code, "stay": "HOME", "looked_after": "OLD", "parents": "NEITHER"}
    assert form_sent(director, "tell-whereabouts", child.pk, **fields).status_code == 302
    shown = page(boss, "parents-away")
    assert all(words in shown for words in ("张**", "走访问明"))
    assert "张**" not in page(boss, "parents-away", query=f"?place={NEXT}")
    rows = rows_of(boss.post(reverse("desk:export-parents-away")))
    assert [(row[0], row[3]) for row in rows] == [("张**", "走访问明")]


def sheet(*lines: str) -> SimpleUploadedFile:
    text = "\n".join(("村（居）,门牌,户主", *lines))
    return SimpleUploadedFile("户名单.csv", text.encode("utf-8-sig"), "text/csv")


def opened(boss: Client) -> SweepRound:
    today = timezone.localdate()
    fields = {"name": "冬季摸排", "division_code": XIANSHUIGU, "from_on": str(today), "to_on": str(today)}
    wrong = form_sent(boss, "new-sweep", **{**fields, "to_on": str(today - timedelta(days=1))})
    assert (wrong.status_code, "不能早于开始日期" in said(wrong)) == (422, True)
    assert form_sent(boss, "new-sweep", **fields).status_code == 302
    return SweepRound.objects.everywhere("test").get()


def marked(browser: Client, label: str, outcome: str, on: date | None = None) -> Any:
    found = {row.label: row for row in SweptHousehold.objects.everywhere("test")}[label]
    day = str(on or timezone.localdate())
    return form_sent(browser, "mark-household", found.pk, outcome=outcome, seen_on=day)


def test_a_round_has_a_fixed_list_a_village_and_additions_apart(
    director: Client, supervisor: Client, boss: Client
) -> None:
    sweep = opened(boss)
    upload = reverse("desk:upload-sweep-list", args=[sweep.pk])
    lines = (
        f"{VILLAGE},一号,王大山", f"{VILLAGE},二号,李小河", f"{VILLAGE},一 号,", f"{NEXT},九号,赵云", "火星村,一号,",
        f"{VILLAGE},,张三",
    )  # fmt: skip
    answer = boss.post(upload, {"file": sheet(*lines)})
    assert answer.status_code == 422
    shown = said(answer)
    assert "已列入 3 户" in shown
    assert all(words in shown for words in ("这一轮的范围里没有“火星村”", "请填门牌号", ">6<", ">7<"))
    assert boss.post(upload, {"file": sheet(*lines[:4])}).status_code == 302
    assert SweptHousehold.objects.everywhere("test").count() == 3
    mine = page(director, "sweep-village", sweep.pk, VILLAGE)
    assert all(words in mine for words in ("一号", "二号", "王**", "名单 2 户"))
    assert "王大山" not in mine
    assert "九号" not in page(director, "sweep-village", sweep.pk, NEXT)
    assert marked(director, "九号", "VISITED").status_code == 404
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert marked(director, "一号", "VISITED", tomorrow).status_code == 302
    assert SweptHousehold.objects.everywhere("test").exclude(outcome="").count() == 0
    marked(director, "一号", "ABSENT")
    marked(director, "一号", "VISITED")
    marked(supervisor, "二号", "REFUSED")
    assert form_sent(director, "add-household", sweep.pk, VILLAGE, label="三号", head="").status_code == 302
    found = marked(director, "三号", "FOUND")
    assert found["Location"] == f"{reverse('desk:new-child')}?place={VILLAGE}"
    assert f' {VILLAGE}"' in said(director.get(found["Location"]))
    total = page(boss, "sweep", sweep.pk)
    assert "名单 3 户，已访 1 户" in total
    assert "还有 1 户没有去" in total
    assert "名单外另增 1 户，已访 1 户，其中新发现 1 户" in total
    rows = rows_of(boss.post(reverse("desk:export-sweep", args=[sweep.pk])))
    assert [row[1:] for row in rows] == [(2, 1, 0, 0, 1, 0, 1, 1), (1, 0, 0, 0, 0, 1, 0, 0)]
    rows = rows_of(boss.post(reverse("desk:export-sweep-village", args=[sweep.pk, VILLAGE])))
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        (1, "一号", None, "已访"), (2, "二号", None, "拒绝"), (3, "三号", "是", "新发现"),
    ]  # fmt: skip


def test_homes_on_file_are_listed_without_protected_addresses_and_lie_sealed(
    boss: Client, employ: Employ, signed_in: SignedIn
) -> None:
    today = timezone.localdate()
    sweep = open_sweep(name="冬季摸排", division_code=JINNAN, from_on=today, to_on=today, by=SYSTEM, at=timezone.now())
    for name, street, is_protected in (("张小明", "幸福里3号", False), ("李小红", "和平里5号", True)):
        child: Child = children.child(name, village=VILLAGE)
        home = {"kind": AddressKind.LIVING, "division_code": VILLAGE, "from_on": date(2026, 1, 1)}
        Address(person=child.person, detail=street, is_protected=is_protected, **home).save()
    for _ in range(2):
        assert form_sent(boss, "sweep-from-files", sweep.pk).status_code == 302
    shown = page(boss, "sweep-village", sweep.pk, VILLAGE)
    assert all(words in shown for words in ("幸福里3号（张**家）", "李**家（住址受保护，见档案）", "名单 2 户"))
    assert "和平里" not in shown
    # Whoever only reads files is not told which doors.
    reader = page(signed_in(employ("ma", Role.REVIEWER)), "sweep-village", sweep.pk, VILLAGE)
    assert ("****" in reader, "幸福里" in reader) == (True, False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT label, head FROM campaigns_swepthousehold")
        assert all("幸福里".encode() not in bytes(cell) for row in cursor.fetchall() for cell in row)
    # Nor is anybody told an address that was protected since.
    Address.objects.everywhere("test").update(is_protected=True)
    for said_now in (
        page(boss, "sweep-village", sweep.pk, VILLAGE),
        str(rows_of(form_sent(boss, "export-sweep-village", sweep.pk, VILLAGE))),
    ):
        assert ("张**家（住址受保护，见档案）" in said_now, "幸福里" in said_now) == (True, False)


def test_a_round_of_another_place_is_not_there(boss: Client) -> None:
    today = timezone.localdate()
    other = open_sweep(name="西青摸排", division_code=XIQING, from_on=today, to_on=today, by=SYSTEM, at=timezone.now())
    assert "西青摸排" not in page(boss, "sweeps")
    for route, keys in (("sweep", (other.pk,)), ("sweep-village", (other.pk, VILLAGE))):
        assert boss.get(reverse(f"desk:{route}", args=keys)).status_code == 404
    assert form_sent(boss, "sweep-from-files", other.pk).status_code == 404
