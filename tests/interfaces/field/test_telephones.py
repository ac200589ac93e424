"""At the desk a telephone is sealed, opened again, and what it could not send is handed in."""

import base64
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from tests.children import VILLAGE, child
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.access.models import Account, Device, LoginCard
from gonghu.domain.access.operations import disable_account
from gonghu.domain.access.operations.cards import ON_PAPER
from gonghu.domain.access.terms import Role
from gonghu.domain.questionnaires.models import Submission, SubmissionFile
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.visits.models import Visit
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.sealed_letters import public_point, seal_letter

pytestmark = pytest.mark.django_db
PHOTO = b"no picture, but a file" * 20


@pytest.fixture
def director(employ: Employ) -> Account:
    keep_shipped_forms(by=SYSTEM, at=timezone.now(), folder=Path(__file__).parent / "forms")
    return employ("director")


@pytest.fixture
def supervisor(employ: Employ) -> Client:
    return Line(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000")).browser


def letter(phone: Phone) -> bytes:
    """Write what the app writes: each record, then its files in parts."""

    def pieces() -> Iterator[bytes]:
        for record in phone.outbox.values():
            yield json.dumps({"record": record}).encode()
            for note in record["files"]:
                for start in range(0, len(PHOTO), 100):
                    content = base64.b64encode(PHOTO[start : start + 100]).decode()
                    part = {"record": record["uuid"], "name": note["name"], "from": start, "content": content}
                    yield json.dumps({"part": part}).encode()

    sealed = seal_letter(pieces(), sender=phone.key, made_at="2026-11-22T08:00:00Z", to=public_point())
    return "\n".join(sealed).encode() + b"\n"


def hand_in(browser: Client, content: bytes) -> Any:
    return browser.post("/telephones/rescue", {"letter": SimpleUploadedFile("gonghu-rescue.txt", content)})


def filled(director: Account) -> Phone:
    phone = Phone(Line(director))
    phone.register()
    phone.pull()
    record = phone.fill(child().pk, {"phone": "13812345678"}, timezone.now())
    record["files"] = [{"name": "a.m4a", "sha256": hashlib.sha256(PHOTO).hexdigest(), "size": len(PHOTO)}]
    return phone


def test_a_rescue_file_brings_what_was_not_sent_once(director: Account, supervisor: Client) -> None:
    phone = filled(director)
    for told in ("新收下 1 份记录、1 个附件", "早已收到 1 份"):
        assert told in hand_in(supervisor, letter(phone)).content.decode()
    assert Visit.objects.everywhere("test").get().account == director
    assert SubmissionFile.objects.get().have == len(PHOTO)
    (answer,) = phone.line.told("records", phone.batch())["answers"]
    assert (answer["standing"], answer["state"], answer["missing"]) == ("HAD", "ACCEPTED", [])


def test_what_comes_from_a_disabled_account_waits_for_somebody(director: Account, supervisor: Client) -> None:
    phone = filled(director)
    disable_account(account=director, by=SYSTEM, at=timezone.now())
    assert hand_in(supervisor, letter(phone)).status_code == 200
    kept = Submission.objects.everywhere("test").get()
    assert (kept.account, kept.state) == (director, "NEEDS_CARE")


def test_a_rescue_file_that_is_cut_brings_nothing(director: Account, supervisor: Client) -> None:
    phone = filled(director)
    whole = letter(phone)
    for broken in (whole[:-200], b"", b"no letter", whole.replace(phone.key.encode(), b"x")):
        assert hand_in(supervisor, broken).status_code == 422
    assert Submission.objects.everywhere("test").count() == 0


def test_nobody_hands_in_for_a_telephone_of_another_town(director: Account, employ: Employ) -> None:
    stranger = Line(employ("stranger", Role.TOWN_SUPERVISOR, "120112101000")).browser
    assert hand_in(stranger, letter(filled(director))).status_code == 422
    assert Submission.objects.everywhere("test").count() == 0


def test_a_lost_telephone_is_sealed_and_opened_again_when_it_is_found(director: Account, supervisor: Client) -> None:
    phone = filled(director)
    assert "红米" in supervisor.get("/telephones/").content.decode()
    supervisor.post(f"/telephones/{phone.key}/seal")
    sealed = phone.line.ask("records", phone.batch(), **{"X-Field-Device": phone.key})
    assert (sealed.status_code, sealed.json()["code"]) == (403, "SEALED")
    assert "已封存" in supervisor.get("/telephones/").content.decode()
    supervisor.post(f"/telephones/{phone.key}/reopen")
    director.refresh_from_db()
    assert Line(director).ask("records", phone.batch()).status_code == 200
    assert Device.objects.everywhere("test").count() == 1


def test_a_supervisor_makes_cards_for_the_directors_of_the_town_and_for_nobody_else(
    director: Account, supervisor: Client, employ: Employ
) -> None:
    far = employ("far", Role.VILLAGE_DIRECTOR, "120112101201")
    listed = supervisor.get("/telephones/cards").context["rows"]
    assert [row["account"] for row in listed] == [director]
    page = supervisor.post(f"/telephones/cards/{director.pk}/paper")
    assert "当面交给本人" in page.content.decode()
    card = LoginCard.objects.get(account=director)
    assert card.ends_at - card.made_at == ON_PAPER
    supervisor.post(f"/telephones/cards/{director.pk}/screen")
    assert LoginCard.objects.filter(account=director, withdrawn_at=None).get().ends_at < card.ends_at
    assert supervisor.post(f"/telephones/cards/{director.pk}/withdraw").status_code == 302
    assert not LoginCard.objects.filter(withdrawn_at=None).exists()
    assert supervisor.post(f"/telephones/cards/{far.pk}/screen").status_code == 404
    assert supervisor.post(f"/telephones/cards/{director.pk}/reset-password").status_code == 404
