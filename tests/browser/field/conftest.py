"""A village with children who are to be visited, its director, and her telephone."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Browser
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import make_login_card
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import RiskLevel
from gonghu.domain.questionnaires.operations import keep_shipped_forms
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.terms import VisitKind, VisitOutcome
from gonghu.foundation.acting import SYSTEM
from tests import children
from tests.browser.conftest import City
from tests.browser.field.front import Front
from tests.browser.field.telephone import Telephone

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
    before = timezone.localdate() - timedelta(days=60)
    Visit(
        uuid=uuid4(), child=made, division_code=made.division_code, kind=VisitKind.REGULAR, outcome=VisitOutcome.MET,
        visited_on=before, household=made.pk, accepted_at=timezone.now(),
    ).save()  # fmt: skip
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


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A photo as a telephone takes it: lying on its side, with the place where it was taken."""
    said = Image.Exif()
    said[0x0112] = 6
    said.get_ifd(0x8825)[2] = (38.0, 59.0, 12.0)
    path = tmp_path / "photo.jpg"
    Image.effect_mandelbrot((2400, 1800), (-2, -1.5, 1, 1.5), 40).convert("RGB").save(path, exif=said)
    return path


def begin(village: Village, telephone: Telephone) -> None:
    use_card(village, telephone)
    telephone.open()
    telephone.sees("请设置一个 PIN")
    telephone.type_pin()
    telephone.sees("再输入一次")
    telephone.type_pin()
    telephone.sees("都已送达")


def use_card(village: Village, telephone: Telephone) -> None:
    """Scan the QR card, as the first time and whenever the session is over."""
    card = make_login_card(account=village.director, by=SYSTEM, at=timezone.now())
    telephone.open(f"/card/{card.token}")
    telephone.page.click("main .btn-primary")
    telephone.page.wait_for_selector("nav.navigation", state="attached")


def sign_in_again(village: Village, telephone: Telephone) -> None:
    use_card(village, telephone)
    telephone.open()
    telephone.type_pin()
    telephone.sees("都已送达")
