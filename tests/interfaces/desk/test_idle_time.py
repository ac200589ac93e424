"""A session ends when nobody uses it, and pages that only read write nothing down."""

import time

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings
from tests.interfaces.desk.conftest import Employ, SignedIn

pytestmark = pytest.mark.django_db


def used_before(client: Client, seconds: int) -> None:
    session = client.session
    session["last_used"] = int(time.time()) - seconds
    session.save()


def expiry(client: Client) -> object:
    return Session.objects.get(pk=client.session.session_key).expire_date


def writes(client: Client) -> list[str]:
    with CaptureQueriesContext(
        connection,
    ) as seen:
        assert client.get("/divisions/").status_code == 200
    return [each["sql"] for each in seen if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))]


def test_a_page_that_only_reads_writes_nothing(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    client.get("/divisions/")
    assert writes(client) == []


def test_use_puts_the_end_of_a_session_off(employ: Employ, signed_in: SignedIn) -> None:
    client = signed_in(employ("wang"))
    used_before(client, 61)
    before = expiry(client)
    assert any("django_session" in each for each in writes(client))
    assert str(expiry(client)) > str(before)


def test_a_session_nobody_used_is_over(employ: Employ, signed_in: SignedIn, settings: Settings) -> None:
    settings.SESSION_COOKIE_AGE = 1
    client = signed_in(employ("wang"))
    client.get("/divisions/")
    time.sleep(1.1)
    assert client.get("/divisions/")["Location"].startswith("/sign-in")


def test_somebody_who_only_looks_at_the_sign_in_page_gets_no_session(client: Client) -> None:
    client.get("/sign-in")
    assert "session" not in client.cookies
