"""A WeChat opens the field app only for whom a supervisor invited, and whatever WeChat answers is told plainly."""

import json
import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from html import unescape
from typing import Any
from urllib.parse import unquote

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.interfaces.field import wechat
from tests.interfaces.field.conftest import Employ
from tests.interfaces.field.test_door import refused
from tests.interfaces.field.wechat import APP_KEY, GOOD, Wechat, seconds_of

from gonghu.domain.access.models import Account, WechatBinding, WechatInvitation
from gonghu.domain.access.operations import (
    disable_account,
    give_wechat_ticket,
    invite_wechat,
    sign_in_with_wechat,
    unbind_wechat,
)
from gonghu.domain.access.operations.cards import NoCardForThisRole
from gonghu.domain.access.operations.wechat import TicketRefused
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry
from gonghu.interfaces.field.wechat import code2session

pytestmark = pytest.mark.django_db
MINE, OTHER = f"{GOOD}director", f"{GOOD}Director"


@pytest.fixture(scope="module")
def server() -> Iterator[Wechat]:
    with wechat.running() as running:
        yield running


@pytest.fixture(autouse=True)
def _of_this_bureau(settings: Settings, server: Wechat) -> None:
    settings.GONGHU_WECHAT_APPID, settings.GONGHU_WECHAT_SECRET = "wx0000", APP_KEY
    settings.GONGHU_WECHAT_URL = server.address


@pytest.fixture
def director(employ: Employ) -> Account:
    return employ("director")


def ask(address: str, **said: str) -> Any:
    strict = Client(enforce_csrf_checks=True)
    return strict.post(f"/field/wechat/{address}", json.dumps(said), content_type="application/json")


def invited(account: Account, at: datetime | None = None) -> str:
    return invite_wechat(account=account, by=SYSTEM, at=at or timezone.now()).code


def told(answer: Any) -> Any:
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def opened(ticket: str) -> tuple[Client, int]:
    """Open the page of a ticket in a web-view and say yes."""
    view = Client(enforce_csrf_checks=True)
    page = view.get("/field/wechat/open", {"ticket": ticket})
    assert "no-store" in page["Cache-Control"]
    token = view.cookies["csrftoken"].value
    answer = view.post("/field/wechat/open", {"ticket": ticket, "csrfmiddlewaretoken": token})
    return view, answer.status_code


def test_an_invited_director_binds_enters_and_works(director: Account) -> None:
    assert refused(ask("enter", code=MINE)) == (403, "NOT_BOUND")
    code = invited(director)
    typed = f" {code.lower().replace('-', ' ')} "
    assert told(ask("bind", code=MINE, invitation=typed)) == {"bound": True}
    # The answer was lost: asked again, nothing changes.
    assert told(ask("bind", code=MINE, invitation=code)) == {"bound": True}
    answer = told(ask("enter", code=MINE))
    assert (answer["open"], answer["seconds"]) == ("/field/wechat/open", 60)
    view, status = opened(answer["ticket"])
    assert status == 302
    assert view.get("/field/api/me").json()["name"] == director.display_name
    assert opened(answer["ticket"])[1] == 422
    verbs = AuditEntry.objects.filter(verb__contains="wechat").values_list("verb", flat=True)
    assert sorted(verbs) == [
        "access.bind_wechat", "access.bind_wechat", "access.give_wechat_ticket",
        "access.invite_wechat", "access.sign_in_with_wechat",
    ]  # fmt: skip


def test_neither_the_name_at_wechat_nor_invitation_nor_ticket_lies_in_the_database(director: Account) -> None:
    code = invited(director)
    told(ask("bind", code=MINE, invitation=code))
    ticket = told(ask("enter", code=MINE))["ticket"]
    rows = [*WechatBinding.objects.values(), *WechatInvitation.objects.values(), *AuditEntry.objects.values()]
    held = repr(rows)
    assert all(text not in held for text in ("odirector", code, code.replace("-", ""), ticket, APP_KEY))


def test_an_invitation_is_good_once_and_for_half_an_hour(director: Account, employ: Employ) -> None:
    late = invited(director, timezone.now() - timedelta(minutes=31))
    old, new = invited(director), invited(director)
    for bad in (late, old, "ABCD-EFGH-JKMN", ""):
        assert refused(ask("bind", code=MINE, invitation=bad)) == (422, "INVITATION")
    told(ask("bind", code=MINE, invitation=new))
    assert refused(ask("bind", code=OTHER, invitation=new)) == (422, "INVITATION")
    with pytest.raises(NoCardForThisRole):
        invited(employ("officer", Role.DISTRICT_OFFICER, "120112000000"))


def test_one_wechat_and_one_account_belong_together(director: Account, employ: Employ) -> None:
    told(ask("bind", code=MINE, invitation=invited(director)))
    other = employ("other", division="120112100202")
    # Names at WeChat that differ in case are two people.
    assert refused(ask("bind", code=OTHER, invitation=invited(director))) == (409, "BOUND_ELSEWHERE")
    kept = invited(other)
    assert refused(ask("bind", code=MINE, invitation=kept)) == (409, "BOUND_ELSEWHERE")
    unbind_wechat(account=director, by=SYSTEM, at=timezone.now())
    told(ask("bind", code=MINE, invitation=kept))


def test_unbinding_ends_ticket_invitation_and_session(director: Account) -> None:
    told(ask("bind", code=MINE, invitation=invited(director)))
    view, _ = opened(told(ask("enter", code=MINE))["ticket"])
    ticket, unused = told(ask("enter", code=MINE))["ticket"], invited(director)
    assert told(ask("leave", code=MINE)) == {"bound": False}
    assert view.get("/field/api/me").status_code == 401
    assert opened(ticket)[1] == 422
    assert refused(ask("enter", code=MINE)) == (403, "NOT_BOUND")
    assert refused(ask("leave", code=MINE)) == (403, "NOT_BOUND")
    assert refused(ask("bind", code=MINE, invitation=unused)) == (422, "INVITATION")


def test_a_disabled_account_neither_binds_nor_enters(director: Account) -> None:
    told(ask("bind", code=MINE, invitation=invited(director)))
    ticket, unused = told(ask("enter", code=MINE))["ticket"], invited(director)
    disable_account(account=director, by=SYSTEM, at=timezone.now())
    assert opened(ticket)[1] == 422
    assert refused(ask("enter", code=MINE)) == (403, "SEALED")
    assert refused(ask("bind", code=MINE, invitation=unused)) == (403, "SEALED")


def test_a_ticket_is_over_after_a_minute_and_the_next_takes_its_place(director: Account) -> None:
    told(ask("bind", code=MINE, invitation=invited(director)))
    at, said = timezone.now(), {"address": "203.0.113.7"}
    first, second = (give_wechat_ticket(identify=lambda: "odirector", at=at, **said).token for _ in range(2))
    for token, when in ((first, at), (second, at + timedelta(seconds=60))):
        with pytest.raises(TicketRefused):
            sign_in_with_wechat(ticket=token, at=when, **said)
    assert sign_in_with_wechat(ticket=second, at=at + timedelta(seconds=59), **said).account == director


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("errcode-40029", (422, "WECHAT_CODE")),
        ("errcode-40163", (422, "WECHAT_CODE")),
        ("errcode-40013", (503, "WECHAT_SETUP")),
        ("errcode-40125", (503, "WECHAT_SETUP")),
        ("errcode-40226", (403, "WECHAT_BLOCKED")),
        ("errcode-45011", (429, "WECHAT_TOO_OFTEN")),
        ("errcode-minus1", (503, "WECHAT_AWAY")),
        ("page-page", (503, "WECHAT_AWAY")),
        ("list-list", (503, "WECHAT_AWAY")),
        ("endless-", (503, "WECHAT_AWAY")),
        ("redirect", (503, "WECHAT_AWAY")),
        ("number-for-a-name", (503, "WECHAT_AWAY")),
    ],
)
def test_whatever_wechat_answers_is_told_with_what_to_do(
    caplog: pytest.LogCaptureFixture, server: Wechat, code: str, expected: tuple[int, str]
) -> None:
    before = len(server.asked)
    with caplog.at_level(logging.DEBUG):
        assert refused(ask("enter", code=code)) == expected
    assert len(server.asked) == before + 1
    assert APP_KEY not in caplog.text


@pytest.mark.parametrize("code", ["hang-hang", "drip-drip"])
def test_a_wechat_that_hangs_holds_nobody_for_long(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    assert code2session.SECONDS == 5
    monkeypatch.setattr(code2session, "SECONDS", 0.4)
    began = time.monotonic()
    assert refused(ask("enter", code=code)) == (503, "WECHAT_AWAY")
    assert seconds_of(began) < 3


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "http://example.com", "file:///etc/passwd", "https://"])
def test_a_wechat_that_is_not_there_or_would_hear_the_secret_in_clear_is_not_asked(
    settings: Settings, address: str
) -> None:
    settings.GONGHU_WECHAT_URL = address
    assert refused(ask("enter", code=MINE)) == (503, "WECHAT_AWAY")


def test_guessing_ends_but_a_wechat_that_is_away_locks_nobody_out(settings: Settings, director: Account) -> None:
    settings.GONGHU_FAILURES_PER_ADDRESS = 2
    for _ in range(3):
        assert refused(ask("enter", code="errcode-minus1")) == (503, "WECHAT_AWAY")
        assert refused(ask("enter", code=MINE)) == (403, "NOT_BOUND")
    code = invited(director)
    for _ in range(2):
        assert refused(ask("bind", code=MINE, invitation="ABCD-EFGH-JKMN")) == (422, "INVITATION")
    assert refused(ask("bind", code=MINE, invitation=code)) == (429, "TOO_OFTEN")


@pytest.mark.parametrize("said", [{}, {"code": ""}, {"code": "a b c d e f"}, {"code": "x" * 200}, {"code": "密" * 9}])
def test_what_wechat_never_gave_is_not_passed_on(server: Wechat, said: dict[str, str]) -> None:
    before = len(server.asked)
    assert refused(ask("enter", **said)) == (422, "MALFORMED")
    assert len(server.asked) == before


def test_without_a_mini_program_its_addresses_do_not_exist(settings: Settings, employ: Employ) -> None:
    boss, director = employ("boss", Role.DISTRICT_OFFICER, "120112000000"), employ("director")
    desk = Client()
    desk.force_login(boss, backend="gonghu.domain.access.backend.AccountBackend")
    page = f"/accounts/{director.pk}/"
    assert "invite-wechat" in desk.get(page).content.decode()
    shown = desk.post(f"{page}invite-wechat").content.decode()
    assert "只能用一次" in shown
    # A code of 21 modules and its margin: smaller ones are of a kind that WeChat does not read.
    assert f"width='{(21 + 8) * 5}'" in unquote(unescape(shown))
    told(ask("bind", code=MINE, invitation=shown.split("<strong>")[1].split("</strong>")[0]))
    assert "绑定" in desk.get(page).content.decode()
    assert desk.post(f"{page}unbind-wechat", follow=True).status_code == 200
    settings.GONGHU_WECHAT_SECRET = ""
    assert [ask(address, code=MINE).status_code for address in ("bind", "enter", "leave")] == [404] * 3
    assert Client().get("/field/wechat/open").status_code == 404
    assert desk.post(f"{page}invite-wechat").status_code == 404
    assert "wechat" not in desk.get(page).content.decode()
