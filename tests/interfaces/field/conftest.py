"""Directors with their telephones."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve
from django.utils import timezone
from pytest_django import Settings
from tests import officers
from tests.children import VILLAGE

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.pages.sessions import SessionStore
from gonghu.interfaces.desk.signing_in.sessions import BACKEND

Employ = Callable[..., Account]


@pytest.fixture(autouse=True)
def _password_is_enough(settings: Settings) -> None:
    settings.GONGHU_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def employ(db: None) -> Employ:
    """Give a function that opens an account whose owner has a password already, and appoints it."""
    del db

    def employed(name: str, role: Role | None = Role.VILLAGE_DIRECTOR, division: str = VILLAGE) -> Account:
        return officers.employ(name, role, division, at=timezone.now())

    return employed


@pytest.fixture
def village(db: None) -> None:
    """The divisions of one town."""
    del db
    load_divisions(by=SYSTEM, at=timezone.now(), area=Area.of(VILLAGE[:9]))


class Line:
    """A telephone's connection: JSON there and back, over the session of whoever signed in."""

    def __init__(self, account: Account | None) -> None:
        self.browser = Client()
        if account:
            self.browser.force_login(account, backend=BACKEND)

    def ask(self, address: str, body: Any = None, **headers: str) -> Any:
        if body is None:
            return self.browser.get(f"/field/api/{address}", headers=headers)
        text = body if isinstance(body, str) else json.dumps(body)
        return self.browser.post(f"/field/api/{address}", text, content_type="application/json", headers=headers)

    def told(self, address: str, body: Any = None) -> Any:
        answer = self.ask(address, body)
        assert answer.status_code == 200, answer.content.decode()
        return json.loads(answer.content)


class ShortLine(Line):
    """A connection straight to the views, past the middleware: for tests that ask a hundred thousand times."""

    def __init__(self, account: Account) -> None:
        super().__init__(None)
        self.account = account

    def ask(self, address: str, body: Any = None, **headers: str) -> Any:
        text = json.dumps(body)
        request = RequestFactory().post(f"/field/api/{address}", text, content_type="application/json", headers=headers)
        vars(request).update(user=self.account, session=SessionStore(), reference="", csrf_processing_done=True)
        view, positional, named = resolve(request.path)
        return view(request, *positional, **named)
