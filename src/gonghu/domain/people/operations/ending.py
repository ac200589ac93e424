"""What no longer holds of a child's life (终止登记)."""

from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.people.fact_tables import FACT_TABLES, whose
from gonghu.domain.people.families import NotOfTheFamily, family_keys
from gonghu.domain.people.models import Child
from gonghu.domain.people.terms import FactKind
from gonghu.domain.people.writing import LaterFactThere, held, record_file
from gonghu.foundation.acting import Actor


class FactEnded(ValueError):
    """It ended on that day or before."""


@transaction.atomic
def end_fact(*, child: Child, kind: FactKind, fact: UUID, on: date, by: Actor, at: datetime) -> None:
    """
    Write down that something no longer holds (终止登记); the day is its last.

    :raises NotPermitted: the actor keeps no files there
    :raises FileClosed: the file is closed
    :raises NotOfTheFamily: there is no such thing of anybody of the child's family
    :raises LaterFactThere: it began after that day
    :raises FactEnded: it ended on that day or before
    """
    current = held(child, by)
    rows = FACT_TABLES[kind]._base_manager.select_for_update(of=("self",))
    row = rows.filter(pk=fact).first()
    if row is None or whose(row) not in family_keys(current.pk):
        raise NotOfTheFamily("没有这条登记，或它不属于该儿童及其家庭成员")
    if on < row.from_on:
        raise LaterFactThere(f"该登记自 {row.from_on} 起，终止日期不能早于它")
    if row.to_on is not None and row.to_on <= on:
        raise FactEnded(f"该登记已于 {row.to_on} 终止")
    row.to_on = on
    row.save(update_fields=["to_on"])
    record_file("end_fact", current, by, at, {"fact": str(row.pk), "table": row._meta.model_name})
