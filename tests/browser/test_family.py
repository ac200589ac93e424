"""A family's telephone, large type and no name; the desk's pages that hand out the slip and keep the round."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page

from gonghu.domain.access.officer import officer
from gonghu.domain.access.terms import Role
from gonghu.domain.insurance.operations import RoundWanted, open_round
from gonghu.domain.people.terms import Category, FileState
from gonghu.usecases.insure import bring_list_up_to_date
from gonghu.usecases.keying_list import bring_keying_list_up_to_date
from tests.benefits import Offices, granted, received
from tests.browser.conftest import AXE, City, Visitor
from tests.children import child
from tests.officers import JINNAN, employ

pytestmark = pytest.mark.django_db(transaction=True)
TOWN = "120112100000"


def too_wide(page: Page) -> bool:
    wide: bool = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth + 1")
    return wide


def small_buttons(page: Page) -> list[str]:
    found: list[str] = page.evaluate(
        "[...document.querySelectorAll('button, input')].filter((each) => each.type !== 'hidden')"
        ".filter((each) => each.getBoundingClientRect().height < 44).map((each) => each.outerHTML)"
    )
    return found


def test_a_slip_goes_from_the_town_to_a_telephone(
    city: City, visit: Callable[..., Visitor], pictures: Path | None
) -> None:
    at = timezone.now()
    town = employ("town", Role.TOWN_SUPERVISOR, TOWN, at=at, name="李主任")
    by = Offices(officer(account=town, at=at), officer(account=city.officer, at=at))
    application = received(child("张小明", number="120112201502110015"), by, at=at)
    granted(child("王小红", category=Category.DEFACTO, state=FileState.RECOGNISED), by, at=at)
    child("赵小军", category=Category.ORPHAN, state=FileState.RECOGNISED)
    wanted = RoundWanted(
        year=2027, division_code=JINNAN, opens_on=date(2026, 9, 1), closes_on=date(2026, 12, 31),
        premiums=dict.fromkeys(("ORPHAN", "DEFACTO", "OTHER"), 40_000), basis="津医保发〔2026〕1号", fund="区财政",
    )  # fmt: skip
    enrolment = open_round(wanted=wanted, by=by.county, at=at)
    bring_list_up_to_date(enrolment=enrolment, by=by.county, at=at)
    bring_keying_list_up_to_date(by=by.county, at=at)

    desk = visit()
    desk.sign_in("town")
    desk.open(f"/applications/{application.pk}/forms")
    picture(desk.page, pictures, "forms")
    desk.follow("text=发放凭条")
    number = desk.page.inner_text("p.h1")
    code = "".join(desk.page.locator("p.code").last.inner_text().split())
    picture(desk.page, pictures, "slip")

    family = visit("phone")
    family.open(f"/family/{code}/")
    assert small_buttons(family.page) == []
    picture(family.page, pictures, "number")
    family.page.fill("input[name=number]", number)
    family.page.click("text=查看进度")
    family.page.wait_for_selector("text=办理经过")
    assert "张" not in family.page.inner_text("body")
    assert not too_wide(family.page)
    picture(family.page, pictures, "case")
    family.page.evaluate(AXE.read_text(encoding="utf-8"))
    violations = family.page.evaluate("axe.run(document).then((found) => found.violations.map((each) => each.id))")
    assert violations == []

    # A desk is wide enough; it is looked at for its picture only.
    for size in ("phone", "desk") if pictures else ("phone",):
        county = visit(size)
        county.sign_in("wang")
        for path, name in (
            ("/insurance/", "rounds"),
            (f"/insurance/{enrolment.pk}/", "round"),
            (f"/insurance/{enrolment.pk}/lines", "lines"),
            ("/keying/", "keying"),
            ("/referrals/", "referrals"),
        ):
            county.open(path)
            assert not too_wide(county.page), path
            assert county.page.locator("nav.navigation").count() == 1, path
            picture(county.page, pictures, f"{name}-{size}")


def picture(page: Page, pictures: Path | None, name: str) -> None:
    if pictures:
        page.screenshot(path=pictures / f"insurance-{name}.png", full_page=True)
