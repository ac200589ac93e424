"""People of an invented district, and browsers in which they have signed in."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.foundation.acting import SYSTEM
from gonghu.interfaces.desk.signing_in.sessions import BACKEND

PASSWORD = "correct horse battery"  # noqa: S105  of invented people
JINNAN, XIANSHUIGU, VILLAGE, XIQING = "120112000000", "120112100000", "120112100201", "120111000000"

Employ = Callable[..., Account]
SignedIn = Callable[[Account], Client]


@pytest.fixture(autouse=True)
def _quick_sign_in(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.GONGHU_SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def employ(db: None) -> Employ:
    """Give a function that opens an account whose owner has a password already, and appoints it."""
    del db

    def employed(name: str, role: Role | None = Role.DISTRICT_OFFICER, division: str = JINNAN) -> Account:
        at, today = timezone.now(), timezone.localdate()
        made = create_account(sign_in_name=name, display_name="王晓梅", division_code=division, by=SYSTEM, at=at)
        if role:
            post = set_up_post(role=role, division_code=division, from_on=today, by=SYSTEM, at=at)
            appoint(post=post, account=made.account, from_on=today, by=SYSTEM, at=at)
        account = made.account
        account.refresh_from_db()
        account.set_password(PASSWORD)
        account.must_change_password = False
        account.save()
        return account

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
