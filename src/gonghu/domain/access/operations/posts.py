"""Posts: set up, held, handed over, left (岗位的设立、任职、交接)."""

from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.audit_writing import record_post
from gonghu.domain.access.models import AccessGrant, Account, ChildAssignment, Post, Tenure
from gonghu.domain.access.officer import authorise
from gonghu.domain.access.operations.accounts import OwnAccount, renew_epoch
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.terms import SEPARATE_ROLES, Permission, Role
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_since
from gonghu.standards import division_code as division_codes

_ONE_DAY: Final = timedelta(days=1)


class RolesIncompatible(ValueError):
    """One person would hold two roles that must not be in one hand."""


class PostTaken(ValueError):
    """Somebody holds the post from that day on, or later."""


class PostVacant(ValueError):
    """Nobody holds the post."""


class PostInUse(ValueError):
    """Something still hangs on the post; the text tells what."""


class PostClosed(ValueError):
    """The post does not exist on that day."""


@transaction.atomic
def set_up_post(
    *, role: Role, division_code: str, from_on: date, by: Actor, at: datetime, organisation: UUID | None = None
) -> Post:
    """
    Set up a post in a division (设立岗位); it is vacant until somebody is appointed.

    :raises NotPermitted: the actor manages no accounts there
    :raises NotADivisionCode: the code is of no place
    """
    code = division_codes.pad(division_code)
    authorise(by, Permission.MANAGE_ACCOUNTS, code)
    post = Post.objects.create(role=role, division_code=code, organisation_id=organisation, from_on=from_on)
    record_post("access.set_up_post", post, by, at, {"role": role.value, "from_on": from_on.isoformat()})
    return post


@transaction.atomic
def appoint(*, post: Post, account: Account, from_on: date, by: Actor, at: datetime) -> Tenure:
    """
    Appoint somebody to a vacant post (任命); all sessions of the account end.

    :raises NotPermitted: the actor manages no accounts there, or appoints the own account
    :raises PostClosed: the post does not exist that day
    :raises PostTaken: it is not vacant
    :raises RolesIncompatible: the account holds a role that excludes this one
    """
    _authorise(post, account, by)
    tenure = _begin(post, account, from_on)
    renew_epoch(account)
    detail = {"account": str(account.uuid), "from_on": from_on.isoformat()}
    record_post("access.appoint", post, by, at, detail)
    return tenure


@transaction.atomic
def hand_over_post(*, post: Post, to: Account, on: date, by: Actor, at: datetime) -> Tenure:
    """
    Hand a post over from one day on, with everything that hangs on it (岗位交接): tasks, grants, children.

    :raises PostVacant: nobody holds it
    :raises PostTaken: the holder came on that day or later
    :raises NotPermitted: see ``appoint``, as for the other errors
    """
    _authorise(post, to, by)
    last = _end(post, on)
    tenure = _begin(post, to, on)
    renew_epoch(last.account, to)
    detail = {"from": str(last.account_id), "to": str(to.uuid), "on": on.isoformat()}
    record_post("access.hand_over_post", post, by, at, detail)
    return tenure


@transaction.atomic
def vacate_post(*, post: Post, on: date, by: Actor, at: datetime) -> None:
    """
    Leave a post vacant from one day on (离任); all sessions of the holder end.

    :raises NotPermitted: the actor manages no accounts there
    :raises PostVacant: nobody holds it
    :raises PostTaken: the holder came on that day or later
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, post.division_code)
    last = _end(post, on)
    renew_epoch(last.account)
    record_post("access.vacate_post", post, by, at, {"from": str(last.account_id), "on": on.isoformat()})


@transaction.atomic
def close_post(*, post: Post, on: date, reason: str, by: Actor, at: datetime) -> None:
    """
    Close a vacant post; the day is its last (撤销岗位).

    :raises NotPermitted: the actor manages no accounts there
    :raises PurposeMissing: no reason is given
    :raises PostTaken: somebody holds it on that day or later
    :raises PostInUse: children are assigned to it, or it was granted access, beyond that day
    :raises PostClosed: it does not exist that day
    """
    authorise(by, Permission.MANAGE_ACCOUNTS, post.division_code)
    if not reason.strip():
        raise PurposeMissing("请写明撤销岗位的理由")
    if not post.holds_on(on):
        raise PostClosed(f"岗位 {post} 在 {on} 不存在")
    if Tenure.objects.filter(holding_since(on + _ONE_DAY), post=post).exists():
        raise PostTaken(f"岗位 {post} 在 {on} 之后还有人任职，请先办理离任")
    if ChildAssignment.objects.filter(holding_since(on + _ONE_DAY), post=post).exists():
        raise PostInUse("岗位还指派着儿童，请先解除指派")
    granted = AccessGrant.objects.everywhere("grants of a post that is closed").filter(post=post, until_on__gt=on)
    if granted.filter(ended_at__isnull=True).exists():
        raise PostInUse("岗位还有未终止的授权，请先终止")
    post.to_on = on
    post.save(update_fields=["to_on"])
    record_post("access.close_post", post, by, at, {"on": on.isoformat()}, purpose=reason.strip())


def _authorise(post: Post, account: Account, by: Actor) -> None:
    authorise(by, Permission.MANAGE_ACCOUNTS, post.division_code)
    if by.account == account.uuid:
        raise OwnAccount("不能给自己任命岗位，请由上级办理")


def _begin(post: Post, account: Account, on: date) -> Tenure:
    # The account is held until the transaction ends, so that two posts are not given to it side by side.
    Account.objects.everywhere("an account that is appointed").select_for_update().get(pk=account.pk)
    if not post.holds_on(on):
        raise PostClosed(f"岗位 {post} 在 {on} 不存在")
    if Tenure.objects.filter(holding_since(on), post=post).exists():
        raise PostTaken(f"岗位 {post} 从 {on} 起或以后已有人任职")
    others = Tenure.objects.filter(holding_since(on), account=account).values_list("post__role", flat=True)
    for other in others:
        if frozenset({post.role, other}) in SEPARATE_ROLES:
            raise RolesIncompatible(f"{account} 已任“{Role(other).label}”，不能兼任“{Role(post.role).label}”")
    return Tenure.objects.create(post=post, account=account, from_on=on, to_on=post.to_on)


def _end(post: Post, on: date) -> Tenure:
    """End the tenure that holds on a day before it, and give it back."""
    last = Tenure.objects.filter(holding_since(on), post=post).select_related("account").order_by("from_on").first()
    if last is None:
        raise PostVacant(f"岗位 {post} 在 {on} 无人任职")
    if last.from_on >= on:
        raise PostTaken(f"{last.account} 自 {last.from_on} 起任该岗位，交接日期须在其后")
    last.to_on = on - _ONE_DAY
    last.save(update_fields=["to_on"])
    return last
