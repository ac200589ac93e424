"""Rosters in a real browser: dropped, recognised, explained, tried, confirmed; doubtful links answered by key."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone

from gonghu.domain.organisations.operations import found_organisation
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.domain.rosters.operations import enter_agreement
from gonghu.domain.rosters.terms import AgreementTerms
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import City, Visitor
from tests.browser.test_pages import look_at
from tests.domain.rosters.asked import ask, asked, open_questions
from tests.officers import JINNAN
from tests.usecases.deliveries import SAMPLE, STRANGE, worked_off

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("city")]

Visit = Callable[..., Visitor]
FILES = ("残联_持证残疾人.xlsx", "民政局_收养登记.xlsx", "民政局_社会救助对象.csv")


@pytest.fixture
def federation(city: City) -> None:
    del city
    made = found_organisation(
        kind=OrganisationKind.DEPARTMENT, name="津南区残疾人联合会", division_code=JINNAN, by=SYSTEM, at=timezone.now()
    )
    terms = AgreementTerms(
        kinds=("disability_certificate",),
        purpose="困境儿童信息比对排查",
        legal_basis="未成年人保护法第九十一条",
        every_days=30,
        document="津残联〔2026〕3号",
        signed_on=date(2026, 1, 5),
        from_on=date(2026, 2, 1),
    )
    enter_agreement(organisation=made.pk, division_code=JINNAN, terms=terms, by=SYSTEM, at=timezone.now())


def work(visitor: Visitor) -> None:
    """Let the background do its work, and wait until the page has seen it."""
    worked_off(timezone.now())
    visitor.page.wait_for_selector("#progress", state="detached")


@pytest.mark.usefixtures("federation")
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_the_files_of_a_department_go_from_upload_to_confirmation(
    visit: Visit, size: str, pictures: Path | None, tmp_path: Path
) -> None:
    visitor = visit(size)
    page, wrong = visitor.page, []
    strange = tmp_path / "街道报来的名单.csv"
    strange.write_bytes(STRANGE)
    visitor.sign_in("wang")
    visitor.open("/rosters/")
    wrong += look_at(visitor, "rosters-none", size, pictures)
    visitor.open("/rosters/agreements/")
    wrong += look_at(visitor, "agreements", size, pictures)
    visitor.follow("td a")
    wrong += look_at(visitor, "agreement", size, pictures)
    visitor.open("/rosters/agreements/new")
    wrong += look_at(visitor, "enter-agreement", size, pictures)
    visitor.open("/rosters/new")
    page.set_input_files("input[type=file]", [*(SAMPLE / name for name in FILES), strange])
    assert page.locator("[data-chosen] li").count() == 4
    wrong += look_at(visitor, "upload", size, pictures)
    visitor.follow("button[type=submit].btn-primary")
    page.wait_for_selector("#progress")
    wrong += look_at(visitor, "recognising", size, pictures)
    work(visitor)
    wrong += look_at(visitor, "recognised", size, pictures)
    visitor.follow("td a:has-text('持证残疾人')")
    wrong += look_at(visitor, "sheet", size, pictures)
    page.go_back()
    visitor.follow("td a:has-text('街道')")
    page.select_option("select[name=kind]", "death")
    visitor.follow("button:has-text('保存对照')")
    work(visitor)
    visitor.follow("td a:has-text('街道')")
    page.select_option("select[name=column-0]", "name")
    page.select_option("select[name=column-1]", "id_number")
    visitor.follow("button:has-text('保存对照')")
    visitor.follow("main .heading button:has-text('试读')")
    page.wait_for_selector("#progress")
    work(visitor)
    wrong += look_at(visitor, "tried", size, pictures)
    page.click("button:has-text('确认并比对')")
    page.wait_for_url("**/runs/**")
    visitor.open("/rosters/")
    wrong += look_at(visitor, "rosters", size, pictures)
    assert wrong == []


@pytest.mark.parametrize("size", ["desk", "phone"])
def test_doubtful_links_are_answered_by_key(visit: Visit, size: str, pictures: Path | None) -> None:
    ask(*(asked(turn) for turn in range(1, 5)), at=timezone.now())
    visitor = visit(size)
    page = visitor.page
    visitor.sign_in("wang")
    visitor.open("/review/")
    wrong = look_at(visitor, "review", size, pictures)
    for key, row in (("j", 2), ("f", 3), ("s", 4), ("u", 2)):
        page.keyboard.press(key)
        page.wait_for_selector(f"text=第{row}行")
    assert [question.turn for question in open_questions()] == [2, 3, 4]
    page.keyboard.press("?")
    page.wait_for_selector("dialog[open]")
    page.keyboard.press("Escape")
    for row in (3, 4):
        page.keyboard.press("j")
        page.wait_for_selector(f"text=第{row}行")
    page.keyboard.press("f")
    page.wait_for_selector("text=没有需要核对的")
    wrong += look_at(visitor, "review-nothing", size, pictures)
    assert wrong == []


def test_the_wizard_is_in_english_and_dark_too(visit: Visit, pictures: Path | None) -> None:
    ask(asked(1), at=timezone.now())
    visitor = visit("desk", dark=True)
    visitor.sign_in("wang")
    visitor.open("/review/")
    wrong = look_at(visitor, "review-dark", "desk", pictures)
    visitor.open("/rosters/new")
    wrong += look_at(visitor, "upload-dark", "desk", pictures)
    assert wrong == []
