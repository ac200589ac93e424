"""
Who answered for a place one after another (责任人沿革): the same order as on any single day, told for all days at once.

The days on which anything changes are few, so that years of a village cost three statements.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from gonghu.domain.access.colleagues import Holding, holdings
from gonghu.domain.workforce.models import Charge
from gonghu.domain.workforce.terms import ChargeKind
from gonghu.foundation.intervals import holding_since
from gonghu.standards.division_code import LENGTH

_ONE_DAY: Final = timedelta(days=1)
_Charge = tuple[str, UUID, date, date | None]


@dataclass(frozen=True, slots=True)
class Answering:
    """Who answered for a place from one day to another (责任人起止); nobody where ``holding`` is none."""

    division_code: str
    from_on: date
    to_on: date
    holding: Holding | None


def answering_between(code: str, since: date, until: date) -> list[Answering]:
    """List who answered for a village from one day to another, the first first, without a gap."""
    seats = {kind: code[: kind.level].ljust(LENGTH, "0") for kind in ChargeKind}
    rows = Charge.objects.everywhere("who answered for which place").filter(
        holding_since(since), seat__in=[f"{kind.value}:{place}" for kind, place in seats.items()]
    )
    charges: list[_Charge] = list(rows.values_list("kind", "post_id", "from_on", "to_on"))
    held = holdings(
        codes=set(seats.values()), roles=[kind.role for kind in ChargeKind],
        posts=[post for _kind, post, _from, _to in charges], since=since,
    )  # fmt: skip
    days = _days_of_change(charges, held, since, until)
    found: list[Answering] = []
    for day, following in zip(days, [*days[1:], until + _ONE_DAY], strict=True):
        now = _answering(seats, charges, held, day)
        last = found[-1].holding if found else None
        if found and (last and (last.post, last.account)) == (now and (now.post, now.account)):
            found[-1] = Answering(code, found[-1].from_on, following - _ONE_DAY, last)
        else:
            found.append(Answering(code, day, following - _ONE_DAY, now))
    return found


def _days_of_change(charges: Sequence[_Charge], held: Sequence[Holding], since: date, until: date) -> list[date]:
    """Give the first day, and every later one on which a post, its holder or a charge changes."""
    begun = {each.from_on for each in held} | {from_on for _kind, _post, from_on, _to in charges}
    ended = {each.to_on for each in held} | {to_on for _kind, _post, _from, to_on in charges}
    days = begun | {day + _ONE_DAY for day in ended if day}
    return [since, *sorted(day for day in days if since < day <= until)] if since <= until else []


def _answering(
    seats: dict[ChargeKind, str], charges: Sequence[_Charge], held: Sequence[Holding], on: date
) -> Holding | None:
    """Give who answered on a day: of director, supervisor and commissioner the first there, a charge before a post."""
    return next((each for kind in ChargeKind for each in _seated(kind, seats[kind], charges, held, on)), None)


def _seated(
    kind: ChargeKind, place: str, charges: Sequence[_Charge], held: Sequence[Holding], on: date
) -> Iterator[Holding]:
    there = [each for each in held if each.holds_on(on)]
    charged = {
        post for of, post, from_on, to_on in charges if of == kind and from_on <= on and (to_on is None or on <= to_on)
    }
    yield from (each for each in there if each.post in charged)
    yield from (each for each in there if (each.role, each.division_code) == (kind.role, place))
