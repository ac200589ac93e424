"""Whatever points at a person or a child (指向人员的字段): all of it moves when two turn out to be one."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from django.db import models

from gonghu.domain.people.models import (
    Address,
    CardConflict,
    CardNote,
    CardWriting,
    Carer,
    CategoryAssignment,
    Child,
    Circumstance,
    FormerPlace,
    HealthRecord,
    HouseholdMember,
    IdentityNumber,
    Kinship,
    MergedReference,
    Person,
    PersonMerge,
    Phone,
    RiskAssessment,
    Schooling,
)

Model = type[models.Model]

POINTS_AT_PERSON: Final[tuple[tuple[Model, str], ...]] = (
    (IdentityNumber, "person"),
    (Kinship, "person"),
    (Kinship, "relative"),
    (HouseholdMember, "person"),
    (Carer, "carer"),
    (Address, "person"),
    (Phone, "person"),
    (Schooling, "person"),
    (HealthRecord, "person"),
    (Circumstance, "person"),
)
POINTS_AT_CHILD: Final[tuple[tuple[Model, str], ...]] = (
    (Carer, "child"),
    (CategoryAssignment, "child"),
    (RiskAssessment, "child"),
    (FormerPlace, "child"),
    (CardNote, "child"),
    (CardConflict, "child"),
    (CardWriting, "child"),
)
_ALL: Final[tuple[Model, ...]] = (Person, Child, *(model for model, _ in (*POINTS_AT_PERSON, *POINTS_AT_CHILD)))
_MODELS: Final = {str(model._meta.model_name): model for model in _ALL}


@dataclass(slots=True)
class Changes:
    """The values that one merge changes, written down as they are changed (合并所改的值)."""

    merge: PersonMerge
    listed: list[MergedReference]

    def point(self, model: Model, column: str, old: UUID, new: UUID) -> None:
        """Let every row that points at one person point at another."""
        rows = model._base_manager.filter(**{column: old})
        for key in rows.values_list("pk", flat=True):
            self._list(model, key, column, str(old), str(new))
        rows.update(**{column: new})

    def write(self, row: models.Model, **values: Any) -> None:
        """Write values into a row; those it has already are not listed."""
        for column, value in values.items():
            before = getattr(row, column)
            if before != value:
                self._list(type(row), row.pk, column, _text(before), _text(value))
        type(row)._base_manager.filter(pk=row.pk).update(**values)

    def save(self) -> None:
        """Keep the list."""
        MergedReference.objects.bulk_create(self.listed)

    def _list(self, model: Model, row: UUID, column: str, before: str | None, after: str | None) -> None:
        table = str(model._meta.model_name)
        self.listed.append(
            MergedReference(merge=self.merge, table=table, row=row, column=column, before=before, after=after)
        )


def put_back(merge: PersonMerge) -> int:
    """Give back the values that a merge changed, each row's together, and how many somebody changed since."""
    stayed = 0
    changes = MergedReference.objects.filter(merge=merge).order_by("table", "row", "pk")
    for (table, key), of_row in groupby(changes, key=lambda change: (change.table, change.row)):
        listed = list(of_row)
        rows = _MODELS[table]._base_manager.filter(pk=key)
        now = rows.values(*(change.column for change in listed)).first() or {}
        same = {change.column: change.before for change in listed if _text(now.get(change.column)) == change.after}
        if same and now:
            rows.update(**same)
        stayed += len(listed) - len(same)
    return stayed


def _text(value: Any) -> str | None:
    return None if value is None else str(value)
