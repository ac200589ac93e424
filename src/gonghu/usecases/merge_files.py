"""
Two files turn out to be one child's (合并档案), and are parted again (拆分): its money and its work go along.

Whatever a person must decide about money is asked for before, not guessed: which of two benefits goes on, and to which
account it goes.
"""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.benefits.joining import money_in_the_way
from gonghu.domain.payments.joining import accounts_apart
from gonghu.domain.payments.operations.joining import accounts_follow_merge, payments_follow_grants
from gonghu.domain.people.models import PersonMerge
from gonghu.domain.people.operations import merge_persons, split_persons
from gonghu.domain.people.queries import child_places
from gonghu.domain.tasks.operations import follow_child
from gonghu.foundation.acting import SYSTEM, Actor


class MoneyInTheWay(ValueError):
    """Both files have money of which one person gets only one; somebody decides on it first."""


@transaction.atomic
def merge_files(
    *, kept: UUID, merged: UUID, reason: str, by: Actor, at: datetime, account: UUID | None = None
) -> PersonMerge:
    """
    Merge one person into another, with the money and the open work of both files (合并).

    ``account`` is the one that the money goes to, where both files have another in force.

    :raises MoneyInTheWay: see the class
    :raises NotPermitted: see ``merge_persons``, as for the other errors
    """
    _refuse_money_twice(kept, merged, account, at)
    merge = merge_persons(kept=kept, merged=merged, reason=reason, by=by, at=at)
    # That accounts follow a file is no decision of whoever merges; which of two goes on was chosen, and is recorded.
    accounts_follow_merge(merge=merge, account=account, by=SYSTEM if account is None else by, at=at)
    _follow(merge, at)
    return merge


@transaction.atomic
def split_files(*, merge: PersonMerge, by: Actor, at: datetime) -> int:
    """
    Undo a merge (拆分): every row goes back; give the number of values that somebody changed since.

    :raises NotPermitted: see ``split_persons``, as for the other errors
    """
    stayed = split_persons(merge=merge, by=by, at=at)
    _follow(merge, at)
    return stayed


def _refuse_money_twice(kept: UUID, merged: UUID, account: UUID | None, at: datetime) -> None:
    places = child_places(children=[kept, merged], scope=reached_by(SYSTEM))
    if len(places) < len({kept, merged}):
        return
    on = day_of(at)
    found = money_in_the_way(kept=kept, merged=merged, division_code=places[kept], on=on)
    apart = accounts_apart(children=[kept, merged], on=on)
    if apart and account not in {each.pk for each in apart}:
        found.append("两份档案登记的收款账户不同。请核对该用哪一个，在合并时选定")
    elif apart and not any(each.pk == account and each.verified_by_id for each in apart):
        found.append("选定的收款账户还没有经另一人核对，请先核对再合并")
    if found:
        raise MoneyInTheWay("；".join(found))


def _follow(merge: PersonMerge, at: datetime) -> None:
    """Let work lie where each file lies, and what is not paid out yet be of whom its grants are."""
    both = [merge.kept_id, merge.merged_id]
    places = child_places(children=both, scope=reached_by(SYSTEM))
    # That work and money follow a file is no decision of whoever merges.
    for child, place in places.items():
        follow_child(child=child, division_code=place, by=SYSTEM, at=at)
    if places:
        payments_follow_grants(children=both, division_code=merge.kept.division_code, by=SYSTEM, at=at)
