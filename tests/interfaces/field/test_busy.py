"""A telephone that comes while the database is busy is told to come again, and never that it cannot be read."""

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from tests.children import child
from tests.interfaces.field.conftest import Employ, Line
from tests.interfaces.field.phone import Phone

from gonghu.domain.questionnaires.models import Submission

pytestmark = pytest.mark.django_db
Execute = Callable[[str, Any, bool, dict[str, Any]], Any]


@pytest.fixture
def phone(employ: Employ) -> Phone:
    made = Phone(Line(employ("director")))
    made.line.browser.raise_request_exception = False
    made.register()
    return made


def asleep(browser: Client) -> Client:
    """Let so much time pass that the next request keeps the session awake."""
    session = browser.session
    session["last_used"] = int(time.time()) - 61
    session.save()
    return browser


def busy_for(*begins: str) -> Callable[..., Any]:
    """Give a database that is locked for statements that begin so, as SQLite says after it waited."""

    def execute(run: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith(begins):
            raise OperationalError("database is locked")
        return run(sql, params, many, context)

    return execute


def test_what_arrived_is_acknowledged_although_the_session_could_not_be_kept_awake(phone: Phone) -> None:
    record = phone.fill(child().pk, {}, timezone.now())
    browser = asleep(phone.line.browser)
    with connection.execute_wrapper(busy_for('UPDATE "django_session"')):
        (answer,) = phone.line.told("records", phone.batch())["answers"]
    assert (answer["uuid"], answer["standing"]) == (record["uuid"], "STORED")
    before = browser.session["last_used"]
    phone.line.told("me")
    assert browser.session["last_used"] > before


def test_what_could_not_be_written_comes_again(phone: Phone) -> None:
    phone.fill(child().pk, {}, timezone.now())
    for statement in ('INSERT INTO "questionnaires_submission"', 'SELECT "django_session"'):
        with connection.execute_wrapper(busy_for(statement)):
            answer = phone.line.ask("records", phone.batch())
        said = json.loads(answer.content)
        assert (answer.status_code, said["code"], answer["Retry-After"]) == (503, "BUSY", "5"), statement
        assert Submission.objects.everywhere("test").count() == 0
    (answer,) = phone.line.told("records", phone.batch())["answers"]
    assert answer["standing"] == "STORED"


def test_a_session_that_was_ended_meanwhile_asks_to_sign_in(phone: Phone) -> None:
    asleep(phone.line.browser)
    ended: list[tuple[int, dict[str, int]]] = []

    def execute(run: Execute, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        if sql.startswith('UPDATE "django_session"') and not ended:
            ended.append(Session.objects.all().delete())
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        answer = phone.line.ask("me")
    assert (answer.status_code, json.loads(answer.content)["code"]) == (401, "SIGN_IN")
