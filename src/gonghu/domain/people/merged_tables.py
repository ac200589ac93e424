"""Whatever points at a person or a child (指向人员的字段), in every context: it moves when two turn out to be one."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import IntegrityError, models, transaction

from gonghu.domain.people.models import Child, MergedReference, PersonMerge
from gonghu.foundation.merged_rows import WhenMerged, rule_of
from gonghu.standards.division_code import Level

Model = type[models.Model]
_KEY_OF_CHILD: Final = "child_key"
_PLACE: Final = "division_code"


class HeldTwice(ValueError):
    """Both files have something that a file has once, and somebody must decide which of the two goes on."""


def columns_moved(target: Model) -> Iterator[tuple[Model, str]]:
    """Yield every column of any context that points at persons or children and moves with a merge."""
    for model in apps.get_models():
        if rule_of(model).stays:
            continue
        for field in model._meta.concrete_fields:
            named = target is Child and field.name == _KEY_OF_CHILD
            if not field.primary_key and (named or field.related_model is target):
                yield model, field.name


@dataclass(slots=True)
class Changes:
    """The values that one merge changes, written down as they are changed (合并所改的值)."""

    merge: PersonMerge
    listed: list[MergedReference]

    def move(self, target: Model, old: UUID, new: UUID, place: str) -> None:
        """
        Let every row that points at one person or child point at another.

        :raises HeldTwice: see the class
        """
        for model, column in columns_moved(target):
            self._move(model, column, old, new, place)

    def write(self, row: models.Model, **values: Any) -> None:
        """Write values into a row; those it has already are not listed."""
        before = {column: getattr(row, column) for column in values}
        type(row)._base_manager.filter(pk=row.pk).update(**values)
        self._list(type(row), row.pk, before, values)

    def save(self) -> None:
        """Keep the list."""
        MergedReference.objects.bulk_create(self.listed)

    def _move(self, model: Model, column: str, old: UUID, new: UUID, place: str) -> None:
        rule = rule_of(model)
        names = [name for name in (column, rule.person, rule.seat) if name]
        rows = model._base_manager.filter(**{column: old})
        open_keys = set[Any]()
        if rule.lies_with_file is not None:
            names.append(_PLACE)
            open_keys = set(rows.filter(rule.lies_with_file).values_list("pk", flat=True))
        for row in list(rows.order_by("pk").values("pk", *names)):
            key = row.pop("pk")
            values = _moved(row, column, rule, old, new) | (_placed(row, rule, place) if key in open_keys else {})
            try:
                with transaction.atomic():
                    model._base_manager.filter(pk=key).update(**values)
            except IntegrityError as problem:
                if rule.refused:
                    raise HeldTwice(rule.refused) from problem
                continue
            self._list(model, key, row, values)

    def _list(self, model: Model, row: UUID, before: dict[str, Any], after: dict[str, Any]) -> None:
        for column, value in after.items():
            if before[column] != value:
                self.listed.append(
                    MergedReference(
                        merge=self.merge, table=model._meta.label_lower, row=str(row), column=column,
                        before=_text(before[column]), after=_text(value),
                    )
                )  # fmt: skip


def put_back(merge: PersonMerge) -> int:
    """
    Give back the values that a merge changed, each row's together, and how many somebody changed since.

    A row that another is still in the way of (an account beside the one that took its place) goes back after it.
    """
    stayed = 0
    changes = MergedReference.objects.filter(merge=merge).order_by("table", "row", "pk")
    waiting = [list(of_row) for _, of_row in groupby(changes, key=lambda change: (change.table, change.row))]
    while waiting:
        back = [(listed, _values_back(listed)) for listed in waiting]
        later = [listed for listed, values in back if values is None]
        stayed += sum(len(listed) - len(values) for listed, values in back if values is not None)
        if len(later) == len(waiting):
            return stayed + sum(map(len, later))
        waiting = later
    return stayed


def _values_back(listed: list[MergedReference]) -> dict[str, Any] | None:
    """Give back the values of one row that nobody changed since, and say which; nothing if the row is refused."""
    first = listed[0]
    rows = _models()[first.table]._base_manager.filter(pk=first.row)
    now = rows.values(*(change.column for change in listed)).first() or {}
    same = {change.column: change.before for change in listed if _text(now.get(change.column)) == change.after}
    if same and now and not _written(rows, same):
        return None
    return same if now else {}


def _written(rows: models.QuerySet[Any], values: dict[str, Any]) -> bool:
    """Write values unless the file has the same anew."""
    try:
        with transaction.atomic():
            rows.update(**values)
    except IntegrityError:
        return False
    return True


def _moved(row: dict[str, Any], column: str, rule: WhenMerged, old: UUID, new: UUID) -> dict[str, Any]:
    values: dict[str, Any] = {column: new}
    if rule.person and row[rule.person] == old:
        values[rule.person] = new
    if rule.seat:
        values[rule.seat] = row[rule.seat].replace(str(old), str(new))
    return values


def _placed(row: dict[str, Any], rule: WhenMerged, place: str) -> dict[str, Any]:
    here = row[_PLACE]
    if here == place or (rule.within_county and here[: Level.COUNTY] != place[: Level.COUNTY]):
        return {}
    return {_PLACE: place}


@cache
def _models() -> dict[str, Model]:
    return {model._meta.label_lower: model for model in apps.get_models()}


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
