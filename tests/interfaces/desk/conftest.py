"""People of an invented district, and browsers in which they have signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from tests import officers
from tests.officers import JINNAN

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.signing_in.sessions import BACKEND

XIANSHUIGU, VILLAGE, XIQING = "120112100000", "120112100201", "120111000000"

Employ = Callable[..., Account]
SignedIn = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _password_is_enough(settings: Settings) -> None:
    settings.GONGHU_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def employ(db: None) -> Employ:
    """Give a function that opens an account whose owner has a password already, and appoints it."""
    del db

    def employed(name: str, role: Role | None = Role.DISTRICT_OFFICER, division: str = JINNAN) -> Account:
        return officers.employ(name, role, division, at=timezone.now())

    return employed


@pytest.fixture
def signed_in() -> SignedIn:
    """Give a function that gives a browser in which somebody has signed in."""

    def entered(account: Account) -> Client:
        client = Client()
        client.force_login(account, backend=BACKEND)
        return client

    return entered


@pytest.fixture
def jinnan(db: None) -> None:
    """The divisions of one district."""
    del db
    load_divisions(by=SYSTEM, at=timezone.now(), area=Area.of(JINNAN))
