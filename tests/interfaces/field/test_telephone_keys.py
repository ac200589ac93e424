"""A telephone whose session is over signs in with its own key, and nobody else does."""

import base64
import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.utils import timezone
from pytest_django import Settings
from tests.children import VILLAGE
from tests.interfaces.field.conftest import Employ, Line

from gonghu.domain.access.models import Account, Device
from gonghu.domain.access.operations import disable_account, make_login_card
from gonghu.domain.access.operations.telephone_keys import SIGNED, telephone_challenge
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db(transaction=True)


class Telephone:
    """A telephone with a key of its own and no session."""

    def __init__(self, account: Account) -> None:
        self.key, self.pair = str(uuid4()), ec.generate_private_key(ec.SECP256R1())
        point = self.pair.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        Line(account).told("device", {"id": self.key, "label": "红米", "public": base64.b64encode(point).decode()})
        self.line = Line(None)

    def challenge(self) -> str:
        return str(self.line.told(f"device/{self.key}/challenge", {})["challenge"])

    def signed(self, challenge: str, pair: ec.EllipticCurvePrivateKey | None = None) -> str:
        der = (pair or self.pair).sign(f"{SIGNED}\n{challenge}".encode(), ec.ECDSA(SHA256()))
        halves = [each.to_bytes(32, "big") for each in decode_dss_signature(der)]
        return base64.b64encode(b"".join(halves)).decode()

    def sign_in(self, challenge: str = "", signature: str = "") -> Any:
        asked = challenge or self.challenge()
        said = {"challenge": asked, "signature": signature or self.signed(asked)}
        return self.line.ask(f"device/{self.key}/sign-in", said)


def codes(answers: list[Any]) -> set[tuple[int, bytes]]:
    return {(each.status_code, each.content) for each in answers}


@pytest.fixture
def director(employ: Employ) -> Account:
    return employ("director")


def test_a_telephone_signs_in_with_its_key_and_each_challenge_once(director: Account) -> None:
    telephone = Telephone(director)
    challenge = telephone.challenge()
    assert telephone.line.ask("me").status_code == 401
    assert telephone.sign_in(challenge).status_code == 200
    assert telephone.line.told("me")["name"] == director.display_name
    assert telephone.sign_in(challenge).status_code == 401
    assert telephone.sign_in().status_code == 200
    assert AuditEntry.objects.filter(verb="access.sign_in_with_telephone").count() == 2


def test_every_refusal_is_the_same(director: Account, employ: Employ, settings: Settings) -> None:
    settings.GONGHU_FAILURES_PER_NAME = settings.GONGHU_FAILURES_PER_ADDRESS = 50
    telephone, other = Telephone(director), Telephone(employ("other"))
    late = telephone_challenge(device=Device(telephone.key).pk, at=timezone.now() - timedelta(seconds=61))
    early = telephone_challenge(device=Device(telephone.key).pk, at=timezone.now() + timedelta(minutes=5))
    known = telephone.challenge()
    found = [
        telephone.sign_in(late),
        telephone.sign_in(early),
        telephone.sign_in("no challenge"),
        telephone.sign_in(other.challenge()),
        telephone.sign_in(known, telephone.signed(known, other.pair)),
        telephone.sign_in(known, telephone.signed(known)[:40]),
        telephone.sign_in(known, "no base64"),
    ]
    telephone.key = str(uuid4())
    found.append(telephone.sign_in())
    assert len(codes(found)) == 1
    assert found[0].status_code == 401


def test_who_may_not_use_a_card_signs_in_otherwise(director: Account, employ: Employ, settings: Settings) -> None:
    supervisor = Telephone(employ("supervisor", Role.TOWN_SUPERVISOR, VILLAGE[:9] + "000"))
    assert supervisor.sign_in().status_code == 401
    telephone = Telephone(director)
    rows = Device.objects.everywhere("test").filter(pk=telephone.key)
    rows.update(seen_at=timezone.now() - timedelta(days=settings.GONGHU_FIELD_OFFLINE_DAYS + 1))
    assert telephone.sign_in().status_code == 401
    rows.update(seen_at=timezone.now(), sealed_at=timezone.now())
    assert telephone.sign_in().status_code == 401
    rows.update(sealed_at=None)
    disable_account(account=director, by=SYSTEM, at=timezone.now())
    assert telephone.sign_in().status_code == 401


def test_guesses_are_counted(director: Account, settings: Settings) -> None:
    settings.GONGHU_FAILURES_PER_NAME = 2
    telephone, challenge = Telephone(director), telephone_challenge(device=uuid4(), at=timezone.now())
    assert [telephone.sign_in(challenge).status_code for _ in range(3)] == [401, 401, 429]


def test_the_telephone_alone_gets_no_share_to_choose_another_pin_with(director: Account) -> None:
    telephone = Telephone(director)
    telephone.sign_in()
    again = telephone.line.told("device", {"id": telephone.key, "label": "红米"})
    assert again.keys() == {"id", "offline_days"}
    assert "share" in Line(director).told("device", {"id": telephone.key, "label": "红米"})
    assert telephone.line.ask(f"device/{telephone.key}/unlock", {}).status_code == 401
    assert telephone.line.ask("me").status_code == 401
    assert Line(director).ask(f"device/{telephone.key}/unlock", {}).status_code == 200


def test_nobody_is_asked_for_a_password_that_is_not_known(director: Account) -> None:
    telephone = Telephone(director)
    Account.objects.everywhere("test").filter(pk=director.pk).update(must_change_password=True)
    telephone.sign_in()
    assert telephone.line.ask("me").status_code == 200
    by_password, by_card = Line(director), Line(None)
    assert json.loads(by_password.ask("me").content)["code"] == "CHANGE_PASSWORD"
    card = make_login_card(account=director, by=SYSTEM, at=timezone.now())
    by_card.browser.post(f"/card/{card.token}")
    assert by_card.ask("me").status_code == 200
    assert by_card.browser.get("/").status_code == 200
