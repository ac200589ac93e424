"""A telephone holds the area of its owner, no more and no less, whatever happens to it."""

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from tests import officers
from tests.children import VILLAGE, child, whole_file
from tests.forms import right
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.access.models import Post
from gonghu.domain.access.officer import officer
from gonghu.domain.access.operations import vacate_post
from gonghu.domain.access.operations.reading import READ_AREA
from gonghu.domain.access.terms import Role
from gonghu.domain.people.models import CardNote, Child
from gonghu.domain.people.operations import close_file
from gonghu.domain.people.terms import ClosingReason
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.visits.facts import ChildAtVisit, ContactFacts
from gonghu.domain.visits.operations import log_contact, reply_complaint, take_harm_report
from gonghu.domain.visits.terms import Contact
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.hand_in_form import hand_in_form

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


def test_what_the_desk_holds_back_or_answers_comes_to_who_sent_it_and_to_nobody_else(employ: Employ) -> None:
    keep_shipped_forms(by=SYSTEM, at=timezone.now())
    account, now = employ("director"), timezone.now()
    phone, other = Phone(Line(account)), Phone(Line(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")))
    by, boss = (
        officer(account=account, at=now),
        officer(account=employ("wang", Role.DISTRICT_OFFICER, "120112000000"), at=now),
    )
    waiting, complaint, harm = (
        hand_in_form(xml=right(form), files={}, device="红米", by=by, at=now).submission
        for form in ("weekly_contact", "complaint", "harm_report")
    )
    reply_complaint(complaint=complaint.pk, reply="已经改好", by=boss, at=now)
    take_harm_report(report=harm.pk, by=boss, at=now)
    forms = {each["id"]: each["child"] for each in phone.line.told("me")["forms"]}
    assert (forms["recheck"], forms["harm_report"], forms["volunteer_safety"]) == ("REQUIRED", "OPTIONAL", "NONE")
    phone.pull()
    other.pull()
    held = phone.held[f"held:{waiting.pk}"][1]
    assert (held["title"], held["child"], held["reasons"]) == ("每周联系", None, ["没有说明是哪名儿童"])
    reply = phone.held[f"reply:{complaint.pk}"][1]
    assert (reply["answer"], reply["answered_by"]) == ("已经改好", "王晓梅")
    assert phone.held[f"reply:{harm.pk}"][1]["answer"].startswith("已接办")
    assert names(other, "held") == names(other, "reply") == set()


def test_the_telephone_knows_whose_parents_are_away_and_when_they_last_spoke(phone: Phone) -> None:
    away, home, silent = child("张小明"), child("李小红"), child("王小刚")
    today = timezone.localdate()
    for of, father, mother in ((away, "外地务工", "去世"), (home, "外地务工", "在家")):
        for field, words in (("father_whereabouts", father), ("mother_whereabouts", mother)):
            CardNote(child=of, field=field, words=words, from_on=today).save()
    for days, reached in ((9, True), (3, True), (1, False)):
        facts = ContactFacts(uuid4(), today - timedelta(days=days), Contact.MOTHER, reached=reached)
        log_contact(child=ChildAtVisit(away.pk, VILLAGE), facts=facts, by=SYSTEM, at=timezone.now())
    phone.pull()
    told = {of.pk: phone.held[f"child:{of.pk}"][1] for of in (away, home, silent)}
    assert [told[of.pk]["both_away"] for of in (away, home, silent)] == [True, False, False]
    assert [told[of.pk]["contact_on"] for of in (away, home)] == [(today - timedelta(days=3)).isoformat(), ""]
