"""What is known of a child, every line with its history: corrected, renewed, ended; numbers, names, consents."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import child, whole_file
from tests.interfaces.desk.children.conftest import with_purpose
from tests.interfaces.desk.conftest import VILLAGE, XIANSHUIGU, XIQING, Employ, SignedIn

from gonghu.domain.access.models import Consent
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child, Person
from gonghu.foundation.audit.models import AuditEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("jinnan")]

OTHERS, OLDER = "120112201502110031", "120112201403050010"


@pytest.fixture
def zhang() -> Child:
    """A child with everything in its file."""
    return whole_file()


def told(client: Client, of: Child, kind: str) -> list[Any]:
    groups = client.get(f"/children/{of.pk}/facts/").context["kinds"]
    return [row.fact for group in groups if group.kind == kind for row in group.rows]


def today(days: int = 0) -> str:
    return (timezone.localdate() + timedelta(days=days)).isoformat()


def test_a_new_school_ends_the_old_one_and_both_stand_in_the_history(reader: Client, zhang: Child) -> None:
    (school,) = told(reader, zhang, "SCHOOLING")
    address = f"/children/{zhang.pk}/facts/{school.key}"
    said = {"stage": "PRIMARY", "state": "SUSPENDED", "school": "二小", "evidence": "学校证明", "from_on": today()}
    assert reader.post(address, said)["Location"] == f"/children/{zhang.pk}/facts/"
    rows = told(reader, zhang, "SCHOOLING")
    assert [(row.words.split()[1], row.evidence, str(row.to_on or "")) for row in rows] == [
        ("二小", "学校证明", ""),
        ("咸水沽第一小学", "", today(-1)),
    ]
    assert "已经终止" in reader.get(address).content.decode()


def test_what_holds_no_longer_is_ended_and_not_before_it_began(reader: Client, zhang: Child) -> None:
    for kind in ("KIN", "PHONE", "ADDRESS", "CARER", "HEALTH", "CIRCUMSTANCE"):
        fact = told(reader, zhang, kind)[0]
        address = f"/children/{zhang.pk}/facts/{fact.key}"
        assert reader.get(address).status_code == 200
        refused = reader.post(address, {"end": "1", "last_on": "2010-01-01"})
        assert refused.status_code == 422, kind
        assert "不能早于它" in refused.content.decode()
        assert reader.post(address, {"end": "1", "last_on": today()}).status_code == 302, kind
        assert next(row for row in told(reader, zhang, kind) if row.key == fact.key).to_on == timezone.localdate()


def test_who_lives_with_the_child_is_entered_once_there_is_a_household(reader: Client, zhang: Child) -> None:
    members = {each.relation_name: each for each in reader.get(f"/children/{zhang.pk}/").context["file"].family.members}
    said = {"person": str(members["祖父"].key), "relation": "02", "from_on": today()}
    assert reader.post(f"/children/{zhang.pk}/edit/household", said).status_code == 302
    rows = told(reader, zhang, "HOUSEHOLD")
    assert {(row.who, row.words) for row in rows} == {("祖父", "张**（与户主关系：户主）"), ("本人", "张**")}
    lives_with = {each.relation_name for each in _family(reader, zhang) if each.lives_with}
    assert lives_with == {"祖父"}


def _family(client: Client, of: Child) -> Any:
    return client.get(f"/children/{of.pk}/").context["file"].family.members


def test_nothing_sealed_is_shown_or_filled_in_below_the_district(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    address = told(reader, zhang, "ADDRESS")[0]
    protected = {"division_code": VILLAGE, "detail": "平安里8号", "is_protected": "on", "from_on": today()}
    assert reader.post(f"/children/{zhang.pk}/facts/{address.key}", protected).status_code == 302
    below = with_purpose(signed_in(employ("lin", Role.TOWN_SUPERVISOR, XIANSHUIGU)))
    page = below.get(f"/children/{zhang.pk}/facts/").content.decode()
    prison = told(below, zhang, "CIRCUMSTANCE")[0]
    pages = [page] + [
        below.get(f"/children/{zhang.pk}/facts/{fact.key}").content.decode()
        for fact in (prison, told(below, zhang, "ADDRESS")[0])
    ]
    for said in pages:
        assert [word for word in ("服刑在押", "刑初12号", "六年", "阳性", "平安里", "幸福里3号") if word in said] == []
    assert "情况已核实" in page
    assert told(below, zhang, "HEALTH") == []


def test_a_fact_of_another_file_is_not_found_through_this_one(
    reader: Client, employ: Employ, signed_in: SignedIn, zhang: Child
) -> None:
    other = child("王芳")
    school = told(reader, zhang, "SCHOOLING")[0].key
    assert reader.get(f"/children/{other.pk}/facts/{school}").status_code == 404
    stranger = with_purpose(signed_in(employ("far", Role.DISTRICT_OFFICER, XIQING)))
    for address in ("facts/", f"facts/{school}", "consents/", "consents/new", "merge", "edit/person"):
        assert stranger.get(f"/children/{zhang.pk}/{address}").status_code == 404


def test_only_what_is_said_is_corrected_and_a_slip_leaves_no_former_name(reader: Client, zhang: Child) -> None:
    address = f"/children/{zhang.pk}/edit/person"
    assert reader.post(address, {"person": str(zhang.pk)}).status_code == 422
    against = reader.post(address, {"person": str(zhang.pk), "born_on": "2014-01-01"})
    assert against.status_code == 422
    assert "请先更正号码" in against.content.decode()
    reader.post(address, {"person": str(zhang.pk), "name": "张晓明", "ethnic_group": "11"})
    reader.post(address, {"person": str(zhang.pk), "name": "张大明", "is_renamed": "on"})
    now = Person.objects.everywhere("test").get(pk=zhang.pk)
    assert (now.name, now.former_name, now.ethnic_group, str(now.born_on)) == ("张大明", "张晓明", "11", "2015-02-11")
    assert Child.objects.everywhere("test").get(pk=zhang.pk).initials == "zdm"
    entry = AuditEntry.objects.filter(verb="people.correct_person").order_by("sequence").first()
    assert entry is not None
    assert entry.detail["fields"] == ["name", "ethnic_group"]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("120112201502110012", "身份证号不正确"),
        (OLDER, "出生日期 2014-03-05，与登记的出生日期 2015-02-11不一致"),
        ("120112201502110023", "性别"),
    ],
)
def test_a_number_that_cannot_be_the_childs_is_refused_in_words(
    reader: Client, zhang: Child, number: str, said: str
) -> None:
    sent = {"person": str(zhang.pk), "kind": "CITIZEN", "number": number, "on": today(), "reason": "录错"}
    answer = reader.post(f"/children/{zhang.pk}/edit/number", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode()


def test_a_corrected_number_ends_the_old_one_with_its_reason(reader: Client, zhang: Child) -> None:
    sent = {
        "person": str(zhang.pk), "kind": "CITIZEN", "number": OLDER, "on": today(), "counts": "on",
        "reason": "原号码录错",
    }  # fmt: skip
    assert reader.post(f"/children/{zhang.pk}/edit/number", sent).status_code == 302
    numbers = reader.get(f"/children/{zhang.pk}/facts/").context["file"].numbers
    assert [(each.number[-4:], each.end_reason) for each in numbers] == [(OLDER[-4:], ""), ("0015", "原号码录错")]
    assert str(Child.objects.everywhere("test").get(pk=zhang.pk).born_on) == "2014-03-05"


def test_a_number_of_somebody_else_leads_to_both_side_by_side(reader: Client, zhang: Child) -> None:
    other = child("张晓明", number=OTHERS)
    sent = {"person": str(zhang.pk), "kind": "CITIZEN", "number": OTHERS, "on": today(), "reason": "录错"}
    answer = reader.post(f"/children/{zhang.pk}/edit/number", sent)
    assert answer.status_code == 422
    assert f"/children/{zhang.pk}/merge?person={zhang.pk}&amp;other={other.pk}" in answer.content.decode()
    child("远方", village="120111001001", number="120112201502110058")
    hidden = reader.post(f"/children/{zhang.pk}/edit/number", sent | {"number": "120112201502110058"})
    assert hidden.status_code == 422
    assert "并排核对" not in hidden.content.decode()


def test_a_consent_is_entered_seen_and_taken_back(reader: Client, zhang: Child) -> None:
    said = {
        "scope": "PHOTOGRAPH", "giver": "GUARDIAN", "giver_name": "张老栓", "notice_version": "告知书2026-1",
        "document": "镇档案柜2-3", "given_on": today(-3),
    }  # fmt: skip
    address = f"/children/{zhang.pk}/consents/new"
    young = reader.post(address, said | {"giver": "CHILD"})
    assert young.status_code == 422
    assert "不满十四周岁" in young.content.decode()
    assert reader.post(address, said)["Location"] == f"/children/{zhang.pk}/consents/"
    assert "已登记过" in reader.post(address, said).content.decode()
    page = reader.get(f"/children/{zhang.pk}/consents/").content.decode()
    assert [word for word in ("拍摄和使用照片", "监护人 张**", "36 个月") if word not in page] == []
    assert "张老栓" not in page
    consent = Consent.objects.everywhere("test").get()
    assert reader.post(f"/children/consents/{consent.pk}/withdraw", {"on": today(-5)}).status_code == 422
    assert reader.post(f"/children/consents/{consent.pk}/withdraw", {"on": today()}).status_code == 302
    assert "撤回" in reader.get(f"/children/{zhang.pk}/consents/").content.decode()
    assert "拍摄和使用照片" not in reader.get(f"/children/{zhang.pk}/").content.decode()
    there = {"division_code": "120112101201", "on": today(), "reason": "随迁"}
    assert reader.post(f"/children/{zhang.pk}/edit/move", there).status_code == 302
    assert Consent.objects.everywhere("test").get().division_code == "120112101201"
