"""Which children an agency's or counsellor's post works for (指派儿童)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.audit_writing import record_post
from gonghu.domain.access.models import ChildAssignment, Post
from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import LISTED_ROLES, Permission
from gonghu.domain.organisations.queries import is_provider
from gonghu.foundation.acting import Actor
from gonghu.foundation.intervals import holding_since


class PostNotListed(ValueError):
    """The post reaches its whole area; no children are assigned to it."""


class ContractNotTheirs(ValueError):
    """The contract is with another organisation than the post's, or there is none."""


class PeriodMissing(ValueError):
    """An assignment has no end, or ends before it begins."""


@transaction.atomic
def assign_children(
    *,
    post: Post,
    children: Iterable[UUID],
    from_on: date,
    to_on: date,
    by: Actor,
    at: datetime,
    contract: UUID | None = None,
) -> int:
    """
    Let a post of a listed role work for children of its area, from one day to another (指派儿童); say how many.

    Under a contract it ends with the contract at the latest. Those assigned already are assigned anew.

    :raises NotPermitted: the actor approves no access there
    :raises PostNotListed: the role reaches its whole area
    :raises PeriodMissing: the days are not in order
    :raises ContractNotTheirs: the contract is not with the organisation of the post
    """
    authorise(by, Permission.APPROVE_ACCESS, post.division_code)
    if post.role not in LISTED_ROLES:
        raise PostNotListed(f"岗位 {post} 可见整个区划，不需要指派儿童")
    if to_on < from_on:
        raise PeriodMissing(f"指派的终止日期 {to_on} 早于起始日期 {from_on}")
    if contract and not is_provider(contract=contract, organisation=post.organisation_id):
        raise ContractNotTheirs(f"该合同的承接方不是岗位 {post} 所在的机构")
    keys = set(children)
    _end(post, keys, from_on)
    ChildAssignment.objects.bulk_create(
        ChildAssignment(post=post, child_key=key, contract_id=contract, from_on=from_on, to_on=to_on)
        for key in sorted(keys)
    )
    detail = {"children": len(keys), "from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    record_post("access.assign_children", post, by, at, detail)
    return len(keys)


@transaction.atomic
def release_children(*, post: Post, children: Iterable[UUID], on: date, by: Actor, at: datetime) -> int:
    """
    Let a post work for children no longer, from one day on (解除指派); say how many assignments that ended.

    :raises NotPermitted: the actor approves no access there
    """
    authorise(by, Permission.APPROVE_ACCESS, post.division_code)
    ended = _end(post, set(children), on)
    record_post("access.release_children", post, by, at, {"children": ended, "on": on.isoformat()})
    return ended


def _end(post: Post, children: set[UUID], on: date) -> int:
    """End the assignments of children before a day; those that would begin on it or later are taken out."""
    rows = ChildAssignment.objects.filter(holding_since(on), post=post, child_key__in=children)
    removed, _ = rows.filter(from_on__gte=on).delete()
    return removed + rows.update(to_on=on - timedelta(days=1))
