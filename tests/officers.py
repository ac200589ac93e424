"""Invented officers: accounts whose owners have a password already, each on a post."""

from datetime import datetime

from django.utils import timezone

from gonghu.domain.access.models import Account
from gonghu.domain.access.operations import appoint, create_account, set_up_post
from gonghu.domain.access.terms import Role
from gonghu.foundation.acting import SYSTEM

TYPED = "correct horse battery"
"""What every invented officer types to sign in."""
JINNAN = "120112000000"


def employ(
    sign_in_name: str,
    role: Role | None = Role.DISTRICT_OFFICER,
    division: str = JINNAN,
    *,
    at: datetime,
    name: str = "王晓梅",
) -> Account:
    """Open an account whose owner has a password already, and appoint it unless there is no role for it."""
    today = timezone.localdate(at)
    made = create_account(sign_in_name=sign_in_name, display_name=name, division_code=division, by=SYSTEM, at=at)
    if role:
        post = set_up_post(role=role, division_code=division, from_on=today, by=SYSTEM, at=at)
        appoint(post=post, account=made.account, from_on=today, by=SYSTEM, at=at)
    account = made.account
    account.refresh_from_db()
    account.set_password(TYPED)
    account.must_change_password = False
    account.save()
    return account
