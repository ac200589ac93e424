"""What people do all day: find by typing, use keys, come back after a break, scan a card, sign out."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from gonghu.domain.access.operations import make_login_card
from gonghu.domain.organisations.models import Organisation
from gonghu.foundation.acting import SYSTEM
from tests.browser.conftest import City, Visitor

pytestmark = pytest.mark.django_db(transaction=True)

Visit = Callable[..., Visitor]

FORMS = {
    "/organisations/new": ("found-organisation", {"name": "双桥河镇未成年人保护站", "duty_phone": "022-1234"}),
    "/accounts/new": ("open-account", {"sign_in_name": "zhaoli", "display_name": "赵丽", "phone": "13800000000"}),
    "/accounts/posts/new": ("set-up-post", {"division_code": "双港镇"}),
}


def test_what_was_typed_is_back_after_the_session_has_expired(city: City, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    for path, (form, fields) in FORMS.items():
        visitor.open(path)
        for name, text in fields.items():
            visitor.page.fill(f"#{form} [name={name}]", text)
        visitor.page.context.clear_cookies(name="session")
        visitor.page.click(f"#{form} .btn-primary")
        visitor.page.wait_for_url("**/sign-in?next=*")
        visitor.fill_sign_in(city.officer.sign_in_name)
        visitor.page.wait_for_url(f"**{path}")
        visitor.page.wait_for_selector("#draft-restored", state="visible")
        for name, text in fields.items():
            assert visitor.page.input_value(f"#{form} [name={name}]") == text
        visitor.open(path)
        first = next(iter(fields))
        assert visitor.page.input_value(f"#{form} [name={first}]") == ""


def test_what_was_refused_after_being_sent_is_still_kept_when_the_session_expires(city: City, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    station = Organisation.objects.get(name="葛沽镇未成年人保护站")
    visitor.open(f"/organisations/{station.uuid}/")
    visitor.page.fill("#change-phone [name=duty_phone]", "")
    visitor.page.click("#change-phone .btn-primary")
    visitor.page.wait_for_selector("#change-phone .invalid-feedback")
    visitor.page.fill("#change-phone [name=duty_phone]", "022-88888888")
    visitor.page.context.clear_cookies(name="session")
    visitor.page.click("#change-phone .btn-primary")
    visitor.page.wait_for_url("**/sign-in?next=*")
    visitor.fill_sign_in(city.officer.sign_in_name)
    visitor.page.wait_for_selector("#draft-restored", state="visible")
    assert visitor.page.input_value("#change-phone [name=duty_phone]") == "022-88888888"
    visitor.page.click("#change-phone .btn-primary")
    visitor.page.wait_for_selector(".alert >> text=值班电话已更新")
    station.refresh_from_db()
    assert station.duty_phone == "022-88888888"


def test_what_is_sent_in_the_background_carries_the_token_and_comes_back_after_an_expired_session(
    city: City, visit: Visit
) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    station = Organisation.objects.get(name="葛沽镇未成年人保护站")
    page, path = visitor.page, f"/organisations/{station.uuid}/"
    visitor.open(path)
    # Only the header is left to prove where the form comes from.
    page.evaluate("document.querySelector('#change-phone [name=csrfmiddlewaretoken]').remove()")
    page.fill("#change-phone [name=duty_phone]", "022-11111111")
    with page.expect_request(lambda request: request.method == "POST") as sent:
        page.click("#change-phone .btn-primary")
    assert sent.value.headers["hx-request"] == "true"
    assert len(sent.value.headers["x-csrftoken"]) > 30
    page.wait_for_selector(".alert >> text=值班电话已更新")
    assert page.url.endswith(path)
    forged = "async () => (await fetch(location.pathname + 'phone', {method: 'POST', body: 'duty_phone=110'})).status"
    assert page.evaluate(forged) == 403
    page.fill("#change-phone [name=duty_phone]", "022-22222222")
    page.context.clear_cookies(name="session")
    page.click("#change-phone .btn-primary")
    page.wait_for_url("**/sign-in?next=*")
    visitor.fill_sign_in(city.officer.sign_in_name)
    page.wait_for_selector("#draft-restored", state="visible")
    assert (page.url.endswith(path), page.input_value("#change-phone [name=duty_phone]")) == (True, "022-22222222")
    page.click("#change-phone .btn-primary")
    page.wait_for_selector(".facts >> text=022-22222222")
    station.refresh_from_db()
    assert station.duty_phone == "022-22222222"


def test_typing_finds_a_place_and_an_expired_session_moves_the_whole_page(city: City, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.page.keyboard.press("g")
    visitor.page.keyboard.press("d")
    visitor.page.wait_for_url("**/divisions/")
    visitor.page.fill("#id_q", "xianshuigu")
    visitor.page.wait_for_selector("#divisions td a >> text=咸水沽镇")
    visitor.page.wait_for_url("**/divisions/?q=xianshuigu*")
    visitor.page.context.clear_cookies(name="session")
    visitor.page.fill("#id_q", "gegu")
    visitor.page.wait_for_url("**/sign-in?next=*")
    visitor.fill_sign_in(city.officer.sign_in_name)
    visitor.page.wait_for_url("**/divisions/?q=xianshuigu*")


def test_keys_are_listed_and_the_first_tab_skips_to_the_content(city: City, visit: Visit) -> None:
    visitor = visit()
    visitor.sign_in(city.officer.sign_in_name)
    visitor.page.keyboard.press("Tab")
    assert visitor.page.evaluate("document.activeElement.className") == "skip"
    visitor.page.keyboard.press("Enter")
    assert visitor.page.evaluate("document.activeElement.id") == "content"
    visitor.page.keyboard.press("?")
    visitor.page.wait_for_selector("dialog#keys[open]")
    visitor.page.keyboard.press("Escape")
    visitor.page.wait_for_selector("dialog#keys:not([open])", state="attached")


def test_dark_is_chosen_from_the_menu_and_kept(city: City, visit: Visit) -> None:
    visitor = visit("phone")
    visitor.sign_in(city.officer.sign_in_name)
    visitor.page.click("details.menu summary")
    visitor.page.click("[aria-label=深色]")
    visitor.open("/divisions/")
    assert visitor.page.get_attribute("html", "data-bs-theme") == "dark"
    visitor.page.click("[data-opens=navigation]")
    visitor.page.click("nav.navigation a[data-key=h]")
    visitor.page.wait_for_url(visitor.address + "/")


def test_a_director_signs_in_by_card_and_out_again(city: City, visit: Visit) -> None:
    card = make_login_card(account=city.director, by=SYSTEM, at=timezone.now())
    visitor = visit("phone")
    visitor.open(f"/card/{card.token}")
    visitor.follow("main .btn-primary")
    visitor.page.wait_for_selector("h1 >> text=刘桂兰")
    visitor.page.click("details.menu summary")
    visitor.page.click("text=退出登录")
    visitor.page.wait_for_selector("h1 >> text=您已安全退出")
    visitor.open("/")
    assert "/sign-in" in visitor.page.url
