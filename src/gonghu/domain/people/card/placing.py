"""Values put after each other in a table of dated rows (按日期接续登记)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from gonghu.domain.people.writing import Fact, put_after
from gonghu.foundation.intervals import holding_since


def put_value(rows: QuerySet[Any], on: date, **said: Any) -> None:
    """Write a value into rows of one kind from a day on; see ``put_from``."""
    put_from(facts_since(rows, on), rows.model, on, **said)


def facts_since(rows: QuerySet[Any], on: date) -> QuerySet[Any]:
    """Keep what holds on a day or later, the last first."""
    return rows.filter(holding_since(on)).order_by("-from_on", "-pk")


def present_one(known: Iterable[Fact]) -> Fact | None:
    """Give what holds until further notice."""
    return next((each for each in known if each.to_on is None), None)


def put_from(known: Iterable[Fact], model: type[Fact], on: date, **said: Any) -> None:
    """Write a value from the day of the visit on, but never before what it takes the place of."""
    facts = list(known)
    present = present_one(facts)
    from_on = max(on, present.from_on) if present else on
    last = next((each for each in facts if each.to_on is None or each.to_on >= from_on), None)
    put_after(last, model, from_on, said)


def end_on(rows: QuerySet[Any], on: date) -> None:
    """Let what holds until further notice end on a day."""
    last = present_one(facts_since(rows, on))
    if last:
        last.to_on = max(on, last.from_on)
        last.save(update_fields=["to_on"])
