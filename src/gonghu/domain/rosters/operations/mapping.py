"""What people say of sheets and columns (列对照的更正), remembered for next time."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import authorise
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import Delivery, RememberedMapping, SheetRead
from gonghu.domain.rosters.operations.arriving import changeable, record_delivery
from gonghu.domain.rosters.shelf import forget_read
from gonghu.domain.rosters.terms import Assurance, DeliveryState, SheetSaid, SheetState
from gonghu.engines.intake import UnknownField, UnknownKind, load_profiles
from gonghu.foundation.acting import Actor


class MappingRefused(ValueError):
    """A kind or field is not there, or two columns would be one field; the message says which sheet."""


@transaction.atomic
def correct_sheets(*, delivery: UUID, said: Sequence[SheetSaid], job: UUID | None, by: Actor, at: datetime) -> None:
    """
    Take what somebody says of sheets, and remember it for that department (更正对照).

    A sheet whose kind changed has no columns until ``job``, which is about to try the delivery, has looked at it.

    :raises NotPermitted: the actor imports no rosters there
    :raises DeliveryPast: the delivery can no longer change
    :raises MappingRefused: a kind or field is not there, or stands for two columns
    """
    held = changeable(delivery)
    authorise(by, Permission.IMPORT_ROSTERS, held.division_code)
    sheets = {sheet.uuid: sheet for sheet in SheetRead.objects.filter(file__delivery=held).select_related("file")}
    changed = [each for each in said if each.sheet in sheets and _differs(sheets[each.sheet], each)]
    for each in changed:
        _apply(sheets[each.sheet], each)
        _remember(held, sheets[each.sheet], by, at)
    SheetRead.objects.filter(file__delivery=held).update(rows_total=None, has_returned_file=False)
    held.state, held.checked_at, held.job = DeliveryState.UPLOADED, None, job
    held.save(update_fields=["state", "checked_at", "job"])
    if changed:
        transaction.on_commit(lambda: forget_read(delivery))
    record_delivery("rosters.correct", held, by, at, {"sheets": [str(each.sheet) for each in changed]})


def _differs(sheet: SheetRead, said: SheetSaid) -> bool:
    if said.kind != sheet.kind:
        return True
    return any(said.fields.get(column["name"], column["field"]) != column["field"] for column in sheet.columns)


def _apply(sheet: SheetRead, said: SheetSaid) -> None:
    if not said.kind:
        sheet.state, sheet.kind = SheetState.SKIPPED, ""
        sheet.columns = [{**column, "field": "", "how": ""} for column in sheet.columns]
    elif said.kind != sheet.kind:
        _refuse_strange(sheet, said.kind, {})
        sheet.state, sheet.kind = SheetState.READ, said.kind
        sheet.columns = [{**column, "field": "", "how": ""} for column in sheet.columns]
        sheet.constants = {}
    else:
        _refuse_strange(sheet, said.kind, said.fields)
        sheet.columns = [_said_of(column, said.fields) for column in sheet.columns]
    sheet.assurance = Assurance.TOLD
    sheet.save(update_fields=["state", "kind", "columns", "constants", "assurance"])


def _said_of(column: Mapping[str, str], fields: Mapping[str, str]) -> dict[str, str]:
    field = fields.get(column["name"], column["field"])
    return {**column, "field": field, "how": column["how"] if field == column["field"] else Assurance.TOLD}


def _refuse_strange(sheet: SheetRead, kind: str, fields: Mapping[str, str]) -> None:
    named = [field for field in fields.values() if field]
    try:
        profile = load_profiles().of_kind(kind)
        titles = {name: profile.field_named(name).title for name in named}
    except (UnknownKind, UnknownField) as problem:
        raise MappingRefused(f"{sheet}：{problem}") from problem
    twice = sorted({titles[name] for name in named if named.count(name) > 1})
    if twice:
        raise MappingRefused(f"{sheet}：{'、'.join(twice)}写给了两列，只能留一列")
    if named and not set(named) & set(profile.subjects):
        raise MappingRefused(f"{sheet}：至少要有一列能说明是谁（姓名或证件号码）")


def _remember(delivery: Delivery, sheet: SheetRead, by: Actor, at: datetime) -> None:
    if not sheet.header_digest:
        return
    RememberedMapping.objects.everywhere("what is remembered is replaced").update_or_create(
        division_code=delivery.division_code,
        organisation=delivery.organisation,
        header_digest=sheet.header_digest,
        found_kind=sheet.found_kind,
        defaults={
            "kind": sheet.kind,
            "fields": {column["name"]: column["field"] for column in sheet.columns},
            "constants": sheet.constants,
            "told_by_id": by.account,
            "told_at": at,
        },
    )
