"""What a province officer records of divisions, and what anybody reads of them afterwards."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from tests.children import child
from tests.interfaces.desk.conftest import Employ, SignedIn

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.models import DivisionChange
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.queries import children_of, division_as_of
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Child
from gonghu.foundation.acting import SYSTEM

pytestmark = pytest.mark.django_db
TOWN, VILLAGE, OTHER_TOWN = "120112001000", "120112001001", "120112002000"
DOCUMENT = "津政函〔2026〕1号"


@pytest.fixture
def officer(employ: Employ, signed_in: SignedIn) -> Client:
    load_divisions(by=SYSTEM, at=timezone.now(), area=Area.of("120112"))
    return signed_in(employ("province", Role.PROVINCE_OFFICER, "12"))


def confirmed(client: Client, address: str, **said: str) -> str:
    """Look first, then confirm what was looked at; give the page that was looked at."""
    said = {"on": timezone.localdate().isoformat(), "document": DOCUMENT, **said}
    look = client.post(address, said)
    assert look.status_code == 200, look.context["form"].errors
    seen = {**{name: look.context["form"][name].value() or "" for name in said}, "seen": look.context["digest"]}
    if "below" in look.context["form"].fields:
        seen["below"] = look.context["form"]["below"].value() or ""
    done = client.post(address, seen)
    assert (done.status_code, done["Location"]) == (302, "/divisions/changes")
    return look.content.decode()


def test_a_town_that_moves_is_looked_at_recorded_followed_and_taken_back(officer: Client) -> None:
    child(village=VILLAGE)
    page = confirmed(officer, f"/divisions/{TOWN}/move", to_code="120112199")
    assert "<dt>儿童档案</dt><dd>1</dd>" in page
    assert Child.objects.everywhere("test").get().division_code == "120112199001"
    old = officer.get(f"/divisions/{TOWN}/").content.decode()
    assert "这个区划到" in old
    assert '<a href="/divisions/120112199000/">天津市津南区双新街道</a>' in old
    assert "登记变更" not in old
    listed = officer.get("/divisions/changes").content.decode()
    assert DOCUMENT in listed
    change = DivisionChange.objects.get(document=DOCUMENT)
    assert officer.post(f"/divisions/{TOWN}/take-back", {"change": change.pk}).status_code == 302
    assert Child.objects.everywhere("test").get().division_code == VILLAGE
    assert "登记变更" in officer.get(f"/divisions/{TOWN}/").content.decode()
    assert officer.post(f"/divisions/{TOWN}/take-back", {"change": change.pk}).status_code == 302


def test_looking_changes_nothing_and_what_was_changed_since_is_looked_at_again(officer: Client) -> None:
    said = {"on": timezone.localdate().isoformat(), "document": DOCUMENT, "name": "双新新街道"}
    look = officer.post(f"/divisions/{TOWN}/rename", said)
    assert not DivisionChange.objects.filter(document=DOCUMENT).exists()
    other = officer.post(f"/divisions/{TOWN}/rename", {**said, "name": "别的街道", "seen": look.context["digest"]})
    assert other.context["digest"] != look.context["digest"]
    assert not DivisionChange.objects.filter(document=DOCUMENT).exists()


def test_codes_of_what_stands_below_are_proposed_where_towns_merge(officer: Client) -> None:
    kept = {row.code for row in children_of(code=TOWN, on=timezone.localdate())}
    coming = children_of(code=OTHER_TOWN, on=timezone.localdate()).count()
    confirmed(officer, f"/divisions/{TOWN}/merge", others=OTHER_TOWN, into=TOWN, name="双新街道", below="")
    below = {row.code for row in children_of(code=TOWN, on=timezone.localdate())}
    assert kept < below
    assert len(below) == len(kept) + coming


def test_a_town_splits_is_founded_below_and_a_village_is_abolished(officer: Client) -> None:
    today = timezone.localdate()
    into = f"{TOWN} 双新街道\n120112199 新街道"
    confirmed(officer, f"/divisions/{TOWN}/split", into=into, below=f"{VILLAGE} 120112199001")
    assert [row.code for row in children_of(code="120112199", on=today)] == ["120112199001"]
    confirmed(officer, "/divisions/120112199000/create", code="120112199002", name="新社区")
    later = (today + timedelta(days=1)).isoformat()
    confirmed(officer, "/divisions/120112199002/abolish", on=later)
    assert division_as_of(code="120112199002", on=today).valid_to == today
    assert "待随迁" in officer.get("/divisions/changes").content.decode()


@pytest.mark.parametrize(
    ("act", "said", "told"),
    [
        ("rename", {"name": ""}, "这个字段是必填项"),
        ("move", {"to_code": OTHER_TOWN}, "使用"),
        ("move", {"to_code": "1"}, "不是区划代码"),
        ("split", {"into": "双新街道"}, "看不懂"),
        ("merge", {"others": "双林", "into": TOWN, "name": "x"}, "请每行写一个区划代码"),
        ("create", {"code": "110101001199", "name": "外省"}, "没有“维护行政区划”权限"),
        ("abolish", {}, "没有说明去向"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(officer: Client, act: str, said: dict[str, str], told: str) -> None:
    whole = {"on": timezone.localdate().isoformat(), "document": DOCUMENT, **said}
    answer = officer.post(f"/divisions/{TOWN}/{act}", whole)
    assert answer.status_code == 422
    assert told in answer.content.decode()
    assert not DivisionChange.objects.filter(document=DOCUMENT).exists()


def test_only_who_keeps_divisions_there_gets_to_the_forms(officer: Client, employ: Employ, signed_in: SignedIn) -> None:
    assert "登记变更" in officer.get(f"/divisions/{TOWN}/").content.decode()
    here: Account = employ("wang")
    assert "登记变更" not in signed_in(here).get(f"/divisions/{TOWN}/").content.decode()
    assert signed_in(here).get(f"/divisions/{TOWN}/rename").status_code == 403
    elsewhere = signed_in(employ("technician", Role.TECHNICIAN, "1201"))
    assert elsewhere.get("/divisions/120000000000/rename").status_code == 404
    assert elsewhere.get(f"/divisions/{TOWN}/rename").status_code == 200
    assert officer.get("/divisions/999999999999/").status_code == 404
    assert officer.get("/divisions/120112777000/").status_code == 404
