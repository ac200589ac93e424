"""Every page, at a desk and on a phone: nobody is shut out, nothing is cut off, nothing is asked of other hosts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, SIZES, City, Visitor

# What migrations wrote, as the permissions of roles, is there again for every test.
pytestmark = pytest.mark.django_db(transaction=True)

PAGES = {
    "home": "/",
    "divisions": "/divisions/",
    "divisions-found": "/divisions/?q=xsg",
    "division": "/divisions/120112000000/",
    "division-changes": "/divisions/changes",
    "organisations": "/organisations/",
    "contracts": "/organisations/contracts",
    "coverage": "/organisations/coverage",
    "found-organisation": "/organisations/new",
    "accounts": "/accounts/",
    "open-account": "/accounts/new",
    "posts": "/accounts/posts/",
    "posts-none": "/accounts/posts/?role=COUNSELLOR",
    "set-up-post": "/accounts/posts/new",
    "audit": "/audit/",
    "looks": "/audit/looks",
    "roles": "/accounts/roles",
    "open-accounts": "/accounts/many",
    "grants": "/grants/",
    "ask-grant": "/grants/new",
    "emergencies": "/emergencies/",
    "open-emergency": "/emergencies/new",
    "purposes": "/privacy/",
    "register-purpose": "/privacy/new",
    "over": "/privacy/over",
    "change-password": "/me/password",
    "second-factor": "/me/second-factor",
    "not-found": "/no-such-page",
}
FOLLOWED = {
    "organisation": ("/organisations/", "td a"),
    "account": ("/accounts/?text=liu", "td a"),
    "post": ("/accounts/posts/?role=VILLAGE_DIRECTOR", "td a"),
}

Visit = Callable[..., Visitor]


def serious_findings(page: Page) -> list[str]:
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = page.evaluate("async () => (await axe.run({resultTypes: ['violations']})).violations")
    return [
        f"{each['id']}: {each['nodes'][0]['target']} {each['nodes'][0].get('failureSummary', '')[:300]}"
        for each in found
        if each["impact"] in {"serious", "critical"}
    ]


def overflow(page: Page) -> int:
    wide: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return wide


def small_targets(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        """() => [...document.querySelectorAll('button, .btn, select, nav.navigation a, .tile, .choice,'
            + ' input:not([type=hidden], [type=checkbox], [type=radio])')]
          .filter((each) => each.checkVisibility() && each.getBoundingClientRect().height < 43.5)
          .map((each) => `${each.outerHTML.slice(0, 90)} ${each.getBoundingClientRect().height}`)"""
    )
    return found


def twice_the_size(page: Page) -> list[str]:
    """Look at the page as the browser shows it at 200 %: in a window half as wide."""
    width, height = SIZES["desk"]
    page.set_viewport_size({"width": width // 2, "height": height // 2})
    wide = overflow(page)
    page.set_viewport_size({"width": width, "height": height})
    return [f"at 200 % wider than the window by {wide} px"] if wide > 0 else []


def look_at(visitor: Visitor, name: str, size: str, pictures: Path | None) -> list[str]:
    page = visitor.page
    page.wait_for_load_state()
    if pictures:
        page.screenshot(path=pictures / f"{name}-{size}.png", full_page=True)
    wrong = serious_findings(page)
    if overflow(page) > 0:
        wrong.append(f"wider than the window by {overflow(page)} px")
    if size == "phone":
        wrong += small_targets(page)
    if size == "desk":
        wrong += twice_the_size(page)
    return [f"{name} {size}: {each}" for each in wrong]


def walk(visitor: Visitor, size: str, pictures: Path | None) -> list[str]:
    wrong = []
    for name, path in PAGES.items():
        visitor.open(path)
        wrong += look_at(visitor, name, size, pictures)
    for name, (path, link) in FOLLOWED.items():
        visitor.open(path)
        visitor.page.locator(link).first.click()
        visitor.page.wait_for_url(lambda url: "?" not in url and url.rstrip("/").count("-") >= 4)
        wrong += look_at(visitor, name, size, pictures)
    return wrong


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_every_page_can_be_read_by_everybody_and_fits(
    city: City, visit: Visit, pictures: Path | None, size: str
) -> None:
    visitor = visit(size)
    visitor.open("/sign-in")
    wrong = look_at(visitor, "sign-in", size, pictures)
    visitor.sign_in(city.officer.sign_in_name)
    assert "\n".join(wrong + walk(visitor, size, pictures)) == ""


def test_pages_can_be_read_in_the_dark(city: City, visit: Visit, pictures: Path | None) -> None:
    visitor = visit("desk", dark=True)
    visitor.sign_in(city.officer.sign_in_name)
    wrong = []
    for name in ("home", "division", "coverage", "open-account", "audit"):
        visitor.open(PAGES[name])
        wrong += look_at(visitor, name, "dark", pictures)
    assert "\n".join(wrong) == ""
