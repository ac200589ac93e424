"""A telephone holds the area of its owner, no more and no less, whatever happens to it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from tests import officers
from tests.children import VILLAGE, child, whole_file
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import vacate_post
from gonghu.domain.access.operations.reading import READ_AREA
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations import close_file
from gonghu.domain.people.terms import ClosingReason
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
ELSEWHERE = "120112100202"


@pytest.fixture
def phone(employ: Employ) -> Phone:
    return Phone(Line(employ("director")))


def names(phone: Phone, kind: str) -> set[str]:
    return {name.partition(":")[2] for name in phone.held if name.startswith(f"{kind}:")}


def test_the_first_sync_brings_the_children_of_the_village_and_no_others(phone: Phone) -> None:
    here, _elsewhere = child(number="120112201502110015"), child("李小红", village=ELSEWHERE)
    assert phone.pull(limit=1) == phone.area_digest()
    assert names(phone, "child") == names(phone, "visit") == {str(here.pk)}
    assert "120112201502110015" not in json.dumps(phone.held)
    assert phone.held[f"child:{here.pk}"][1]["name"] == "张小明"


def test_what_a_visit_does_not_need_is_not_on_the_telephone(phone: Phone) -> None:
    made = whole_file()
    phone.pull()
    told = json.dumps([item for name, item in phone.held.items() if "advice" not in name], ensure_ascii=False)
    for secret in ("120112198505010015", "刑初12号", "服刑", "阳性", "六年"):
        assert secret not in told
    assert phone.card(made.pk)["carer_name"].value == "张老栓"
    assert phone.card(made.pk)["carer_phone"].value == "13812345678"


def test_cards_that_were_handed_out_stand_in_the_audit_once(phone: Phone) -> None:
    made = child()
    phone.pull()
    phone.pull()
    (entry,) = AuditEntry.objects.filter(verb=READ_AREA)
    assert entry.detail == {"children": 1, "keys": [str(made.pk)]}


def test_a_child_that_moved_away_or_whose_file_was_closed_goes(phone: Phone) -> None:
    gone, closed = child(), child("李小红")
    phone.pull()
    Child.objects.everywhere("test").filter(pk=gone.pk).update(division_code=ELSEWHERE)
    close_file(child=closed, reason=ClosingReason.MOVED_AWAY, on=timezone.localdate(), by=SYSTEM, at=timezone.now())
    assert phone.pull() == phone.area_digest()
    assert names(phone, "child") == names(phone, "visit") == set()


@pytest.mark.usefixtures("employ")
def test_whoever_lost_the_post_keeps_nothing_of_the_village() -> None:
    now = timezone.now()
    director = officers.employ("director", Role.VILLAGE_DIRECTOR, VILLAGE, at=now - timedelta(days=9))
    phone = Phone(Line(director))
    child()
    phone.pull()
    (held,) = officer(account=director, at=now).posts
    post = Post.objects.everywhere("test").get(pk=held.uuid)
    vacate_post(post=post, on=timezone.localdate(), by=SYSTEM, at=now)
    director.refresh_from_db()
    phone.line = Line(director)
    assert phone.pull() == phone.area_digest()
    assert names(phone, "child") == names(phone, "visit") == set()


def test_a_whole_district_does_not_fit_on_a_telephone(employ: Employ, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("gonghu.usecases.field_area.MOST_CHILDREN", 2)
    for name in ("张一", "张二", "张三"):
        child(name)
    answer = Line(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")).ask("area", {})
    assert (answer.status_code, json.loads(answer.content)["code"]) == (422, "AREA_TOO_LARGE")
