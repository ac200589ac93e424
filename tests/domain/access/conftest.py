"""People and posts that the tests of access share."""

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import Officer, officer
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
ON = date(2026, 3, 2)
SINCE = date(2026, 1, 1)
JINNAN, XIANSHUIGU, VILLAGE = "120112000000", "120112100000", "120112100201"
XIQING = "120111000000"

Employ = Callable[..., Account]


@pytest.fixture
def employ() -> Employ:
    """Give a function that opens an account and appoints it."""
    made = 0

    def employed(role: Role | None = None, division: str = JINNAN, name: str = "") -> Account:
        nonlocal made
        made += 1
        account = create_account(
            sign_in_name=name or f"officer{made}", display_name="王小明", division_code=division, by=SYSTEM, at=AT
        ).account
        if role:
            post = set_up_post(role=role, division_code=division, from_on=SINCE, by=SYSTEM, at=AT)
            appoint(post=post, account=account, from_on=SINCE, by=SYSTEM, at=AT)
        account.refresh_from_db()
        return account

    return employed


def acting(account: Account, at: datetime = AT) -> Officer:
    return officer(account=account, at=at)


def post_of(account: Account) -> Post:
    (held,) = acting(account).posts
    return Post.objects.everywhere("test").get(pk=held.uuid)
