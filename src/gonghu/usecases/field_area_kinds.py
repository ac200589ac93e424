"""What the area of an officer consists of (片区资料种类): each kind gathered at once, what a visit needs, no more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.people.card import card_fields, card_of, conflicts_in
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import children_in
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category, RiskLevel, Sex

Bodies = Iterator[tuple[str, Mapping[str, Any]]]
ADVICE: Final = Path(__file__).parents[1] / "packs" / "field" / "advice.yaml"


@dataclass
class Gathering:
    """Who gathers, from what is reached, on which day (资料汇集)."""

    by: Officer
    scope: Scope
    on: date

    @cached_property
    def children(self) -> dict[UUID, Child]:
        """The children of the area whose files are not closed."""
        return {child.pk: child for child in children_in(scope=self.scope)}

    def name(self, child: UUID | None) -> str:
        """Give the name of a child of the area, as its director knows it."""
        found = self.children.get(child) if child else None
        return found.name if found else ""


def area_size(scope: Scope, most: int) -> int:
    """Count the children of an area, but no further than one more than ``most``."""
    return len(children_in(scope=scope).values_list("pk", flat=True)[: most + 1])


def cards(gathering: Gathering) -> Bodies:
    """Give the cards: never a number; names, telephones and addresses as far as the officer sees them."""
    found = card_of(children=gathering.children, scope=gathering.scope)
    places = divisions_as_of(codes={child.division_code for child in gathering.children.values()}, on=gathering.on)
    for key, card in found.items():
        child = gathering.children[key]
        place = places.get(child.division_code)
        yield (
            str(key),
            {
                "name": child.name,
                "sex": str(Sex(child.sex).label),
                "born_on": child.born_on.isoformat() if child.born_on else "",
                "place": place.name if place else child.division_code,
                "category": _category(child, gathering.scope),
                "risk": child.risk_level,
                "risk_label": str(RiskLevel(child.risk_level).label) if child.risk_level else "",
                "card": [
                    {"field": name, "label": field.label, "value": value, "words": field.words(value), "version": seen}
                    for name, field in card_fields().items()
                    if name in card.fields
                    for value, seen in (card.fields[name],)
                ],
            },
        )


def conflicts(gathering: Gathering) -> Bodies:
    """Give the fields that two people wrote without knowing of each other, with both values."""
    for each in conflicts_in(scope=gathering.scope):
        field = card_fields().get(each.field)
        yield (
            str(each.pk),
            {
                "child": str(each.child_id),
                "name": gathering.name(each.child_id),
                "field": each.field,
                "label": field.label if field else each.field,
                "stood": field.words(each.stood) if field else each.stood,
                "brought": field.words(each.brought) if field else each.brought,
                "brought_at": each.brought_at.isoformat(),
                "own": each.brought_by_id == gathering.by.account,
            },
        )


def advice(gathering: Gathering) -> Bodies:
    """Give policy in plain words, to be read out to a family; the same for everybody."""
    del gathering
    yield from _advice().items()


def _category(child: Child, scope: Scope) -> str:
    """Give the category shown first, of a sealed one the wider one where it may not be told."""
    if not child.category:
        return ""
    kind = SEALED_CATEGORIES.get(Category(child.category))
    told = child.category if kind is None or scope.opens(kind, child.division_code) else Category.DIFFICULT
    return str(Category(told).label)


@cache
def _advice() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(ADVICE.read_text(encoding="utf-8"))
    return found


KINDS: Final[Mapping[str, Callable[[Gathering], Bodies]]] = {
    "advice": advice,
    "child": cards,
    "conflict": conflicts,
}
"""How each kind is gathered."""
