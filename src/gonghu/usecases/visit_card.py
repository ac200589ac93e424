"""
What a visit says of the child's card (走访改卡片) is written in the order of the telephone, whatever arrives first.

Of two visits without a network the second was made knowing what the first had found. Where the first arrives last, what
the second said of a field stays: the same person said it later.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.payments.joining import account_agrees
from gonghu.domain.people.card import CardValueWrong, Conflict, Known, card_field, write_card
from gonghu.domain.people.item_fields import PAY_ACCOUNT
from gonghu.domain.questionnaires.choosing import answers_in, form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.queries import others_of_telephone
from gonghu.domain.visits.models import Visit
from gonghu.domain.visits.queries import visits_made
from gonghu.engines.forms import Answers, Form, card_changes, items_told
from gonghu.foundation.acting import Actor

_EVIDENCE: Final = "走访"
_NO_ACCOUNT: Final = "NONE"
_AGREES: Final = {True: "SAME", False: "OTHER"}


@dataclass(frozen=True, slots=True)
class CardTold:
    """
    What answers say of a card (填报中的卡片内容): values by field, and what no field can hold.

    Items beyond the card are among them; of an account the number stays apart.
    """

    values: Mapping[str, str]
    wrong: Sequence[str]
    account: str = ""


def card_told(form: Form, said: Answers) -> CardTold:
    """Give what answers say of the card (读出卡片内容)."""
    values, wrong = {}, []
    told = card_changes(form, said) | items_told(form, said)
    account = told.pop(PAY_ACCOUNT, "")
    for name, value in told.items():
        try:
            card_field(name).checked(value)
        except CardValueWrong as problem:
            wrong.append(str(problem))
        else:
            values[name] = value
    return CardTold(values, wrong, account)


@transaction.atomic
def write_visit_card(
    *, submission: Submission, visit: Visit, told: CardTold, by: Actor, at: datetime
) -> Sequence[Conflict]:
    """
    Write what a visit says of the card, and give what met another value (走访写卡片).

    :raises NotPermitted: see ``write_card``, as for the other errors
    """
    values = dict(told.values)
    if told.account:
        values[PAY_ACCOUNT] = _account_told(visit.child_id, told.account)
    if not values:
        return ()
    others = others_of_telephone(submission=submission, child=visit.child_id, scope=reached_by(by))
    order = dict(others.values_list("pk", "sequence"))
    later = [key for key, sequence in order.items() if sequence > submission.sequence]
    known = order.keys() - later
    settled = frozenset(_told(others, later, by, at)) if later else frozenset()
    changes = {
        name: (value, str(submission.base.get(name, ""))) for name, value in values.items() if name not in settled
    }
    if not changes:
        return ()
    stamp = str(submission.base.get("items", ""))
    return write_card(
        child=visit.child_id, changes=changes, source=visit.pk, by=by, at=at, on=visit.visited_on,
        evidence=f"{_EVIDENCE} {visit.visited_on.isoformat()}", known=Known(frozenset(known), stamp),
    )  # fmt: skip


def _account_told(child: UUID, number: str) -> str:
    """Say how an account that a family told stands to the one its money goes to; the number is kept there alone."""
    agrees = account_agrees(child=child, number=number)
    return _NO_ACCOUNT if agrees is None else _AGREES[agrees]


def _told(others: QuerySet[Submission], later: Collection[UUID], by: Actor, at: datetime) -> Iterator[str]:
    """Name the fields of which those later visits of the telephone spoke that are on file already."""
    rows = others.filter(pk__in=visits_made(keys=later, scope=reached_by(by)))
    for each in rows.select_related("known_version").defer("known_version__source"):
        said = answers_in(each, day_of(at))
        if each.known_version is not None and said is not None:
            told = card_told(form_of(each.known_version), said)
            yield from told.values
            yield from [PAY_ACCOUNT] if told.account else ()
