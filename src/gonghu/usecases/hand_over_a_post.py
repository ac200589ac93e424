"""
A post passes from one to another with everything that hangs on it (岗位交接), and what that was is kept.

So is a post that somebody leaves: whoever stands in finds the same work there.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from gonghu.domain.access.models import Account, Post
from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.operations import hand_over_post, vacate_post
from gonghu.domain.access.queries import children_of_post, holders_on
from gonghu.domain.access.terms import Role
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import children_by_village
from gonghu.domain.tasks.queries import OpenCounts, open_counts
from gonghu.domain.workforce.operations import HandOverFacts, note_hand_over
from gonghu.domain.workforce.queries import charges_of_post
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.acting import SYSTEM, Actor

_EVERYTHING: Final = reached_by(SYSTEM)
_ONE_DAY: Final = timedelta(days=1)
_ANSWERING: Final = frozenset(kind.role for kind in ChargeKind)


@transaction.atomic
def hand_over_with_everything(*, post: Post, to: Account, on: date, by: Actor, at: datetime) -> None:
    """
    Hand a post over from a day on (岗位交接).

    :raises NotPermitted: see ``hand_over_post``, as for the other errors
    """
    giver = _holder(post, on)
    facts = _facts(post, giver, to, on) if giver else None
    hand_over_post(post=post, to=to, on=on, by=by, at=at)
    if facts:
        note_hand_over(facts=facts, by=by, at=at)


@transaction.atomic
def leave_with_everything(*, post: Post, on: date, by: Actor, at: datetime) -> None:
    """
    Leave a post vacant from a day on (离任).

    :raises NotPermitted: see ``vacate_post``, as for the other errors
    """
    giver = _holder(post, on)
    facts = _facts(post, giver, None, on) if giver else None
    vacate_post(post=post, on=on, by=by, at=at)
    if facts:
        note_hand_over(facts=facts, by=by, at=at)


def _holder(post: Post, on: date) -> Account | None:
    return holders_on(posts=[post.pk], on=on - _ONE_DAY, scope=_EVERYTHING).get(post.pk)


def _facts(post: Post, giver: Account, taker: Account | None, on: date) -> HandOverFacts:
    counts = open_counts(posts=[post.pk], scope=_EVERYTHING, on=on, soon_until=on).get(post.pk, OpenCounts())
    charges = [each.division_code for each in charges_of_post(post=post.pk, scope=_EVERYTHING, on=on)]
    answers = {*charges, *([post.division_code] if Role(post.role) in _ANSWERING else [])}
    assigned = len(children_of_post(post=post.pk, scope=_EVERYTHING, on=on))
    children = assigned + sum(
        sum(children_by_village(scope=_EVERYTHING, area=Area.of(code)).values()) for code in answers
    )
    return HandOverFacts(
        post.pk, post.division_code, giver.pk, taker.pk if taker else None, on, children, counts.total,
        counts.overdue, len(set(charges) - {post.division_code}),
    )  # fmt: skip
