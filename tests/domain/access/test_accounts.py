"""Accounts are opened, given a password, disabled, each by whoever may and with one entry in the audit."""

from collections.abc import Callable
from importlib import import_module

import pytest
from django.conf import settings as deployed
from django.contrib.auth import SESSION_KEY, get_user, login
from django.db import connection
from django.http import HttpRequest
from tests.domain.access.conftest import AT, JINNAN, ON, VILLAGE, XIANSHUIGU, XIQING, Employ, acting, post_of

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.operations import (
    change_password,
    create_account,
    disable_account,
    enable_account,
    end_sessions,
    reset_password,
    vacate_post,
)
from gonghu.domain.access.operations.accounts import (
    NameTaken,
    NameUnusable,
    OwnAccount,
    PasswordTooWeak,
    WrongPassword,
)
from gonghu.domain.access.queries import accounts_in
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db


def entries(verb: str) -> int:
    return AuditEntry.objects.filter(verb=verb).count()


def test_a_first_password_opens_the_account_and_must_be_changed() -> None:
    first = create_account(
        sign_in_name="　Ｗang Xm", display_name="王小明", division_code="120112", phone="13812345678", by=SYSTEM, at=AT
    )
    account = Account.objects.everywhere("test").get(sign_in_name="wangxm")
    assert account.check_password(first.password)
    assert account.must_change_password
    assert (account.division_code, account.phone) == (JINNAN, "13812345678")
    assert Account.objects.everywhere("test").get(phone_index="13812345678") == account
    assert first.password not in repr(first)
    assert entries("access.create_account") == 1


def test_a_phone_does_not_lie_in_the_database_as_text() -> None:
    create_account(sign_in_name="w", display_name="王", division_code=JINNAN, phone="13812345678", by=SYSTEM, at=AT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, phone_index FROM access_account")
        assert all(b"13812345678" not in bytes(value) for value in cursor.fetchall()[0])


@pytest.mark.parametrize(
    ("name", "problem"), [("WANG", NameTaken), ("ｗａｎｇ", NameTaken), (" ", NameUnusable), ("a\0b", NameUnusable)]
)
def test_a_name_that_will_not_do_is_refused(employ: Employ, name: str, problem: type[Exception]) -> None:
    employ(name="wang")
    with pytest.raises(problem):
        create_account(sign_in_name=name, display_name="王", division_code=JINNAN, by=SYSTEM, at=AT)


def test_accounts_are_opened_and_listed_in_ones_own_area_only(employ: Employ) -> None:
    employ(division=XIQING, name="there")
    by = acting(employ(Role.DISTRICT_OFFICER, name="boss"))
    create_account(sign_in_name="here", display_name="王", division_code=VILLAGE, by=by, at=AT)
    assert [account.sign_in_name for account in accounts_in(scope=by.scope)] == ["boss", "here"]
    with pytest.raises(NotPermitted):
        create_account(sign_in_name="far", display_name="王", division_code=XIQING, by=by, at=AT)
    director = acting(employ(Role.VILLAGE_DIRECTOR, VILLAGE))
    with pytest.raises(NotPermitted):
        create_account(sign_in_name="mine", display_name="王", division_code=VILLAGE, by=director, at=AT)
    assert list(accounts_in(scope=director.scope)) == []


def test_a_new_password_is_strong_another_one_and_ones_own(employ: Employ) -> None:
    account, other = employ(name="wangxm"), employ()
    old = reset_password(account=account, by=SYSTEM, at=AT).password
    me = acting(account)
    for weak in ("short", "1234567890", "password123", "wangxm2026", old):
        with pytest.raises(PasswordTooWeak):
            change_password(account=account, old=old, new=weak, by=me, at=AT)
    with pytest.raises(WrongPassword):
        change_password(account=account, old="x", new="山高水长-7-blue", by=me, at=AT)
    with pytest.raises(NotPermitted):
        change_password(account=account, old=old, new="山高水长-7-blue", by=acting(other), at=AT)
    change_password(account=account, old=old, new="山高水长-7-blue", by=me, at=AT)
    account.refresh_from_db()
    assert account.check_password("山高水长-7-blue")
    assert not account.must_change_password
    assert entries("access.change_password") == 1


@pytest.mark.parametrize("manage", [reset_password, disable_account, enable_account])
def test_nobody_manages_the_own_account_or_one_with_a_post_elsewhere(
    employ: Employ, manage: Callable[..., object]
) -> None:
    boss = employ(Role.DISTRICT_OFFICER, XIANSHUIGU)
    with pytest.raises(OwnAccount):
        manage(account=boss, by=acting(boss), at=AT)
    above = employ(Role.CITY_OFFICER, "120100000000")
    Account.objects.everywhere("test").filter(pk=above.pk).update(division_code=VILLAGE)
    above.refresh_from_db()
    with pytest.raises(NotPermitted, match="120100000000"):
        manage(account=above, by=acting(boss), at=AT)
    manage(account=employ(Role.VILLAGE_DIRECTOR, VILLAGE), by=acting(boss), at=AT)
    assert entries(f"access.{manage.__name__}") == 1


def signed_in_request(account: Account) -> HttpRequest:
    request = HttpRequest()
    request.session = import_module(deployed.SESSION_ENGINE).SessionStore()
    login(request, account, backend=deployed.AUTHENTICATION_BACKENDS[0])
    request.session.save()
    return request


def test_a_session_stays_while_nothing_changes(employ: Employ) -> None:
    account = employ(Role.TOWN_SUPERVISOR)
    assert get_user(signed_in_request(account)) == account


END: list[Callable[[Account], object]] = [
    lambda account: disable_account(account=account, by=SYSTEM, at=AT),
    lambda account: end_sessions(account=account, by=acting(account), at=AT),
    lambda account: reset_password(account=account, by=SYSTEM, at=AT),
    lambda account: vacate_post(post=post_of(account), on=ON, by=SYSTEM, at=AT),
]


@pytest.mark.parametrize("end", END, ids=["disabled", "signed out", "password", "post"])
def test_a_session_ends_at_once(employ: Employ, end: Callable[[Account], object]) -> None:
    account = employ(Role.TOWN_SUPERVISOR)
    request = signed_in_request(account)
    end(account)
    assert get_user(request).is_anonymous


def test_a_session_of_no_account_is_nobodys(employ: Employ) -> None:
    request = signed_in_request(employ())
    request.session[SESSION_KEY] = "00000000-0000-0000-0000-000000000000"
    assert get_user(request).is_anonymous


def test_an_enabled_account_begins_with_a_first_password(employ: Employ) -> None:
    account = employ(Role.TOWN_SUPERVISOR)
    disable_account(account=account, by=SYSTEM, at=AT)
    first = enable_account(account=account, by=SYSTEM, at=AT)
    account.refresh_from_db()
    assert account.disabled_at is None
    assert account.check_password(first.password)
    assert account.must_change_password
