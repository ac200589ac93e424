"""A bureau appoints its people from one list (批量开立账号): accounts, posts and tenures, all of them or none."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import count
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.operations.accounts import FirstPassword, NameTaken
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import Actor
from gonghu.standards.pinyin import syllables


@dataclass(frozen=True, slots=True)
class AccountWanted:
    """One line of the list (拟开立账号); without a sign-in name one is made of the name's pinyin."""

    display_name: str
    role: Role
    division_code: str
    phone: str = ""
    sign_in_name: str = ""
    organisation: UUID | None = None


@transaction.atomic
def open_many_accounts(
    *, wanted: Iterable[AccountWanted], from_on: date, by: Actor, at: datetime
) -> list[FirstPassword]:
    """
    Open an account for every line, set up its post and appoint its owner; give the first passwords.

    :raises NotPermitted: the actor manages no accounts in one of the places
    :raises NameTaken: a sign-in name that the list asks for is in use
    :raises NameUnusable: a sign-in name is none
    """
    opened = []
    for each in wanted:
        first = _opened(each, by, at)
        post = set_up_post(
            role=each.role,
            division_code=each.division_code,
            organisation=each.organisation,
            from_on=from_on,
            by=by,
            at=at,
        )
        appoint(post=post, account=first.account, from_on=from_on, by=by, at=at)
        opened.append(first)
    return opened


def _opened(wanted: AccountWanted, by: Actor, at: datetime) -> FirstPassword:
    if wanted.sign_in_name:
        return _account(wanted, wanted.sign_in_name, by, at)
    spelt = "".join(syllables(wanted.display_name)) or "account"
    for turn in count(1):
        try:
            return _account(wanted, spelt if turn == 1 else f"{spelt}{turn}", by, at)
        except NameTaken:
            continue
    raise AssertionError


def _account(wanted: AccountWanted, name: str, by: Actor, at: datetime) -> FirstPassword:
    return create_account(
        sign_in_name=name,
        display_name=wanted.display_name,
        division_code=wanted.division_code,
        phone=wanted.phone or None,
        by=by,
        at=at,
    )
