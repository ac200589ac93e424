"""Whoever the app speaks for is told plainly what goes on: never a page, always what to do next."""

import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.interfaces.field.conftest import Employ, Line

from gonghu.domain.access.models import Device
from gonghu.domain.access.operations import disable_account, seal_device
from gonghu.domain.access.terms import Role
from gonghu.domain.organisations.duty import put_on_duty
from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.sealed_letters import open_letter, seal_letter

pytestmark = pytest.mark.django_db


def refused(answer: Any) -> tuple[int, str]:
    """Give status and code of a refusal, which always says in Chinese what happened and what to do."""
    assert answer["Content-Type"] == "application/json"
    said = json.loads(answer.content)
    assert all(any("一" <= letter <= "鿿" for letter in said[part]) for part in ("message", "next"))
    return answer.status_code, said["code"]


def test_whoever_has_not_signed_in_is_told_so_and_led_nowhere() -> None:
    line = Line(None)
    for address, body in (("me", None), ("area", {}), ("device", {}), (f"device/{uuid4()}/unlock", {})):
        assert refused(line.ask(address, body)) == (401, "SIGN_IN")


def test_an_address_that_is_not_there_answers_in_json_too(employ: Employ) -> None:
    assert refused(Line(employ("director")).ask("nothing")) == (404, "NOT_FOUND")


def test_a_write_without_the_token_is_refused_and_gets_one_that_works(employ: Employ) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(employ("director"), backend="gonghu.domain.access.backend.AccountBackend")
    answer = strict.post("/field/api/area", "{}", content_type="application/json")
    assert refused(answer) == (403, "TOKEN")
    for token in (json.loads(answer.content)["csrf"], json.loads(strict.get("/field/api/me").content)["csrf"]):
        again = strict.post("/field/api/area", "{}", content_type="application/json", headers={"X-CSRFToken": token})
        assert again.status_code == 200


@pytest.mark.parametrize("body", ["", "[]", "{", '{"id": 1}', '{"id": "x"}', '{"id": null}', "[" * 100_000])
def test_what_cannot_be_read_is_named(employ: Employ, body: str) -> None:
    assert refused(Line(employ("director")).ask("device", body)) == (422, "MALFORMED")


def test_too_much_at_once_is_refused_before_it_is_read(employ: Employ) -> None:
    assert refused(Line(employ("director")).ask("area", "x" * (3 << 20))) == (413, "TOO_LARGE")


def test_whoever_asks_too_often_waits(employ: Employ, settings: Settings) -> None:
    settings.GONGHU_FIELD_REQUESTS_A_MINUTE = 3
    line = Line(employ("director"))
    assert [line.ask("me").status_code for _ in range(3)] == [200] * 3
    late = line.ask("me")
    assert refused(late) == (429, "TOO_OFTEN")
    assert 0 < int(late["Retry-After"]) <= 60
    assert Line(employ("other", division="120112100202")).ask("me").status_code == 200


def test_a_first_password_must_be_changed_before_anything_else(employ: Employ) -> None:
    director = employ("director")
    director.must_change_password = True
    director.save()
    assert refused(Line(director).ask("me")) == (403, "CHANGE_PASSWORD")


def test_somebody_who_makes_no_visits_has_no_use_for_the_app(employ: Employ) -> None:
    line = Line(employ("auditor", Role.AUDITOR))
    assert refused(line.ask("device", {"id": str(uuid4())})) == (403, "NOT_PERMITTED")


@pytest.mark.usefixtures("village")
def test_the_app_learns_whose_it_is_and_whom_to_call(employ: Employ) -> None:
    told = Line(employ("director")).told("me")
    assert told["name"] == "王晓梅"
    assert told["posts"][0]["title"] == "儿童主任"
    assert told["areas"] == [told["posts"][0]["place"]]
    assert told["settings"]["police"] == "110"
    assert (told["settings"]["most_files"], told["settings"]["most_file_bytes"]) == (20, 25 << 20)


@pytest.mark.usefixtures("village")
def test_the_app_learns_for_two_weeks_who_is_on_duty_the_nearest_first(employ: Employ) -> None:
    by: dict[str, Any] = {"by": SYSTEM, "at": timezone.now()}
    today = timezone.localdate()
    town = found_organisation(
        kind=OrganisationKind.TOWN_STATION, name="镇站", division_code="120112100000", duty_phone="022-1", **by
    )
    centre = found_organisation(
        kind=OrganisationKind.PROTECTION_CENTRE, name="中心", division_code="120112000000", duty_phone="022-2", **by
    )
    other = found_organisation(kind=OrganisationKind.TOWN_STATION, name="别的镇", division_code="120112105000", **by)
    for station, name, ahead in (
        (centre, "赵敏", 0),
        (town, "李娜", 0),
        (town, "王强", 14),
        (town, "早了", 15),
        (other, "别人", 0),
    ):
        day = today + timedelta(days=ahead)
        put_on_duty(organisation=station, name=name, phone=f"139{ahead}", from_on=day, to_on=day, **by)
    told = Line(employ("director")).told("me")["settings"]
    assert [(each["on"], each["name"], each["phone"]) for each in told["duty"]] == [
        (today.isoformat(), "李娜", "1390"),
        (today.isoformat(), "赵敏", "1390"),
        ((today + timedelta(days=14)).isoformat(), "王强", "13914"),
    ]
    assert told["duty_phone"] == "022-1"


class TestDevice:
    """A telephone is registered once, unlocked while the account is active, and sealed without losing anything."""

    def test_registering_twice_is_registering_once(self, employ: Employ) -> None:
        line, key = Line(employ("director")), str(uuid4())
        first = line.told("device", {"id": key, "label": "红米"})
        assert line.told("device", {"id": key, "label": "红米"}) == first
        assert line.told(f"device/{key}/unlock", {}) == first
        letter = seal_letter([b"work"], sender=key, made_at="2026-11-22T08:00:00Z", to=first["rescue_key"])
        assert list(open_letter(letter)[1]) == [b"work"]
        assert Device.objects.everywhere("test").count() == 1

    def test_the_share_does_not_lie_in_the_database(self, employ: Employ) -> None:
        told = Line(employ("director")).told("device", {"id": str(uuid4())})
        kept: Any = Device.objects.everywhere("test").values_list("share", flat=True).get()
        assert told["share"].encode() not in bytes(kept)

    def test_a_telephone_belongs_to_one_account(self, employ: Employ) -> None:
        key = str(uuid4())
        Line(employ("director")).told("device", {"id": key})
        other = Line(employ("other", division="120112100202"))
        assert refused(other.ask("device", {"id": key})) == (409, "DEVICE_TAKEN")
        assert refused(other.ask(f"device/{key}/unlock", {})) == (404, "UNKNOWN_DEVICE")

    def test_an_account_has_few_telephones(self, employ: Employ) -> None:
        line = Line(employ("director"))
        answers = [line.ask("device", {"id": str(uuid4())}) for _ in range(4)]
        assert [answer.status_code for answer in answers[:3]] == [200] * 3
        assert refused(answers[3]) == (422, "TOO_MANY_DEVICES")

    def test_a_sealed_telephone_stays_sealed_and_its_owners_sessions_end(self, employ: Employ) -> None:
        director, key = employ("director"), str(uuid4())
        line = Line(director)
        line.told("device", {"id": key})
        device = Device.objects.everywhere("test").select_related("account").get()
        seal_device(device=device, by=SYSTEM, at=timezone.now())
        assert refused(line.ask(f"device/{key}/unlock", {})) == (403, "SEALED")
        assert refused(line.ask("me")) == (401, "SIGN_IN")
        director.refresh_from_db()
        assert refused(Line(director).ask("device", {"id": key})) == (403, "SEALED")

    def test_a_disabled_account_is_told_by_its_telephone_that_it_is_sealed(self, employ: Employ) -> None:
        director, key = employ("director"), str(uuid4())
        line = Line(director)
        line.told("device", {"id": key})
        disable_account(account=director, by=SYSTEM, at=timezone.now())
        assert refused(line.ask("me", **{"X-Field-Device": key})) == (403, "SEALED")
        assert refused(line.ask(f"device/{key}/unlock", {})) == (403, "SEALED")
        # Who does not know the telephone's key learns nothing about the account.
        assert refused(line.ask("me", **{"X-Field-Device": str(uuid4())})) == (401, "SIGN_IN")
        assert Device.objects.everywhere("test").count() == 1
