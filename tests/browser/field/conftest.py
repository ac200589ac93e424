"""A village with children who are to be visited, its director, and her telephone."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer
from tests import children
from tests.browser.conftest import City
from tests.browser.field.front import Front
from tests.browser.field.telephone import Telephone

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import make_login_card
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import RiskLevel
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.foundation.acting import SYSTEM

NAME = "张小明"


@dataclass
class Village:
    """A village whose director has a telephone (村)."""

    director: Account
    officer: Account
    child: Child
    front: Front


@pytest.fixture
def village(city: City, live_server: LiveServer, settings: Settings, tmp_path: Path) -> Iterator[Village]:
    settings.GONGHU_SECOND_FACTOR_REQUIRED = False
    settings.GONGHU_HOME = tmp_path / "home"
    keep_shipped_forms(by=SYSTEM, at=timezone.now())
    made = children.child(NAME, risk_level=RiskLevel.EXTREME, opened_on=date(2026, 1, 5))
    for name, risk in (("李思雨", RiskLevel.HIGH), ("王子轩", RiskLevel.MIDDLE)):
        children.child(name, risk_level=risk, opened_on=date(2026, 1, 5))
    front = Front(live_server.url)
    yield Village(city.director, city.officer, made, front)
    front.stop()


@pytest.fixture
def telephone(browser: Browser, village: Village, tmp_path: Path) -> Iterator[Telephone]:
    made = Telephone(browser.browser_type, str(shutil.which("chromium")), tmp_path / "profile", village.front)
    made.switch_on()
    yield made
    made.switch_off()
    assert made.wrong == []


@pytest.fixture
def begun(village: Village, telephone: Telephone) -> Telephone:
    """Give the telephone after the first sign-in with the QR card, a PIN and the first synchronisation."""
    begin(village, telephone)
    return telephone


def begin(village: Village, telephone: Telephone) -> None:
    card = make_login_card(account=village.director, by=SYSTEM, at=timezone.now())
    telephone.open(f"/card/{card.token}")
    telephone.page.click("main .btn-primary")
    telephone.page.wait_for_load_state()
    telephone.open()
    telephone.sees("请设置一个 PIN")
    telephone.type_pin()
    telephone.sees("再输入一次")
    telephone.type_pin()
    telephone.sees("都已送达")


Begin = Callable[[Village, Telephone], None]
