"""
What a family says of the subsidy is held against what was paid (走访问钱到没到): whether it came, who has the card.

Where the two differ somebody finds out. The list is of money and cards, never of who answered or asked.
"""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Final, NamedTuple
from uuid import UUID, uuid4

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.benefits.queries import grants_of
from gonghu.domain.benefits.writing import months_after
from gonghu.domain.payments.models import PayAccount
from gonghu.domain.payments.queries import accounts_of, arrived_by_month
from gonghu.domain.payments.terms import AccountKind
from gonghu.domain.people.queries import child_file
from gonghu.domain.tasks.operations import cancel_tasks, open_tasks
from gonghu.domain.tasks.queries import TaskFilters, tasks_in
from gonghu.domain.tasks.terms import TaskKind, TaskOrder
from gonghu.domain.visits.facts import ChildAtVisit, MoneyFacts
from gonghu.domain.visits.models import MoneyTold, Visit
from gonghu.domain.visits.operations import note_money_told
from gonghu.domain.visits.queries.money import money_told_of_visit
from gonghu.domain.visits.terms import MoneyDifference, MoneyReceived
from gonghu.domain.workforce.queries import posts_answering_for
from gonghu.engines.forms import MoneyAnswered
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.standards.division_code import Level, pad
from gonghu.standards.money import format_yuan
from gonghu.standards.relationship import relationships

_SOURCE: Final = "money_told"
_TITLE: Final = "走访所答与发放不一致，请核实："
_CORRECTED: Final = "走访已更正，以更正后的为准"
_MONTHS_BACK: Final = 2
_NOT_HAD: Final = frozenset({MoneyReceived.NOT_FULL, MoneyReceived.NOT_PAID, MoneyReceived.NOT_ENTITLED})
_OWN: Final = frozenset({"", "01", "02"})
_HOLDERS: Final = {
    "本人": _OWN,
    "父亲": frozenset({"50", "51", "57"}),
    "母亲": frozenset({"50", "52", "58"}),
    "祖父母": frozenset({"60", "61", "62"}),
    "外祖父母": frozenset({"60", "63", "64"}),
}
"""Whom the answers of the forms mean, by what they are to the child (GB/T 4761); a child is itself."""
_ANOTHER: Final = "其他照护人"
_NOBODYS: Final = frozenset({"村里代管", "不知道"})


class _Found(NamedTuple):
    """In what an answer is not what was paid (不一致), in words."""

    difference: MoneyDifference
    words: str


@transaction.atomic
def hold_against_payments(
    *, child: ChildAtVisit, visit: Visit, said: MoneyAnswered, by: Actor, at: datetime, replaced: UUID | None = None
) -> MoneyTold | None:
    """
    Write down what a visit was told about the subsidy, and ask somebody to find out where it differs (核对补贴).

    An answer that the program does not know is left out; of one visit it is done once. What a visit that was corrected
    had asked is asked no more.

    :raises NotPermitted: see ``note_money_told``
    """
    if replaced:
        _ask_no_more(replaced, at)
    if said.received not in MoneyReceived.values:
        return None
    if (known := money_told_of_visit(visit=visit.pk, scope=reached_by(SYSTEM))) is not None:
        return known
    received, key = MoneyReceived(said.received), uuid4()
    amount = _fen(said.amount)
    found = _differences(child, visit.visited_on, received, said.holder, amount)
    words = "；".join(each.words for each in found)
    facts = MoneyFacts(
        key=key,
        visit=visit.pk,
        told_on=visit.visited_on,
        received=received,
        holder=said.holder,
        amount_fen=amount,
        difference=found[0].difference if found else None,
        words=words,
        task=_asked(child, key, found[0], at) if found else None,
    )
    return note_money_told(child=child, facts=facts, by=by, at=at)


def _differences(
    child: ChildAtVisit, on: date, received: MoneyReceived, holder: str, amount: int | None
) -> list[_Found]:
    whole = reached_by(SYSTEM)
    lines = lines_of(division_code=child.division_code, on=on)
    living = [each for each in grants_of(child=child.key, scope=whole) if (of := lines.get(each.line)) and of.living]
    held = [each for each in living if _holds(each, on)]
    found = []
    if received in _NOT_HAD and (words := _arrived(living, on, received, amount)):
        found.append(_Found(MoneyDifference.NOT_ARRIVED, words))
    if received == MoneyReceived.FULL and not held:
        words = "走访时说按月足额收到，系统里没有在享的基本生活补贴，请核实收到的是什么钱、从哪里来"
        found.append(_Found(MoneyDifference.NO_GRANT, words))
    if held and holder and (words := _card(child, on, holder)):
        found.append(_Found(MoneyDifference.CARD_ELSEWHERE, words))
    return found


def _holds(grant: Grant, on: date) -> bool:
    """Tell whether a grant holds in a month or held in the one before: money comes late."""
    before = months_after(on, -1)
    return grant.from_month <= on and (grant.to_month is None or grant.to_month >= before)


def _arrived(grants: list[Grant], on: date, received: MoneyReceived, amount: int | None) -> str:
    """Say what the bank said arrived of late although the family says otherwise; nothing if the sums are the same."""
    keys, since = [each.pk for each in grants], months_after(on, -_MONTHS_BACK)
    months = arrived_by_month(grants=keys, since=since, until=on, scope=reached_by(SYSTEM))
    if not months:
        return ""
    month, fen = max(months.items())
    if received == MoneyReceived.NOT_FULL and amount is not None and amount == fen:
        return ""
    told = f"走访时说“{received.label}”" + (f"（{format_yuan(amount)} 元）" if amount is not None else "")
    return f"{told}，银行回盘 {month:%Y-%m} 已到账 {format_yuan(fen)} 元"


def _card(child: ChildAtVisit, on: date, holder: str) -> str:
    """Say that the card is not with whom the account is of; a child's own is kept by whoever looks after it."""
    rows = accounts_of(child=child.key, scope=reached_by(SYSTEM))
    account = next((each for each in rows if each.holds_on(on)), None)
    if account is None or account.kind == AccountKind.INSTITUTION:
        return ""
    expected = _keepers(child, account, on)
    if holder not in _NOBODYS and (expected is None or _is_among(holder, expected)):
        return ""
    name = relationships().get(account.relation, "") if account.relation not in _OWN else "儿童本人"
    return f"走访时说卡在“{holder}”手里，账户登记的户主是{name or '其他人'}"


def _keepers(child: ChildAtVisit, account: PayAccount, on: date) -> frozenset[str] | None:
    """Give who may well hold the card, by relation; nothing where a child's own card and nobody is known to care."""
    if account.relation not in _OWN:
        return frozenset({account.relation}) | _OWN
    file = child_file(child=child.key, scope=reached_by(SYSTEM), on=on)
    carers = {each.relation for each in file.carers if each.holds_on(on) and each.relation}
    return frozenset(carers) | _OWN if carers else None


def _is_among(holder: str, expected: frozenset[str]) -> bool:
    if holder == _ANOTHER:
        named = frozenset().union(*_HOLDERS.values())
        return bool(expected - named)
    # An answer of the bureau's own form that nobody has told the program of says nothing.
    return holder not in _HOLDERS or bool(_HOLDERS[holder] & expected)


def _asked(child: ChildAtVisit, key: UUID, found: _Found, at: datetime) -> UUID:
    """Ask the town to find out: the village has asked already."""
    town = pad(child.division_code[: Level.TOWNSHIP])
    order = TaskOrder(
        kind=TaskKind.REVIEW_BENEFIT,
        title=_TITLE + str(found.difference.label),
        division_code=child.division_code,
        child=child.key,
        category=child.category,
        owner=posts_answering_for(codes=[town], scope=None, on=day_of(at)).get(town),
        source_kind=_SOURCE,
        source_key=key,
    )
    (task,) = open_tasks(orders=[order], by=SYSTEM, at=at)
    return task


def _ask_no_more(replaced: UUID, at: datetime) -> None:
    told = money_told_of_visit(visit=replaced, scope=reached_by(SYSTEM))
    waiting = tasks_in(scope=reached_by(SYSTEM), filters=TaskFilters(kind=TaskKind.REVIEW_BENEFIT))
    keys = list(waiting.filter(source_key=told.pk).values_list("pk", flat=True)) if told else []
    if keys:
        cancel_tasks(tasks=keys, reason=_CORRECTED, by=SYSTEM, at=at)


def _fen(yuan: str) -> int | None:
    try:
        return int(Decimal(yuan) * 100) if yuan.strip() else None
    except InvalidOperation:
        return None
