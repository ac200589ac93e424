"""That a child's file was read (查阅留痕)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.models import CardLook
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record

READ: Final = "children.read"
UNMASK: Final = "children.unmask"
LOOKS: Final = (READ, UNMASK)
READ_AREA: Final = "children.read_area"


@transaction.atomic
def record_reading(
    *,
    child_key: UUID,
    division_code: str,
    purpose: str,
    fields: Iterable[str],
    by: Actor,
    at: datetime,
    unmasked: bool = False,
) -> None:
    """
    Write down that somebody reads a child's file, or sees fields of it unmasked (查阅留痕).

    It stands in the chain of the child's district, so that the supervisors there see who looked, from wherever. Only
    names of fields are kept (儿童个人信息网络保护规定第十五条：记录访问情况).

    :raises PurposeMissing: no purpose is given
    """
    if not purpose.strip():
        raise PurposeMissing("请写明查看目的")
    record(
        by=by,
        at=at,
        verb=UNMASK if unmasked else READ,
        subject_kind="child",
        subject_key=str(child_key),
        purpose=purpose.strip(),
        detail={"fields": sorted(set(fields))},
        district=division_code[:6],
    )


@transaction.atomic
def record_area_reading(*, children: Iterable[UUID], purpose: str, by: Actor, at: datetime) -> None:
    """
    Write down that cards of children were handed to somebody's telephone (片区资料留痕), once for all of them.

    It stands in the chain of the district of whoever took them, with the key of each child.

    :raises PurposeMissing: no purpose is given
    """
    if not purpose.strip():
        raise PurposeMissing("请写明查看目的")
    seen = sorted(set(children), key=str)
    keys = [str(child) for child in seen]
    entry = record(
        by=by,
        at=at,
        verb=READ_AREA,
        subject_kind="field_area",
        subject_key=str(by.post or by.key),
        purpose=purpose.strip(),
        detail={"children": len(keys), "keys": keys},
    )
    CardLook.objects.bulk_create(CardLook(entry=entry, child_key=child) for child in seen)
