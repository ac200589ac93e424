"""Standing grants: asked, signed, ended (授权的申请、批准、撤销)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import AccessGrant, Post, Tenure
from gonghu.domain.access.officer import NotPermitted, authorise, day_of
from gonghu.domain.access.terms import BLIND_ROLES, Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_on
from gonghu.standards import division_code as division_codes

LONGEST: Final = timedelta(days=366)


class PurposeMissing(ValueError):
    """Nobody sees children without saying what for."""


class GrantTooLong(ValueError):
    """A grant would be over already, or last longer than a year."""


class GrantOver(ValueError):
    """The grant was signed, ended, or is over already."""


class SignedByAsker(NotPermitted):
    """The one who asked, or whom the grant serves, would sign it."""


@transaction.atomic
def ask_access(
    *,
    post: Post,
    division_code: str,
    purpose: str,
    until_on: date,
    by: Actor,
    at: datetime,
    categories: Iterable[str] = (),
) -> AccessGrant:
    """
    Ask that a post may see the children of an area, of some categories or all, until a day (申请授权).

    :raises NotPermitted: the actor neither holds the post nor manages it, or the post must see no child
    :raises PurposeMissing: no purpose is given
    :raises GrantTooLong: the last day is past, or more than a year away
    :raises NotADivisionCode: the code is of no place
    """
    on = day_of(at)
    if post.role in BLIND_ROLES:
        raise NotPermitted(f"岗位 {post} 不得接触儿童信息")
    if not _holds(post, by.account, on):
        authorise(by, Permission.MANAGE_ACCOUNTS, post.division_code)
    if not purpose.strip():
        raise PurposeMissing("请写明查看目的")
    if not on <= until_on <= on + LONGEST:
        raise GrantTooLong(f"授权有效期须在 {on} 至 {on + LONGEST} 之间")
    grant = AccessGrant.objects.create(
        post=post,
        division_code=division_codes.pad(division_code),
        categories=sorted(set(categories)),
        purpose=purpose.strip(),
        until_on=until_on,
        asked_by_id=_person(by),
        asked_at=at,
    )
    _record("access.ask", grant, by, at)
    return grant


@transaction.atomic
def sign_access(*, grant: AccessGrant, by: Actor, at: datetime) -> None:
    """
    Sign a grant (批准授权), by a supervisor of its area who neither asked for it nor gains by it.

    :raises NotPermitted: the actor approves no access there
    :raises SignedByAsker: the actor asked for it, or holds the post
    :raises GrantOver: it was signed or ended before, or its last day is past
    """
    authorise(by, Permission.APPROVE_ACCESS, grant.division_code)
    current = _locked(grant)
    if by.account == current.asked_by_id or _holds(current.post, by.account, day_of(at)):
        raise SignedByAsker("申请人和受权人不能自己批准授权")
    if current.signed_at or current.ended_at or current.until_on < day_of(at):
        raise GrantOver("该授权已批准、已撤销或已过期")
    grant.signed_by_id, grant.signed_at = _person(by), at
    grant.save(update_fields=["signed_by", "signed_at"])
    _record("access.sign", grant, by, at)


@transaction.atomic
def end_access(*, grant: AccessGrant, by: Actor, at: datetime) -> None:
    """
    Refuse or withdraw a grant (拒绝或撤销授权), by who asked or a supervisor of its area; it ends at once.

    :raises NotPermitted: the actor is neither
    :raises GrantOver: it was ended before
    """
    if by.account != grant.asked_by_id:
        authorise(by, Permission.APPROVE_ACCESS, grant.division_code)
    if _locked(grant).ended_at:
        raise GrantOver("该授权已撤销")
    grant.ended_by_id, grant.ended_at = _person(by), at
    grant.save(update_fields=["ended_by", "ended_at"])
    _record("access.end", grant, by, at)


def _locked(grant: AccessGrant) -> AccessGrant:
    rows = AccessGrant.objects.everywhere("a grant that is being decided").select_for_update()
    return rows.get(pk=grant.pk)


def _holds(post: Post, account: UUID | None, on: date) -> bool:
    return Tenure.objects.filter(holding_on(on), post=post, account=account).exists()


def _person(by: Actor) -> UUID:
    """Give the account; the system asks for nothing and signs nothing."""
    if by.account is None:
        raise NotPermitted("授权须由人申请和批准")
    return by.account


def _record(verb: str, grant: AccessGrant, by: Actor, at: datetime) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="grant",
        subject_key=str(grant.uuid),
        purpose=grant.purpose,
        detail={
            "post": str(grant.post_id),
            "division": grant.division_code,
            "categories": list(grant.categories),
            "until_on": grant.until_on.isoformat(),
        },
        district=grant.division_code[:6],
    )
