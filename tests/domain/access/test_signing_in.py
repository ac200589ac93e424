"""Signing in tells nobody more than they know, and counts every attempt."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.conf import settings as deployed
from django.contrib.auth import hashers
from django.db import connection, transaction
from pytest_django import Settings
from tests.domain.access.conftest import AT, JINNAN, VILLAGE, Employ

from gonghu.domain.access import attempts
from gonghu.domain.access.attempts import TooManyAttempts
from gonghu.domain.access.models import Account, AttemptCount
from gonghu.domain.access.operations import (
    create_account,
    disable_account,
    reset_password,
    sign_in,
    unlock_account,
)
from gonghu.domain.access.operations.signing_in import Need, SignInRefused
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM
from gonghu.foundation.audit.models import AuditEntry

pytestmark = pytest.mark.django_db
HERE, THERE = "203.0.113.7", "203.0.113.8"
WRONG = "not the password"
SCRYPT = ["django.contrib.auth.hashers.ScryptPasswordHasher"]


@pytest.fixture
def wang() -> tuple[Account, str]:
    first = create_account(sign_in_name="wang", display_name="王小明", division_code=JINNAN, by=SYSTEM, at=AT)
    return first.account, first.password


def refused(name: str = "wang", password: str = WRONG, minutes: int = 0, address: str = HERE) -> str:
    with pytest.raises((SignInRefused, TooManyAttempts)) as told:
        sign_in(name=name, password=password, at=AT + timedelta(minutes=minutes), address=address)
    return f"{told.type.__name__} {told.value}"


def test_name_and_password_sign_in_however_the_name_is_typed(wang: tuple[Account, str]) -> None:
    account, password = wang
    done = sign_in(name=" ＷANG ", password=password, at=AT, address=HERE)
    assert (done.account, done.needs, done.complete) == (account, (Need.NEW_PASSWORD,), True)
    entry = AuditEntry.objects.get(verb="access.sign_in")
    assert (entry.actor, entry.chain) == (str(account.pk), "120112")


def test_all_refusals_read_alike(wang: tuple[Account, str], employ: Employ) -> None:
    gone = employ(name="gone")
    password = reset_password(account=gone, by=SYSTEM, at=AT).password
    disable_account(account=gone, by=SYSTEM, at=AT)
    told = {refused(), refused("nobody"), refused("gone", password), refused("wang", ""), refused("\0"), refused("")}
    assert told == {"SignInRefused 登录名或密码不正确，或账号已停用"}
    assert set(AuditEntry.objects.filter(verb="access.refuse_sign_in").values_list("chain", flat=True)) == {"000000"}
    assert wang[0].check_password(wang[1])


def test_after_five_failures_a_name_waits_whether_it_exists_or_not(wang: tuple[Account, str]) -> None:
    for name in ("wang", "nobody"):
        assert {refused(name).split()[0] for _ in range(5)} == {"SignInRefused"}
        assert refused(name, wang[1]).split()[0] == "TooManyAttempts"
        assert refused(name, wang[1], minutes=14, address=THERE).split()[0] == "TooManyAttempts"
    assert sign_in(name="wang", password=wang[1], at=AT + timedelta(minutes=15), address=HERE).complete


def test_the_wait_tells_when_it_ends(wang: tuple[Account, str]) -> None:
    for minute in range(5):
        refused(minutes=minute)
    with pytest.raises(TooManyAttempts) as told:
        sign_in(name="wang", password=wang[1], at=AT + timedelta(minutes=5), address=HERE)
    assert told.value.until == AT + timedelta(minutes=4 + 15)


def test_a_success_begins_the_count_anew_and_an_unlocking_too(wang: tuple[Account, str]) -> None:
    account, password = wang
    for _ in range(4):
        refused()
    sign_in(name="wang", password=password, at=AT, address=HERE)
    for _ in range(5):
        refused()
    unlock_account(account=account, by=SYSTEM, at=AT)
    assert sign_in(name="wang", password=password, at=AT, address=HERE).complete


def test_an_address_that_guesses_many_names_waits_but_many_who_sign_in_do_not(
    wang: tuple[Account, str], settings: Settings
) -> None:
    settings.GONGHU_FAILURES_PER_ADDRESS = 10
    for _ in range(12):
        sign_in(name="wang", password=wang[1], at=AT, address=HERE)
    for number in range(10):
        assert refused(f"nobody{number}").split()[0] == "SignInRefused"
    assert refused("wang", wang[1]).split()[0] == "TooManyAttempts"
    assert sign_in(name="wang", password=wang[1], at=AT, address=THERE).complete


def test_addresses_of_one_subscriber_count_as_one() -> None:
    key = attempts.address_key
    assert key("2001:db8:1:2::1") == key("2001:db8:1:2:ffff::9") != key("2001:db8:1:3::1")
    assert key("203.0.113.7") != key("203.0.113.8")
    assert key("not an address") != key("")


def test_counts_keep_no_name_and_no_address(wang: tuple[Account, str]) -> None:
    assert wang
    refused("my-password-typed-as-name")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_attemptcount")
        assert all("my-password" not in str(row) and HERE not in str(row) for row in cursor.fetchall())
    assert AttemptCount.objects.count() == 2


def test_old_counts_are_dropped() -> None:
    refused("nobody")
    assert attempts.drop_old_attempts(AT + timedelta(minutes=14)) == 0
    assert attempts.drop_old_attempts(AT + timedelta(minutes=15)) == 2


def test_a_name_nobody_has_costs_as_many_hashes_as_one_somebody_has(
    wang: tuple[Account, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    encode = hashers.MD5PasswordHasher.encode

    def counted(self: hashers.MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return encode(self, password, salt)

    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", counted)
    assert wang
    refused("nobody")
    hashed.clear()
    refused("wang")
    known = len(hashed)
    hashed.clear()
    refused("nobody")
    assert (known, len(hashed)) == (1, 1)


def test_with_the_hasher_of_a_deployment_the_times_are_alike(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = SCRYPT
    assert SCRYPT[0] == deployed.PASSWORD_HASHERS[0]
    settings.GONGHU_FAILURES_PER_NAME = 100
    create_account(sign_in_name="wang", display_name="王小明", division_code=JINNAN, by=SYSTEM, at=AT)
    refused("nobody")
    times: dict[str, list[float]] = {"wang": [], "nobody": []}
    for _ in range(3):
        for name, spent in times.items():
            start = time.perf_counter()
            refused(name)
            spent.append(time.perf_counter() - start)
    known, unknown = (min(spent) for spent in times.values())
    assert 0.5 < known / unknown < 2


def test_a_very_long_password_is_cut_before_it_is_hashed(wang: tuple[Account, str]) -> None:
    assert wang
    start = time.perf_counter()
    refused(password="x" * 50_000_000)
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize(
    ("role", "needs"), [(Role.VILLAGE_DIRECTOR, ()), (Role.TOWN_SUPERVISOR, (Need.SECOND_FACTOR,))]
)
def test_staff_are_asked_for_a_second_factor_and_village_directors_are_not(
    employ: Employ, role: Role, needs: tuple[Need, ...]
) -> None:
    account = employ(role, VILLAGE, name="wang")
    password = reset_password(account=account, by=SYSTEM, at=AT).password
    done = sign_in(name="wang", password=password, at=AT, address=HERE)
    assert done.needs == (*needs, Need.NEW_PASSWORD)


@pytest.mark.django_db(transaction=True)
def test_a_count_cannot_be_taken_back_by_a_transaction_around_it() -> None:
    with pytest.raises(RuntimeError, match="durable"), transaction.atomic():
        sign_in(name="wang", password=WRONG, at=AT, address=HERE)


@pytest.mark.django_db(transaction=True)
def test_guesses_sent_at_once_get_no_more_answers_than_one_by_one() -> None:
    def guess(_number: int) -> str:
        try:
            return refused()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        told = [answer.split()[0] for answer in pool.map(guess, range(24))]
    assert (told.count("SignInRefused"), told.count("TooManyAttempts")) == (5, 19)
