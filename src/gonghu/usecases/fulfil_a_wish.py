"""
A wish or need is met by somebody outside (对接资源): let out to donors without any name, handed over, kept as help.

What was given stands in the child's 社会帮扶 beside all other help, so that none is helped twice and none missed.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.divisions.queries import full_names
from gonghu.domain.ledger.operations import record_help
from gonghu.domain.ledger.terms import HelpKind
from gonghu.domain.visits.models import Wish
from gonghu.domain.visits.operations import fulfil_wish, give_back_wish, release_wish, settle_wish
from gonghu.domain.visits.terms import WishState
from gonghu.foundation.acting import Actor
from gonghu.standards.division_code import LENGTH, Level
from gonghu.usecases.remind_of_promises import close_reminder

_ENDS: Final = re.compile("(村民委员会|居民委员会|村委会|居委会|社区|街道办事处|街道|村|镇|乡)+$")

_SHORT_NAME: Final = 2
"""Of names as short the given name is one character, which stands in other words too."""


@dataclass(frozen=True, slots=True)
class GiftFacts:
    """What was handed over, and what shows it (交付内容)."""

    kind: HelpKind
    words: str
    amount_fen: int | None
    given_on: date
    evidence: str


@transaction.atomic
def hand_over_gift(*, wish: Wish, gift: GiftFacts, by: Actor, at: datetime) -> Wish:
    """
    Keep that whoever took a wish up handed it over (交付), and record it as help of theirs to the child.

    :raises HelpNotFound: the actor keeps no file of that child
    :raises NoSuchWish: see ``fulfil_wish``, as for the other errors
    """
    given = record_help(
        child=wish.child_id, kind=gift.kind, giver=wish.taker or "—", words=gift.words, amount_fen=gift.amount_fen,
        given_on=gift.given_on, by=by, at=at,
    )  # fmt: skip
    done = fulfil_wish(wish=wish.pk, given_on=gift.given_on, evidence=gift.evidence, help_given=given.pk, by=by, at=at)
    close_reminder(wish=done, said="已交付", by=by, at=at)
    return done


@transaction.atomic
def let_it_wait_again(*, wish: UUID, reason: str, by: Actor, at: datetime) -> Wish:
    """
    Let a wish wait again that was taken up (退回待认领); whoever was to ask what became of it need not.

    :raises NoSuchWish: see ``give_back_wish``, as for the other errors
    """
    done = give_back_wish(wish=wish, reason=reason, by=by, at=at)
    close_reminder(wish=done, said="已退回待认领", by=by, at=at)
    return done


@transaction.atomic
def end_wish(*, wish: Wish, state: WishState, note: str, on: date, by: Actor, at: datetime) -> Wish:
    """
    Say that a wish came true by itself or is none any more (办结心愿).

    :raises NotPermitted: see ``settle_wish``, as for the other errors
    """
    done = settle_wish(wish=wish, state=state, note=note, on=on, by=by, at=at)
    close_reminder(wish=done, said=done.get_state_display(), by=by, at=at)
    return done


def release_for_donors(*, wish: Wish, words: str, by: Actor, at: datetime) -> Wish:
    """
    Let a wish stand on the list for donors (放入捐助清单); the child's name and what lies below its county may not.

    :raises WordsTellTooMuch: they do
    :raises NoSuchWish: see ``release_wish``, as for the other errors
    """
    name = wish.child.name
    given = name[1:] if len(name) > _SHORT_NAME else ""
    untold = [name, given, *_places_below_county(wish.division_code, day_of(at))]
    return release_wish(wish=wish.pk, words=words, untold=untold, by=by, at=at)


def _places_below_county(code: str, on: date) -> list[str]:
    """Give the names of the village and the town of a place, without what such names end in."""
    codes = [code[:level].ljust(LENGTH, "0") for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE)]
    names = full_names(codes=codes, on=on)
    county, town, village = (names.get(each, "") for each in codes)
    own = [town.removeprefix(county), village.removeprefix(town)]
    return [short for each in own if len(short := _ENDS.sub("", each)) > 1]
