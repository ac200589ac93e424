"""
Rows that follow their place (随迁): whatever stands in a division goes over to the division that follows it.

Every table of the domain with a column of division codes is meant, also those of contexts that come later. A table of
sums says ``follows_place = False`` and is counted anew, books say so and stay; one that has a single row for a place
and a day names the column that says so in ``seat_of_place``: where two places become one, those rows end instead.
``places_beside`` names columns with the code of another place, as of the town that received something.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models import CharField, Count, F, Func, OuterRef, Q, QuerySet, Subquery

from gonghu.domain.divisions.models import DivisionChange, DivisionSuccession

_COLUMN: Final = "division_code"
_DAY: Final = timedelta(days=1)
_NAMED: Final = 6


class PlaceTaken(ValueError):
    """The place that rows would go to has what a place has once."""


class RowsLeftBehind(ValueError):
    """A division would end without heirs while something still stands in it."""


@dataclass(frozen=True, slots=True)
class RowsFollowed:
    """How many rows of each table went over to another division (随迁), by the table's label, and how many ended."""

    rows: dict[str, int]
    ended: int = 0

    @property
    def in_all(self) -> int:
        """How many went over."""
        return sum(self.rows.values())


def follow(change: DivisionChange) -> RowsFollowed:
    """
    Let every row go over to the division that follows its own; of several heirs the first one gets them.

    :raises PlaceTaken: see the class
    :raises RowsLeftBehind: see the class
    """
    refuse_rows_left(change.successions.filter(to_code="").values("from_code"))
    links = change.successions.exclude(from_code="").exclude(to_code="")
    shared = links.values("to_code").annotate(former=Count("pk")).filter(former__gt=1).values("to_code")
    moving = links.exclude(from_code__in=links.filter(from_code=F("to_code")).values("from_code"))
    merging = moving.filter(to_code__in=shared).values("from_code")
    ended = sum(_end_seats(model, merging, change.effective_on - _DAY) for model in _tables() if _seat(model))
    return RowsFollowed(_move(moving, "from_code", "to_code", merging), ended)


def go_back(change: DivisionChange) -> RowsFollowed:
    """
    Let every row go back to the division that its own followed; nobody of the change followed two.

    :raises PlaceTaken: see the class
    :raises RowsLeftBehind: see the class
    """
    refuse_rows_left(change.successions.filter(from_code="").values("to_code"))
    links = change.successions.exclude(from_code="").exclude(to_code="").exclude(from_code=F("to_code"))
    return RowsFollowed(_move(links, "to_code", "from_code", links.none().values("to_code")))


def refuse_rows_left(codes: QuerySet[Any]) -> None:
    """
    Look for rows in divisions that nobody follows.

    :raises RowsLeftBehind: there are some
    """
    standing = [(model, _rows(model).filter(division_code__in=codes).count()) for model in _tables()]
    left = [f"{model._meta.verbose_name} {count}" for model, count in standing if count]
    if left:
        raise RowsLeftBehind(f"那里还有登记的内容（{'、'.join(left[:_NAMED])}），请先迁出或改为合并")


def _tables() -> Iterator[type[models.Model]]:
    for model in apps.get_models():
        if any(each.name == _COLUMN for each in model._meta.concrete_fields) and getattr(model, "follows_place", True):
            yield model


def _rows(model: type[models.Model]) -> QuerySet[Any]:
    # Where a row stands changes whoever may see it: the manager that asks for whom is passed by.
    return model._base_manager.all()


def _seat(model: type[models.Model]) -> str:
    return str(getattr(model, "seat_of_place", ""))


def _end_seats(model: type[models.Model], codes: QuerySet[Any], last: date) -> int:
    rows = _rows(model).filter(Q(to_on=None) | Q(to_on__gt=last), division_code__in=codes)
    try:
        with transaction.atomic():
            return rows.update(to_on=last)
    except IntegrityError as problem:
        raise PlaceTaken(f"有“{model._meta.verbose_name}”在这一天或以后才开始，请先改到这一天之前") from problem


def _move(links: QuerySet[DivisionSuccession], old: str, new: str, staying: QuerySet[Any]) -> dict[str, int]:
    target = Subquery(links.filter(**{old: OuterRef(_COLUMN)}).order_by("pk").values(new)[:1])
    moved = {}
    for model in _tables():
        rows = _rows(model).filter(division_code__in=links.values(old))
        changed: dict[str, Any] = {_COLUMN: target}
        if seat := _seat(model):
            rows = rows.exclude(division_code__in=staying)
            changed[seat] = Func(F(seat), F(_COLUMN), target, function="REPLACE", output_field=CharField())
        try:
            with transaction.atomic():
                moved[model._meta.label] = rows.update(**changed) + _move_beside(model, links, old, new)
        except IntegrityError as problem:
            raise PlaceTaken(
                f"新区划里已有同样的“{model._meta.verbose_name}”（如同名机构、同一天的责任区），请先处理其中一处"
            ) from problem
    return {label: count for label, count in moved.items() if count}


def _move_beside(model: type[models.Model], links: QuerySet[DivisionSuccession], old: str, new: str) -> int:
    names: tuple[str, ...] = getattr(model, "places_beside", ())
    moved = 0
    for name in names:
        target = Subquery(links.filter(**{old: OuterRef(name)}).order_by("pk").values(new)[:1])
        moved += _rows(model).filter(**{f"{name}__in": links.values(old)}).update(**{name: target})
    return moved
