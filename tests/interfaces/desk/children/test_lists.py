"""The list of children and the search: who is on them, as what, and what leaves with them."""

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from python_calamine import CalamineWorkbook
from tests.children import child
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import ask_access, sign_access
from gonghu.domain.access.terms import Role
from gonghu.domain.people.terms import Category, FileState, RiskLevel, Sex
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

OTHER_VILLAGE, FAR_VILLAGE = "120112101201", "120111001001"
NUMBER = "120112201502110013"


@pytest.fixture
def client(employ: Employ, signed_in: SignedIn) -> Client:
    """A browser of a district officer."""
    return signed_in(employ("wang"))


def listed(client: Client, query: str = "") -> list[str]:
    return [row.name for row in client.get(f"/children/{query}").context["rows"]]


def test_the_list_holds_children_in_scope_masked_by_place(client: Client) -> None:
    child("张小明", village=OTHER_VILLAGE)
    child("欧阳小红", village=VILLAGE)
    child("远方", village=FAR_VILLAGE)
    page = client.get("/children/")
    assert [row.name for row in page.context["rows"]] == ["欧阳**", "张**"]
    assert "小明" not in page.content.decode()
    assert [row.place.startswith("天津市") for row in page.context["rows"]] == [False, False]


def test_conditions_hold_together_and_each_is_taken_away_alone(client: Client) -> None:
    today = timezone.localdate()
    child("赵一", risk_level=RiskLevel.HIGH, category=Category.ORPHAN)
    child("钱二", risk_level=RiskLevel.HIGH, sex=Sex.FEMALE)
    child("孙三", village=OTHER_VILLAGE, risk_level=RiskLevel.LOW, born_on=today.replace(year=today.year - 3, day=1))
    child("李四", state=FileState.CLOSED, closed_on=date(2026, 2, 1))
    assert sorted(listed(client)) == ["孙**", "赵**", "钱**"]
    assert sorted(listed(client, "?risk=HIGH")) == ["赵**", "钱**"]
    assert listed(client, "?risk=HIGH&sex=2") == ["钱**"]
    assert listed(client, "?category=ORPHAN&risk=HIGH") == ["赵**"]
    assert listed(client, "?age_to=5") == ["孙**"]
    assert listed(client, "?place=咸水沽镇&text=zy") == ["赵**"]
    assert listed(client, "?state=CLOSED") == ["李**"]
    assert len(listed(client, "?state=ALL")) == 4
    chips = client.get("/children/?risk=HIGH&sex=2&after=x").context["chips"]
    assert [(chip.label, chip.value, chip.address) for chip in chips] == [
        ("风险等级", "高", "/children/?sex=2"),
        ("性别", "女", "/children/?risk=HIGH"),
    ]


def test_what_cannot_be_meant_is_said_beside_its_field(client: Client) -> None:
    child("赵一")
    page = client.get("/children/?age_from=9&age_to=3&category=NONSENSE&place=无此村")
    assert page.status_code == 200
    assert "年龄上限比下限小" in page.content.decode()
    assert "没有叫“无此村”的区划" in page.content.decode()


def test_a_sealed_category_is_told_to_the_district_and_found_as_the_wider_one_below(
    client: Client, employ: Employ, signed_in: SignedIn
) -> None:
    child("周五", category=Category.HIV)
    below = signed_in(employ("lin", Role.TOWN_SUPERVISOR, XIANSHUIGU))
    assert client.get("/children/").context["rows"][0].category == "艾滋病病毒感染儿童"
    assert below.get("/children/").context["rows"][0].category == "困境儿童"
    assert listed(client, "?category=HIV") == ["周**"]
    assert listed(below, "?category=HIV") == []
    assert listed(below, "?category=DIFFICULT") == ["周**"]
    assert listed(client, "?category=DIFFICULT") == []


@pytest.mark.parametrize("words", ["张小明", "小明", "zhangxiaoming", "zxm", "0013", NUMBER, " 张 小明 ", "ZHANGX"])
def test_a_child_is_found_by_whatever_is_remembered(client: Client, words: str) -> None:
    wanted = child("张小明", number=NUMBER)
    child("王芳")
    for headers in ({}, {"HX-Request": "true"}):
        page = client.get("/search", {"q": words}, headers=headers)
        assert [hit.key for hit in page.context["hits"]] == [wanted.pk]
        assert "张小明" not in page.content.decode().replace(f"搜索“{words.strip()}”", "").replace(words, "")


def test_a_child_is_found_by_its_village_and_nowhere_else(client: Client) -> None:
    here = child("张小明", village=VILLAGE)
    child("王芳", village=OTHER_VILLAGE)
    village = client.get(f"/divisions/{VILLAGE}/").context["division"].name
    assert [hit.key for hit in client.get("/search", {"q": village}).context["hits"]] == [here.pk]


def test_the_search_finds_nobody_out_of_scope(client: Client) -> None:
    child("远方", village=FAR_VILLAGE, number=NUMBER)
    for words in ("远方", "yuanfang", "0013", NUMBER):
        assert client.get("/search", {"q": words}).context["hits"] == []


def test_a_list_leaves_masked_and_only_from_where_somebody_may_export(employ: Employ, signed_in: SignedIn) -> None:
    child("张小明", risk_level=RiskLevel.HIGH)
    child("远方", village=FAR_VILLAGE, risk_level=RiskLevel.HIGH)
    wang = employ("wang")
    grant_there(wang, employ("far", Role.DISTRICT_OFFICER, XIQING))
    client = signed_in(wang)
    assert sorted(listed(client, "?risk=HIGH")) == ["张**", "远**"]
    sheet = workbook(client.post("/children/export?risk=HIGH").content)
    assert [row[0] for row in sheet[3:]] == ["张**"]
    entry = AuditEntry.objects.get(verb="access.export")
    assert (entry.subject_key, entry.detail["rows"]) == ("child", 1)


def grant_there(to: Account, signer: Account) -> None:
    at = timezone.now()
    asker, other = officer(account=to, at=at), officer(account=signer, at=at)
    post = Post.objects.everywhere("test").get(uuid=str(asker.post))
    asked = ask_access(
        post=post,
        division_code=XIQING,
        categories=[],
        purpose="跨区核对",
        until_on=timezone.localdate(),
        by=asker,
        at=at,
    )
    sign_access(grant=asked, by=other, at=at)


def workbook(content: bytes) -> list[list[Any]]:
    sheet: list[list[Any]] = CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    return sheet


def test_a_director_may_look_but_take_no_list_along(employ: Employ, signed_in: SignedIn) -> None:
    child("张小明")
    director = signed_in(employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE))
    page = director.get("/children/")
    assert [row.name for row in page.context["rows"]] == ["张**"]
    assert "导出 Excel" not in page.content.decode()
    assert director.post("/children/export").status_code == 403


def test_a_filter_is_kept_without_words_and_dropped(client: Client) -> None:
    child("赵一", risk_level=RiskLevel.HIGH)
    kept = client.get("/children/?risk=HIGH&text=赵&page=3").context["kept"]
    assert (kept.query, kept.may_keep) == ("risk=HIGH", True)
    said = {"name": "高风险", "query": "risk=HIGH&text=赵一", "list": kept.address}
    done = client.post("/filters/children/keep", said)
    assert done["Location"] == "/children/?risk=HIGH"
    shown = client.get("/children/?risk=HIGH").context["kept"]
    assert [(each.name, each.is_current) for each in shown.shown] == [("高风险", True)]
    assert not shown.may_keep
    client.post(f"/filters/children/{shown.shown[0].key}/drop")
    assert client.get("/children/").context["kept"].shown == []
    away = {"name": "x", "query": "a=1", "list": "//elsewhere.example/"}
    assert client.post("/filters/children/keep", away)["Location"] == "/?a=1"
    assert client.post("/filters/nonsense/keep", {"name": "x", "query": "a=1"}).status_code == 404


def test_nobody_drops_the_filter_of_another(client: Client, employ: Employ, signed_in: SignedIn) -> None:
    client.post("/filters/children/keep", {"name": "高风险", "query": "risk=HIGH"})
    key = client.get("/children/").context["kept"].shown[0].key
    assert signed_in(employ("zhou")).post(f"/filters/children/{key}/drop").status_code == 404
    assert len(client.get("/children/").context["kept"].shown) == 1
