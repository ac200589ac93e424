"""Files that a screening opened, taken back with it (撤回建档)."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice
from typing import Any, Final
from uuid import UUID

from django.db import models, transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, IdentityNumber, Kinship, Person
from gonghu.domain.people.terms import FileSource, FileState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record

_AT_ONCE: Final = 500
_WRITTEN: Final = "files that are taken back with the screening that opened them"


@transaction.atomic
def take_back_files(
    *,
    children: Iterable[UUID],
    source_key: UUID,
    by: Actor,
    at: datetime,
    source: FileSource = FileSource.SCREENING,
) -> frozenset[UUID]:
    """
    Take back files that a screening or a takeover opened and nobody has worked on since (撤回建档); give their keys.

    A file stays if it is no lead any more, if the child moved where the actor runs no screenings, or if anything but
    the numbers and kin of its opening points at it, in any context: whoever undoes a run first takes away what hangs on
    its files.
    """
    scope, remaining, gone = reached_by(by), iter(children), set[UUID]()
    while part := list(islice(remaining, _AT_ONCE)):
        rows = Child.objects.everywhere(_WRITTEN).filter(
            pk__in=part, state=FileState.LEAD, source=source, source_key=source_key
        )
        found = {child.pk for child in rows if scope.allows(Permission.RUN_SCREENING, child.division_code)}
        free = found - _pointed_at(Child, found, ()) - _pointed_at(Person, found, (Child, IdentityNumber, Kinship))
        free -= set(_kin_rows(relative__in=free).values_list("relative", flat=True))
        _remove(free)
        gone |= free
    record(
        by=by, at=at, verb="people.take_back_files", subject_kind="children", subject_key=str(source_key),
        detail={"taken_back": len(gone)}, district=by.district or NATION,
    )  # fmt: skip
    return frozenset(gone)


def _remove(children: set[UUID]) -> None:
    relatives = set(_kin_rows(person__in=children).values_list("relative", flat=True))
    _forget(_kin_rows(person__in=children))
    _forget(Child.objects.everywhere(_WRITTEN).filter(pk__in=children))
    # A parent of whom nothing else is known came with the child and goes with it.
    alone = relatives - _pointed_at(Person, relatives, (IdentityNumber,))
    people = children | alone
    _forget(IdentityNumber.objects.everywhere(_WRITTEN).filter(person__in=people))
    _forget(Person.objects.everywhere(_WRITTEN).filter(pk__in=people))


def _forget(rows: models.QuerySet[Any]) -> None:
    """Delete rows that nothing points at, as was asked already; asking every table once more would take minutes."""
    rows._raw_delete(rows.db)


def _kin_rows(**condition: Any) -> models.QuerySet[Kinship]:
    return Kinship.objects.everywhere(_WRITTEN).filter(**condition)


def _pointed_at(
    target: type[models.Model], keys: Iterable[UUID], passing_over: tuple[type[models.Model], ...]
) -> set[UUID]:
    """Give those rows that any table of any context points at, but for some tables."""
    asked, found = list(keys), set[UUID]()
    for relation in target._meta.get_fields(include_hidden=True):
        model = relation.related_model
        if not isinstance(relation, models.ManyToOneRel) or not isinstance(model, type) or model in passing_over:
            continue
        column = relation.field.attname
        rows = model._base_manager.filter(**{f"{column}__in": asked}).values_list(column, flat=True)
        found.update(rows.distinct())
    return found
