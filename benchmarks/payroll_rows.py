"""Rows of an invented county as the tables take them, and the one paper that all its grants rest on."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import models

from gonghu.domain.access.models import Account
from gonghu.domain.benefits.models import Application, Decision
from gonghu.domain.benefits.terms import ApplicationState, DecisionKind
from gonghu.domain.people.models import Child, Person
from gonghu.domain.people.terms import FileSource, FileState
from gonghu.foundation.bulk_rows import key_writer


def plain(table: type[models.Model], waiting: list[dict[str, Any]]) -> tuple[list[str], Iterator[tuple[Any, ...]]]:
    """Give the columns of a table and its rows; what was not said stands as in a fresh object of the model."""
    fields = [field for field in table._meta.concrete_fields if field.column != "id"]
    fresh, key = table(), key_writer()
    others = {field.column: getattr(fresh, field.attname, None) for field in fields if field.column not in waiting[0]}

    def value(each: Any) -> Any:
        if isinstance(each, UUID):
            return key(each)
        return each.isoformat() if isinstance(each, date) else each

    columns = [field.column for field in fields]
    wholes = ({**others, **row} for row in waiting)
    return columns, (tuple(value(whole[column]) for column in columns) for whole in wholes)


def paper(officer: UUID | None, county: str, at: datetime, on: date) -> tuple[Application, Decision]:
    """Write the one application and decision that all grants rest on here."""
    second = Account.objects.create(sign_in_name="second", display_name="复核", division_code=county)
    of = Person(name="甲", division_code=county)
    of.save()
    child = Child.objects.create(
        person=of, division_code=county, name="甲", state=FileState.ON_FILE, opened_on=on, source=FileSource.ROLL
    )
    application = Application(
        child=child,
        division_code=county,
        line="orphan_allowance",
        handling_division=county,
        drafted_at=at,
        state=ApplicationState.CONFIRMED,
    )
    application.save()
    decision = Decision.objects.create(
        application=application,
        kind=DecisionKind.CONFIRM,
        number="1",
        first_by_id=officer,
        first_label="甲",
        second_by=second,
        second_label="乙",
        at=at,
        reasons="符合条件",
        articles="民发〔2019〕62号",
    )
    return application, decision
