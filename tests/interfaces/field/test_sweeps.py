"""The doors of a sweep on a telephone: brought with the area, marked once, nothing of anybody overwritten silently."""

import json
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone
from tests.children import VILLAGE, child
from tests.forms import right
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.terms import Role
from gonghu.domain.campaigns.models import SweepRound, SweptHousehold
from gonghu.domain.campaigns.operations import list_households, open_sweep
from gonghu.domain.campaigns.queries import sweep_totals
from gonghu.domain.campaigns.terms import HouseholdListed
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.models import Address
from gonghu.domain.people.terms import AddressKind
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.questionnaires.queries import forms_to_choose
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.usecases.sweep_lists import take_households_on_file
from gonghu.usecases.take_form import take_form

pytestmark = pytest.mark.django_db
NEXT = "120112100202"
Sent = dict[str, Any]


@pytest.fixture
def sweep(employ: Employ) -> SweepRound:
    """A round of two villages that is under way."""
    del employ
    now, today = timezone.now(), timezone.localdate()
    keep_shipped_forms(by=SYSTEM, at=now)
    week = timedelta(days=7)
    made = open_sweep(
        name="冬季摸排", division_code="120112000000", from_on=today - week, to_on=today, by=SYSTEM, at=now
    )
    listed = [HouseholdListed(VILLAGE, f"{number}号", "王大山") for number in range(1, 53)]
    list_households(sweep=made.pk, households=[*listed, HouseholdListed(NEXT, "九号")], by=SYSTEM, at=now)
    return made


@pytest.fixture
def phone(employ: Employ, sweep: SweepRound) -> Phone:
    """A director's telephone that holds the list of the village."""
    del sweep
    made = Phone(Line(employ("director")))
    made.register()
    made.pull()
    return made


@pytest.fixture
def other(employ: Employ, sweep: SweepRound) -> Phone:
    """The telephone of a supervisor of the whole town."""
    del sweep
    made = Phone(Line(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")))
    made.register()
    made.pull()
    return made


def doors(phone: Phone) -> dict[str, Any]:
    parts = [body for name, (_, body) in phone.held.items() if name.startswith("doors:")]
    return {door["label"]: door for part in parts for door in part["doors"]}


def marked(phone: Phone, label: str, outcome: str, on: date | None = None) -> Sent:
    """Mark a door as the app does: with what stood there when the list was last brought."""
    phone.sequence += 1
    door, key = doors(phone)[label], uuid4()
    xml = right("sweep_household", key=key, household=door["key"], outcome=outcome, seen_on=on or timezone.localdate())
    return {
        "uuid": str(key), "form": "sweep_household", "version": "2026112201", "sequence": phone.sequence,
        "made_at": timezone.now().isoformat(), "base": {"outcome": door["version"]}, "xml": xml.decode(), "files": [],
    }  # fmt: skip


def send(phone: Phone, *records: Sent) -> list[Any]:
    told: list[Any] = phone.line.told("records", {"device": phone.key, "records": list(records)})["answers"]
    return told


def stands(label: str) -> str:
    return {row.label: row for row in SweptHousehold.objects.everywhere("test")}[label].outcome


def test_a_telephone_holds_the_doors_of_its_villages_and_is_brought_only_what_changed(
    phone: Phone, other: Phone
) -> None:
    assert len(doors(phone)) == 52
    assert len(doors(other)) == 53
    assert (doors(phone)["1号"]["head"], doors(phone)["1号"]["version"]) == ("王**", "")
    assert phone.area_digest() == phone.pull()
    send(phone, marked(phone, "52号", "ABSENT"))
    have = {name: digest for name, (digest, _) in phone.held.items()}
    changed = phone.line.told("area", {"have": have})["items"]
    assert [(each["kind"], len(each["body"]["doors"])) for each in changed] == [("doors", 2)]
    phone.pull()
    assert doors(phone)["52号"]["outcome"] == "ABSENT"


def test_a_round_comes_before_it_begins_and_goes_when_it_is_over(sweep: SweepRound, phone: Phone) -> None:
    rounds, today = SweepRound.objects.everywhere("test").filter(pk=sweep.pk), timezone.localdate()
    for begins, days, there in ((14, 20, True), (15, 20, False), (-30, -14, True), (-30, -15, False)):
        rounds.update(from_on=today + timedelta(days=begins), to_on=today + timedelta(days=days))
        assert phone.pull() == phone.area_digest()
        assert bool(doors(phone)) is (f"sweep:{sweep.pk}" in phone.held) is there


def test_too_many_doors_are_said_and_left_to_the_desk(
    sweep: SweepRound, phone: Phone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("gonghu.usecases.field_area_sweeps.MOST_DOORS", 51)
    phone.pull()
    assert (doors(phone), phone.held[f"sweep:{sweep.pk}"][1]["too_many"]) == ({}, True)


def test_an_outcome_arrives_once_and_what_the_same_telephone_says_later_stays(phone: Phone) -> None:
    first, second = marked(phone, "1号", "ABSENT"), marked(phone, "1号", "VISITED")
    assert [each["state"] for each in send(phone, second)] == ["ACCEPTED"]
    # What was made before comes last, and again.
    for standing in ("STORED", "HAD"):
        assert [(each["standing"], each["state"]) for each in send(phone, first)] == [(standing, "ACCEPTED")]
    assert stands("1号") == "VISITED"
    assert AuditEntry.objects.filter(verb="campaigns.mark_household").count() == 1
    third = marked(phone, "1号", "FOUND")
    assert send(phone, third)[0]["state"] == "ACCEPTED"
    assert stands("1号") == "FOUND"


def test_what_two_people_say_of_one_door_waits_for_a_third(phone: Phone, other: Phone, employ: Employ) -> None:
    ours, theirs, same = (
        marked(phone, "1号", "ABSENT"),
        marked(other, "1号", "VISITED"),
        marked(other, "2号", "VISITED"),
    )
    assert [each["state"] for each in send(other, theirs, same)] == ["ACCEPTED"] * 2
    assert send(phone, marked(phone, "2号", "VISITED"))[0]["state"] == "ACCEPTED"
    (met,) = send(phone, ours)
    assert met["state"] == "NEEDS_CARE"
    assert all(words in met["reasons"][0] for words in ("已由", "“已访”", "“不在”"))
    assert stands("1号") == "VISITED"
    phone.pull()
    assert phone.held[f"held:{ours['uuid']}"][1]["title"] == "入户结果"
    # Whoever leads the work decides; whoever saw what stands there may say otherwise.
    held = Submission.objects.everywhere("test").get(pk=ours["uuid"])
    boss = officer(account=employ("sun", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000"), at=timezone.now())
    assert take_form(submission=held, by=boss, at=timezone.now(), despite=True).submission.state == "ACCEPTED"
    assert stands("1号") == "ABSENT"
    other.pull()
    assert send(other, marked(other, "1号", "REFUSED"))[0]["state"] == "ACCEPTED"
    assert stands("1号") == "REFUSED"


def test_what_cannot_be_waits_with_the_reason(phone: Phone, other: Phone) -> None:
    today = timezone.localdate()
    elsewhere = {**marked(other, "九号", "VISITED"), "uuid": str(key := uuid4())}
    household = doors(other)["九号"]["key"]
    elsewhere["xml"] = right("sweep_household", key=key, household=household, seen_on=today).decode()
    early = marked(phone, "1号", "VISITED", today - timedelta(days=8))
    nowhere = {**marked(phone, "1号", "VISITED"), "uuid": str(key := uuid4())}
    nowhere["xml"] = right("sweep_household", key=key, household="", seen_on=today).decode()
    for record, why in ((elsewhere, "不能登记"), (early, "这一轮之内"), (nowhere, "哪一户")):
        (answer,) = send(phone, record)
        assert answer["state"] == "NEEDS_CARE"
        assert why in answer["reasons"][0]
    assert stands("1号") == stands("九号") == ""


def test_an_address_that_was_protected_after_the_list_was_made_is_not_told(
    phone: Phone, sweep: SweepRound, employ: Employ
) -> None:
    boss = officer(account=employ("wang", Role.DISTRICT_OFFICER, "120112000000"), at=timezone.now())
    of = child(village=VILLAGE)
    home = {"kind": AddressKind.LIVING, "division_code": VILLAGE, "from_on": date(2026, 1, 1)}
    address = Address(person=of.person, detail="幸福里3号", **home)
    address.save()
    take_households_on_file(sweep=sweep, by=boss, at=timezone.now())
    phone.pull()
    assert "幸福里3号" in json.dumps(phone.held, ensure_ascii=False)
    Address.objects.everywhere("test").update(is_protected=True)
    phone.pull()
    assert "幸福里3号" not in json.dumps(
        [each for name, each in phone.held.items() if "doors" in name], ensure_ascii=False
    )
    assert any("住址受保护" in label for label in doors(phone))


def test_the_form_of_a_door_is_filled_from_its_list_and_offered_nowhere_else(phone: Phone, employ: Employ) -> None:
    del phone
    told = Line(employ("ding")).told("me")["forms"]
    by = officer(account=employ("dong"), at=timezone.now())
    assert "sweep_household" in {each["id"] for each in told}
    assert "sweep_household" not in {each.questionnaire_id for each in forms_to_choose(posts=by.posts, scope=by.scope)}


def met(phone: Phone, of: SweepRound, label: str, **said: Any) -> Sent:
    """Write down a household at the door that no list has."""
    phone.sequence += 1
    key, told = uuid4(), {"sweep": of.pk, "label": label, "seen_on": timezone.localdate(), **said}
    return {
        "uuid": str(key), "form": "sweep_addition", "version": "2026112301", "sequence": phone.sequence,
        "made_at": timezone.now().isoformat(), "base": {}, "files": [],
        "xml": right("sweep_addition", key=key, **told).decode(),
    }  # fmt: skip


def supervisor(employ: Employ) -> Officer:
    return officer(account=employ("sun", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000"), at=timezone.now())


def test_a_household_met_at_the_door_stands_on_the_list_once_and_is_counted_apart(
    phone: Phone, sweep: SweepRound, employ: Employ
) -> None:
    sent = met(phone, sweep, "村东头新房")
    assert [told["state"] for _again in range(2) for told in send(phone, sent)] == ["ACCEPTED"] * 2
    row = SweptHousehold.objects.everywhere("test").get(pk=sent["uuid"])
    assert (row.number, row.is_addition, row.is_from_door, row.outcome) == (53, True, True, "VISITED")
    assert (row.head, row.answered_by) == ("王大山", "李秀兰")
    (total,) = sweep_totals(sweep=sweep.pk, scope=supervisor(employ).scope, area=Area.of(VILLAGE))
    assert (total.listed, total.additions, total.additions_reached, total.visited) == (52, 1, 1, 0)
    entry = AuditEntry.objects.get(verb="campaigns.add_at_the_door")
    assert "村东头" not in json.dumps(entry.detail, ensure_ascii=False)
    phone.pull()
    assert doors(phone)["村东头新房"] | {"version": ""} == {
        "key": sent["uuid"], "number": 53, "label": "村东头新房", "head": "王**", "added": True, "from_door": True,
        "outcome": "VISITED", "seen_on": str(timezone.localdate()), "version": "",
    }  # fmt: skip
    send(phone, marked(phone, "村东头新房", "FOUND"))
    assert stands("村东头新房") == "FOUND"


def test_a_household_that_is_called_as_one_of_the_list_waits_for_a_person(
    phone: Phone, sweep: SweepRound, employ: Employ
) -> None:
    (told,) = send(phone, met(phone, sweep, " ５２号 ", outcome="ABSENT"))
    assert (told["state"], stands("52号")) == ("NEEDS_CARE", "")
    assert "名单上已有叫“52号”的一户（第 52 户）" in told["reasons"][0]
    submission = Submission.objects.everywhere("test").get(pk=told["uuid"])
    take_form(submission=submission, by=supervisor(employ), at=timezone.now(), despite=True)
    assert (stands("52号"), SweptHousehold.objects.everywhere("test").count()) == ("ABSENT", 53)


def test_nobody_adds_a_household_elsewhere_to_no_round_or_out_of_its_days(phone: Phone, sweep: SweepRound) -> None:
    wrong: list[dict[str, Any]] = [
        {"village": NEXT}, {"sweep": uuid4()}, {"seen_on": date(2020, 1, 1)}, {"village": "somewhere"},
    ]  # fmt: skip
    told = [send(phone, met(phone, sweep, "村东头新房", **each))[0]["state"] for each in wrong]
    assert told == ["NEEDS_CARE"] * 4
    assert not SweptHousehold.objects.everywhere("test").filter(is_from_door=True).exists()
