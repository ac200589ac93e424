"""Codes and cards: what staff have beside a password, and what village directors have instead."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from tests.authenticator import code_at
from tests.domain.access.conftest import AT, SINCE, VILLAGE, XIANSHUIGU, XIQING, Employ, acting

from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.models import Account, LoginCard, SecondFactor
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import (
    appoint,
    confirm_second_factor,
    disable_account,
    give_code,
    make_login_card,
    remove_second_factor,
    reset_password,
    set_up_post,
    sign_in,
    sign_in_with_card,
    start_second_factor,
    withdraw_login_cards,
)
from gonghu.domain.access.operations.accounts import OwnAccount
from gonghu.domain.access.operations.cards import ON_PAPER, CardRefused, NoCardForThisRole
from gonghu.domain.access.operations.factors import SecondFactorInPlace, WrongCode
from gonghu.domain.access.operations.signing_in import Need, SignInRefused
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
HERE = "203.0.113.7"
LATER = AT + timedelta(minutes=1)


@pytest.fixture
def staff(employ: Employ) -> tuple[Account, str]:
    account = employ(Role.TOWN_SUPERVISOR, XIANSHUIGU, name="wang")
    enrolment = start_second_factor(account=account, by=acting(account), at=AT)
    assert enrolment.secret not in repr(enrolment)
    confirm_second_factor(account=account, code=code_at(enrolment.secret, AT), by=acting(account), at=AT)
    return account, enrolment.secret


def test_the_address_for_the_phone_names_us_and_the_account(employ: Employ) -> None:
    account = employ(name="wang")
    enrolment = start_second_factor(account=account, by=acting(account), at=AT)
    address = urlsplit(enrolment.address)
    assert (address.scheme, address.netloc) == ("otpauth", "totp")
    assert parse_qs(address.query)["secret"] == [enrolment.secret]
    assert parse_qs(address.query)["issuer"] == ["共护"]


def test_the_secret_does_not_lie_in_the_database_as_text(staff: tuple[Account, str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM access_secondfactor")
        assert staff[1].encode() not in bytes(cursor.fetchone()[0])


def test_a_sign_in_is_complete_only_with_the_code(staff: tuple[Account, str]) -> None:
    account, secret = staff
    password = reset_password(account=account, by=SYSTEM, at=AT).password
    half = sign_in(name="wang", password=password, at=LATER, address=HERE)
    assert (half.needs, half.complete) == ((Need.CODE, Need.NEW_PASSWORD), False)
    done = give_code(account=half.account, code=code_at(secret, LATER), at=LATER)
    assert (done.needs, done.complete) == ((Need.NEW_PASSWORD,), True)


def test_a_code_is_taken_once(staff: tuple[Account, str]) -> None:
    account, secret = staff
    with pytest.raises(WrongCode):
        give_code(account=account, code=code_at(secret, AT), at=AT)
    give_code(account=account, code=code_at(secret, LATER), at=LATER)
    with pytest.raises(WrongCode):
        give_code(account=account, code=code_at(secret, LATER), at=LATER)


@pytest.mark.parametrize(("seconds", "taken"), [(-30, True), (0, True), (30, True), (-90, False), (90, False)])
def test_a_clock_may_be_half_a_minute_wrong(staff: tuple[Account, str], seconds: int, taken: bool) -> None:
    account, secret = staff
    late = AT + timedelta(minutes=10)
    shown = code_at(secret, late + timedelta(seconds=seconds))
    if taken:
        give_code(account=account, code=f" {shown[:3]} {shown[3:]} ", at=late)
    else:
        with pytest.raises(WrongCode):
            give_code(account=account, code=shown, at=late)


@pytest.mark.parametrize("wrong", ["", "12345", "1234567", "一二三四五六", "000000"])
def test_codes_are_guessed_five_times(staff: tuple[Account, str], wrong: str) -> None:
    account, secret = staff
    for _ in range(5):
        with pytest.raises(WrongCode):
            give_code(account=account, code=wrong, at=LATER)
    with pytest.raises(TooManyAttempts):
        give_code(account=account, code=code_at(secret, LATER), at=LATER)


def test_a_factor_that_was_not_confirmed_asks_for_nothing_and_opens_nothing(employ: Employ) -> None:
    account = employ(Role.TOWN_SUPERVISOR, name="wang")
    secret = start_second_factor(account=account, by=acting(account), at=AT).secret
    with pytest.raises(WrongCode):
        give_code(account=account, code=code_at(secret, AT), at=AT)
    with pytest.raises(WrongCode):
        confirm_second_factor(account=account, code="000000", by=acting(account), at=AT)
    again = start_second_factor(account=account, by=acting(account), at=AT).secret
    assert again != secret
    with pytest.raises(WrongCode):
        confirm_second_factor(account=account, code=code_at(secret, AT), by=acting(account), at=AT)


def test_a_factor_is_replaced_only_after_a_manager_took_it_away(staff: tuple[Account, str], employ: Employ) -> None:
    account, _ = staff
    with pytest.raises(SecondFactorInPlace):
        start_second_factor(account=account, by=acting(account), at=AT)
    with pytest.raises(OwnAccount):
        remove_second_factor(account=account, by=acting(account), at=AT)
    remove_second_factor(account=account, by=acting(employ(Role.DISTRICT_OFFICER)), at=AT)
    assert not SecondFactor.objects.filter(account=account).exists()
    with pytest.raises(NotPermitted):
        start_second_factor(account=account, by=acting(employ()), at=AT)


def test_a_code_of_a_disabled_account_is_refused(staff: tuple[Account, str]) -> None:
    account, secret = staff
    disable_account(account=account, by=SYSTEM, at=AT)
    with pytest.raises(SignInRefused):
        give_code(account=account, code=code_at(secret, LATER), at=LATER)


@pytest.fixture
def director(employ: Employ) -> Account:
    return employ(Role.VILLAGE_DIRECTOR, VILLAGE)


def use(token: str, minutes: int = 0) -> Account:
    return sign_in_with_card(token=token, at=AT + timedelta(minutes=minutes), address=HERE).account


def test_a_card_signs_in_once(director: Account, employ: Employ) -> None:
    card = make_login_card(account=director, by=acting(employ(Role.DISTRICT_OFFICER)), at=AT)
    assert card.token not in repr(card)
    assert use(card.token, 9) == director
    with pytest.raises(CardRefused):
        use(card.token, 9)
    assert AuditEntry.objects.filter(verb="access.sign_in_with_card", actor=str(director.pk)).count() == 1


@pytest.mark.parametrize(
    ("lasting", "last"),
    [(timedelta(minutes=10), 10), (ON_PAPER, 7 * 24 * 60), (timedelta(days=365), 7 * 24 * 60)],
)
def test_a_card_is_good_for_a_while(director: Account, lasting: timedelta, last: int) -> None:
    card = make_login_card(account=director, by=SYSTEM, at=AT, lasting=lasting)
    with pytest.raises(CardRefused):
        use(card.token, last)
    assert use(card.token, last - 1) == director


def test_a_new_card_withdraws_the_old_ones_and_all_can_be_withdrawn(director: Account) -> None:
    old, new = (make_login_card(account=director, by=SYSTEM, at=AT) for _ in range(2))
    with pytest.raises(CardRefused):
        use(old.token)
    withdraw_login_cards(account=director, by=acting(director), at=AT)
    with pytest.raises(CardRefused):
        use(new.token)


def test_a_card_of_a_disabled_account_opens_nothing(director: Account) -> None:
    card = make_login_card(account=director, by=SYSTEM, at=AT)
    disable_account(account=director, by=SYSTEM, at=AT)
    with pytest.raises(CardRefused):
        use(card.token)


def test_a_card_opens_nothing_once_its_owner_has_another_role(director: Account) -> None:
    card = make_login_card(account=director, by=SYSTEM, at=AT)
    town = set_up_post(role=Role.TOWN_SUPERVISOR, division_code=XIANSHUIGU, from_on=SINCE, by=SYSTEM, at=AT)
    appoint(post=town, account=director, from_on=SINCE, by=SYSTEM, at=AT)
    with pytest.raises(CardRefused):
        use(card.token)
    with pytest.raises(NoCardForThisRole):
        make_login_card(account=director, by=SYSTEM, at=AT)
    assert not LoginCard.objects.filter(used_at__isnull=False).exists()


def test_cards_are_made_by_whoever_manages_the_village_for_those_who_may_use_them(
    director: Account, employ: Employ
) -> None:
    for by in (director, employ(Role.DISTRICT_OFFICER, XIQING), employ(Role.VILLAGE_DIRECTOR, VILLAGE)):
        with pytest.raises(NotPermitted):
            make_login_card(account=director, by=acting(by), at=AT)
    for other in (employ(Role.TOWN_SUPERVISOR, XIANSHUIGU), employ()):
        with pytest.raises(NoCardForThisRole):
            make_login_card(account=other, by=SYSTEM, at=AT)


def test_a_supervisor_makes_cards_for_directors_of_the_town_but_no_passwords(director: Account, employ: Employ) -> None:
    by = acting(employ(Role.TOWN_SUPERVISOR, XIANSHUIGU))
    assert use(make_login_card(account=director, by=by, at=AT).token) == director
    with pytest.raises(NotPermitted):
        reset_password(account=director, by=by, at=AT)


def test_the_text_of_a_card_does_not_lie_in_the_database(director: Account) -> None:
    card = make_login_card(account=director, by=SYSTEM, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_logincard")
        assert card.token not in str(cursor.fetchall())


@pytest.mark.django_db(transaction=True)
def test_of_many_who_show_one_card_at_once_one_gets_in(director: Account) -> None:
    card = make_login_card(account=director, by=SYSTEM, at=AT)

    def show(_number: int) -> bool:
        try:
            use(card.token)
        except CardRefused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(show, range(16))) == 1
