"""Signing in and out: nobody learns who exists, nobody is sent elsewhere, sessions end when they should."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests.authenticator import code_at
from tests.interfaces.desk.conftest import VILLAGE, Employ, SignedIn
from tests.officers import TYPED

from gonghu.domain.access.operations import disable_account, make_login_card
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM

pytestmark = pytest.mark.django_db(transaction=True)

HOSTS = ("evil.example", "evil.example/", "127.0.0.1.evil.example", "user@evil.example")
ELSEWHERE = [
    shape.format(host)
    for host in HOSTS
    for shape in (
        "http://{}", "https://{}", "//{}", "///{}", "////{}", "/\\{}", "\\\\{}", "\\/{}", "/\\/{}", "http:{}",
        "https:/{}", "https:///{}", "hTTps://{}", " https://{}", "\thttps://{}", "\nhttps://{}", "/\t/{}", "/\n/{}",
        "/\r/{}", "/%09/{}\x00", "ftp://{}", "javascript:alert('{}')", "JaVaScRiPt:{}", "data:text/html,{}",
        "vbscript:{}", "file://{}", "{}", "./{}", "../{}", "@{}", "?next=//{}", "#//{}", "\u2028//{}", "/\u2028/{}",
        "/\u00a0/{}", "\u3000//{}", "/\u200b/{}", "http://localhost:8000@{}", "http://[::1]@{}", "//{}\\@testserver",
        "//testserver@{}", "/\\\\{}", "/.\\{}", "///\\{}", "\x01//{}", "\x7f//{}", "//%2f{}", "////////{}", "mailto:{}",
        "http:\\\\{}",
    )
]  # fmt: skip


def enter(client: Client, name: str, **more: str) -> str:
    """Sign in, and say where that leads."""
    return str(client.post("/sign-in", {"name": name, "password": TYPED, **more})["Location"])


def test_there_are_two_hundred_ways_to_lead_somebody_elsewhere() -> None:
    assert len(set(ELSEWHERE)) >= 200


def test_after_signing_in_nobody_is_led_elsewhere(employ: Employ) -> None:
    employ("wang")
    client = Client()
    for target in ELSEWHERE:
        page = client.get("/sign-in", {"next": target})
        assert 'name="next" value="/"' in page.content.decode(), target
    answer = client.post("/sign-in", {"name": "wang", "password": TYPED, "next": "//evil.example"})
    assert answer["Location"] == "/"


def test_signing_in_leads_to_where_somebody_wanted_to_go(employ: Employ) -> None:
    employ("wang")
    client = Client()
    first = client.get("/divisions/?q=jn")
    assert first["Location"] == "/sign-in?next=%2Fdivisions%2F%3Fq%3Djn"
    answer = client.post("/sign-in", {"name": "WANG ", "password": TYPED, "next": "/divisions/?q=jn"})
    assert answer["Location"] == "/divisions/?q=jn"


def test_a_wrong_name_a_wrong_password_and_a_disabled_account_get_the_same_page(employ: Employ) -> None:
    employ("wang")
    gone = employ("gone")
    disable_account(account=gone, by=SYSTEM, at=timezone.now())
    pages = []
    for name, password in (("wang", "wrong"), ("nobody", "wrong"), ("gone", TYPED)):
        answer = Client().post("/sign-in", {"name": name, "password": password})
        text = re.sub(r'value="[^"]*"|X-CSRFToken[^}]*', "", answer.content.decode())
        pages.append((answer.status_code, text))
    assert pages[0] == pages[1] == pages[2]
    assert pages[0][0] == 422
    assert "登录名或密码不正确" in pages[0][1]


def test_a_session_gets_a_new_id_when_it_begins(employ: Employ, settings: Settings) -> None:
    employ("wang")
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    before = session.session_key
    client.cookies[settings.SESSION_COOKIE_NAME] = before or ""
    client.post("/sign-in", {"name": "wang", "password": TYPED})
    after = client.cookies[settings.SESSION_COOKIE_NAME].value
    assert before
    assert after != before


def test_whoever_is_disabled_is_refused_at_the_next_request(employ: Employ, signed_in: SignedIn) -> None:
    account = employ("wang")
    client = signed_in(account)
    assert client.get("/").status_code == 200
    disable_account(account=account, by=SYSTEM, at=timezone.now())
    assert client.get("/").status_code == 302


def test_a_first_password_must_be_changed_before_anything_else(employ: Employ, signed_in: SignedIn) -> None:
    account = employ("wang")
    account.must_change_password = True
    account.save()
    client = signed_in(account)
    assert client.get("/divisions/")["Location"] == "/me/password"
    weak = {"old": TYPED, "new": "12345678901", "again": "12345678901"}
    assert client.post("/me/password", weak).status_code == 422
    fine = {"old": TYPED, "new": "four quiet green ponds", "again": "four quiet green ponds"}
    assert client.post("/me/password", fine)["Location"] == "/"
    assert client.get("/divisions/").status_code == 200


def test_signing_out_ends_the_session(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    assert "已安全退出" in client.post("/sign-out").content.decode()
    assert client.get("/").status_code == 302


def enrolled(client: Client) -> str:
    page = client.post("/me/second-factor").content.decode()
    secret = re.search(r"<code>([A-Z2-7]{32})</code>", page)
    assert secret
    assert 'src="data:image/svg+xml' in page
    return secret[1]


def test_staff_set_up_a_second_factor_and_are_asked_for_it_afterwards(employ: Employ, settings: Settings) -> None:
    settings.GONGHU_SECOND_FACTOR_REQUIRED = True
    employ("wang")
    client = Client()
    assert enter(client, "wang") == "/me/second-factor"
    assert client.get("/divisions/")["Location"] == "/me/second-factor"
    secret = enrolled(client)
    assert client.post("/me/second-factor", {"code": "000000"}).status_code == 422
    answer = client.post("/me/second-factor", {"code": code_at(secret, datetime.now(UTC))})
    assert answer["Location"] == "/"
    assert client.get("/divisions/").status_code == 200

    again = Client()
    assert enter(again, "wang", next="/divisions/") == "/sign-in/code"
    assert again.get("/").status_code == 302
    assert again.post("/sign-in/code", {"code": "123456"}).status_code == 422


def test_a_card_signs_its_owner_in_once_and_looking_does_not_use_it_up(employ: Employ) -> None:
    director = employ("liu", Role.VILLAGE_DIRECTOR, VILLAGE)
    card = make_login_card(account=director, by=SYSTEM, at=timezone.now())
    phone = Client()
    assert phone.get(f"/card/{card.token}").status_code == 200
    assert phone.get(f"/card/{card.token}").status_code == 200
    assert phone.post(f"/card/{card.token}")["Location"] == "/"
    assert phone.get("/").status_code == 200
    refused = Client().post(f"/card/{card.token}")
    assert refused.status_code == 422
    assert "登录卡无效" in refused.content.decode()


def test_what_is_asked_in_the_background_moves_the_whole_page_to_sign_in(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/divisions/?q=jn"}
    answer = client.get("/divisions/", headers=headers)
    assert (answer.status_code, answer["HX-Redirect"]) == (204, "/sign-in?next=%2Fdivisions%2F%3Fq%3Djn")
    elsewhere = client.get("/divisions/", headers={"HX-Request": "true", "HX-Current-URL": "http://evil.example/x"})
    assert elsewhere["HX-Redirect"] == "/sign-in?next=%2F"


def test_a_form_sent_too_late_leads_back_to_the_page_it_stood_on(client: Client) -> None:
    answer = client.post(
        "/organisations/new", {"name": "x"}, headers={"Referer": "http://testserver/organisations/new"}
    )
    assert answer["Location"] == "/sign-in?next=%2Forganisations%2Fnew"
