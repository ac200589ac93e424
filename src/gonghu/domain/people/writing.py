"""What every operation on a file does (档案写入): hold the row, put a fact in place of the one before, record it."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any, Final, TypeVar

from django.db import models

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child, Person
from gonghu.domain.people.spelling import given
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.foundation.intervals import Dated, holding_since

ONE_DAY: Final = timedelta(days=1)
_WRITTEN: Final = "a file that is written in"

Fact = TypeVar("Fact", bound=Dated)


class LaterFactThere(ValueError):
    """Something of that kind is on file from a later day."""


class FileClosed(ValueError):
    """The file is closed: nothing is written in it."""


def held(
    child: Child, by: Actor, permission: Permission = Permission.EDIT_CHILDREN, *, open_only: bool = True
) -> Child:
    """
    Give a child's file as it is now, held until the transaction ends, to somebody who may write in it.

    :raises NotPermitted: the actor may not
    :raises FileClosed: the file is closed, unless that is no matter
    """
    current = Child.objects.everywhere(_WRITTEN).select_for_update(of=("self",)).get(pk=child.pk)
    authorise(by, permission, current.division_code)
    if open_only and current.closed_on:
        raise FileClosed(f"档案已于 {current.closed_on} 结案，请先重新启用再登记")
    return current


def put(rows: models.QuerySet[Fact], from_on: date, **said: Any) -> Fact:
    """
    Write a fact that holds from a day on; the one before ends the day before, one of the same day is corrected.

    :raises LaterFactThere: something is on file from a later day
    """
    last = rows.filter(holding_since(from_on)).order_by("-from_on").first()
    return put_after(last, rows.model, from_on, said)


def put_after(last: Fact | None, model: type[Fact], from_on: date, said: Mapping[str, Any]) -> Fact:
    """
    Write a fact after the last one that holds on its day or later, for those who have looked that up.

    :raises LaterFactThere: something is on file from a later day
    """
    if last is not None and last.from_on > from_on:
        raise LaterFactThere(f"已有自 {last.from_on} 起的登记，日期不能早于它；如那条有误，请先更正")
    if last is not None and last.from_on == from_on:
        for name, value in said.items():
            setattr(last, name, value)
        last.save()
        return last
    if last is not None:
        last.to_on = from_on - ONE_DAY
        last.save(update_fields=["to_on"])
    made = model(from_on=from_on, **said)
    made.save(force_insert=True)
    return made


def described(person: Person) -> dict[str, Any]:
    """Give what a file says of the person again, so that lists look at one table."""
    given_name, given_pinyin = given(person.name)
    return {
        "name": person.name, "pinyin": person.pinyin, "initials": person.initials, "given_name": given_name,
        "given_pinyin": given_pinyin, "sex": person.sex, "born_on": person.born_on,
    }  # fmt: skip


def copy_to_file(person: Person) -> None:
    """Write name, spelling, sex and birth date of a person into its file again, if there is one."""
    Child.objects.everywhere(_WRITTEN).filter(pk=person.pk).update(**described(person))


def record_file(verb: str, child: Child, by: Actor, at: datetime, detail: Detail | None = None) -> None:
    """Write down what was done to a child's file, in the chain of the child's district; details name no sealed fact."""
    record(
        by=by,
        at=at,
        verb=f"people.{verb}",
        subject_kind="child",
        subject_key=str(child.pk),
        detail=detail,
        district=child.division_code[:6],
    )
