"""A real Chromium before a real server: who works there, and what no page may do."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, sync_playwright
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from gonghu.domain.access.models import Account
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.operations import load_divisions
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.operations import advance_station, found_organisation
from gonghu.domain.organisations.terms import OrganisationKind, StationState
from gonghu.foundation.acting import SYSTEM
from tests.officers import JINNAN, TYPED, employ

# Playwright keeps an event loop in the thread of the tests; nothing of the tests is asynchronous.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
# Pages are the same on every database: looking at them once is enough.
_ON_POSTGRESQL = os.environ.get("GONGHU_DATABASE", "").startswith("postgresql")
collect_ignore_glob = ["test_*", "field/test_*"] if _ON_POSTGRESQL else []

AXE = Path(__file__).parents[2] / "frontend/node_modules/axe-core/axe.min.js"
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update",
    "--disable-sync", "--no-first-run",
]  # fmt: skip
SIZES = {"desk": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        if os.environ.get("CI") == "true":
            pytest.fail("chromium is missing: apt-get install chromium fonts-noto-cjk")
        pytest.skip("apt-get install chromium fonts-noto-cjk")
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=chromium, args=FLAGS)


@pytest.fixture(scope="session")
def pictures() -> Path | None:
    """Where pictures of the pages go, if GONGHU_SCREENSHOTS names a folder; taking them costs seconds."""
    named = os.environ.get("GONGHU_SCREENSHOTS")
    if not named:
        return None
    folder = Path(named)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


@dataclass
class City:
    """A district with its people and stations (试验区)."""

    officer: Account
    director: Account
    auditor: Account


@pytest.fixture
def city(transactional_db: None) -> City:
    del transactional_db
    at = timezone.now()
    load_divisions(by=SYSTEM, at=at, area=Area.of(JINNAN))
    for kind, name, code in (
        (OrganisationKind.PROTECTION_CENTRE, "津南区未成年人救助保护中心", JINNAN),
        (OrganisationKind.COORDINATION_OFFICE, "津南区未成年人保护工作协调机构办公室", JINNAN),
        (OrganisationKind.TOWN_STATION, "咸水沽镇未成年人保护站", "120112100000"),
        (OrganisationKind.TOWN_STATION, "葛沽镇未成年人保护站", "120112101000"),
    ):
        made = found_organisation(kind=kind, name=name, division_code=code, duty_phone="022-28391234", by=SYSTEM, at=at)
        if kind is not OrganisationKind.COORDINATION_OFFICE:
            advance_station(station=made, to=StationState.IN_SERVICE, on=date(2024, 6, 1), by=SYSTEM, at=at)
    return City(
        officer=employ("wang", at=at),
        director=employ("liu", Role.VILLAGE_DIRECTOR, "120112100201", at=at, name="刘桂兰"),
        auditor=employ("shen", Role.AUDITOR, at=at, name="沈国栋"),
    )


@dataclass
class Visitor:
    """A browser window, and everything in it that must not happen (访问者)."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def follow(self, link: str | Locator) -> None:
        """Click what leads elsewhere and wait until that is there: on a busy machine a click alone returns before."""
        with self.page.expect_navigation():
            (self.page.locator(link).first if isinstance(link, str) else link).click()

    def sign_in(self, name: str) -> None:
        self.open("/sign-in")
        self.fill_sign_in(name)
        self.page.wait_for_selector("nav.navigation", state="attached")

    def fill_sign_in(self, name: str) -> None:
        self.page.fill("input[name=name]", name)
        self.page.fill("input[name=password]", TYPED)
        self.follow("main button.btn-primary")


@pytest.fixture
def visit(browser: Browser, live_server: LiveServer, settings: Settings) -> Iterator[Callable[..., Visitor]]:
    """Give a function that opens a window of a size; at the end nothing wrong may have happened in any."""
    settings.GONGHU_SECOND_FACTOR_REQUIRED = False
    opened: list[tuple[BrowserContext, Visitor]] = []

    def visited(size: str = "desk", *, dark: bool = False) -> Visitor:
        width, height = SIZES[size]
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light", locale="zh-CN"
        )
        visitor = Visitor(context.new_page(), live_server.url)
        watch(visitor, visitor.page)
        opened.append((context, visitor))
        return visitor

    yield visited
    wrong = [each for _context, visitor in opened for each in visitor.wrong]
    for context, _visitor in opened:
        context.close()
    assert wrong == []


def watch(visitor: Visitor, page: Page) -> None:
    """Write down errors of scripts, refusals of the content policy, and requests that go anywhere else."""
    host = urlsplit(visitor.address).netloc

    def heard(message: ConsoleMessage) -> None:
        # That an answer had status 403 or 422 is what the test asked for.
        if message.type == "error" and "Failed to load resource" not in message.text:
            visitor.wrong.append(f"{page.url}: {message.text}")

    def asked(request: Request) -> None:
        target = urlsplit(request.url)
        if target.scheme not in {"data", "blob"} and target.netloc != host:
            visitor.wrong.append(f"{page.url} asks {request.url}")

    page.on("console", heard)
    page.on("pageerror", lambda error: visitor.wrong.append(f"{page.url}: {error}"))
    page.on("request", asked)
