"""The pages of the children in a real browser: they fit, can be read by everybody, and are found by keyboard."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import Category, FileState, RiskLevel
from tests.browser.conftest import City, Visitor
from tests.browser.test_pages import look_at
from tests.children import child, whole_file

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]


@pytest.fixture
def zhang(city: City) -> Child:
    """A child with everything in its file, among others."""
    del city
    child("欧阳晓燕", risk_level=RiskLevel.EXTREME, category=Category.ORPHAN, state=FileState.RECOGNISED)
    child("王芳", village="120112101201", risk_level=RiskLevel.LOW, state=FileState.LEAD)
    return whole_file()


def pages_of(of: Child) -> dict[str, str]:
    (other,) = Child.objects.everywhere("test").filter(name="欧阳晓燕")
    return {
        "children": "/children/",
        "children-filtered": "/children/?risk=EXTREME&category=ORPHAN&age_from=3",
        "children-none": "/children/?risk=MIDDLE",
        "new-child": "/children/new",
        "search": "/search?q=zhang",
        "search-none": "/search?q=qqq",
        "child": f"/children/{of.pk}/",
        "child-family": f"/children/{of.pk}/family",
        "child-sheet": f"/children/{of.pk}/sheet",
        "edit-carer": f"/children/{of.pk}/edit/carer",
        "edit-risk": f"/children/{of.pk}/edit/risk",
        "edit-person": f"/children/{of.pk}/edit/person",
        "child-facts": f"/children/{of.pk}/facts/",
        "merge-whom": f"/children/{of.pk}/merge?q=ouyang",
        "merge": f"/children/{of.pk}/merge?other={other.pk}",
        "consents": f"/children/{of.pk}/consents/",
        "enter-consent": f"/children/{of.pk}/consents/new",
    }


def say_purpose(visitor: Visitor) -> None:
    visitor.open("/children/purpose")
    visitor.page.click("#purpose .btn-primary")
    visitor.page.wait_for_url("**/children/")


@pytest.mark.parametrize(("size", "dark"), [("desk", False), ("phone", False), ("desk", True)])
def test_every_page_of_the_children_can_be_read_by_everybody_and_fits(
    city: City, zhang: Child, visit: Visit, pictures: Path | None, size: str, dark: bool
) -> None:
    visitor = visit(size, dark=dark)
    visitor.sign_in(city.officer.sign_in_name)
    visitor.open("/children/purpose")
    shown = "dark" if dark else size
    wrong = look_at(visitor, "purpose", shown, pictures)
    say_purpose(visitor)
    for name, path in pages_of(zhang).items():
        visitor.open(path)
        wrong += look_at(visitor, name, shown, pictures)
    visitor.open(f"/children/{zhang.pk}/")
    visitor.page.click("text=查看未脱敏内容")
    visitor.page.wait_for_selector("h1 >> text=张小明")
    wrong += look_at(visitor, "child-unmasked", shown, pictures)
    assert "\n".join(wrong) == ""


def test_a_child_is_found_and_opened_by_keyboard(city: City, zhang: Child, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.page.keyboard.press("/")
    visitor.page.keyboard.type("zxm")
    visitor.page.wait_for_selector("#top-hits a")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector("#top-hits", state="hidden")
    assert visitor.page.evaluate("document.activeElement.id") == "top-q"
    assert visitor.page.input_value("#top-q") == "zxm"
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("ArrowUp")
    visitor.page.keyboard.press("ArrowDown")
    visitor.page.keyboard.press("Enter")
    visitor.page.wait_for_url("**/children/purpose?*")
    visitor.page.click("#purpose .btn-primary")
    visitor.page.wait_for_url(f"**/children/{zhang.pk}/")


def test_a_condition_is_taken_away_and_a_filter_kept_with_a_click(city: City, zhang: Child, visit: Visit) -> None:
    del zhang
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.open("/children/?risk=EXTREME&sex=1")
    visitor.page.click(".keep summary")
    visitor.page.fill("#keep-name", "极高风险男童")
    visitor.page.click(".keep button")
    visitor.page.wait_for_selector(".kept-filters .chip-on >> text=极高风险男童")
    visitor.page.click("[aria-label=去掉“性别”]")
    visitor.page.wait_for_url("**/children/?risk=EXTREME")
    visitor.page.click("text=极高风险男童")
    visitor.page.wait_for_url("**/children/?risk=EXTREME&sex=1")
