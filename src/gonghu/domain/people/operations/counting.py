"""The children of all villages are counted once a night (逐月人数); what the last night of a month counted stays."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Count, Q

from gonghu.domain.access.officer import NotPermitted, is_system
from gonghu.domain.people.models import Child, PlaceCount
from gonghu.domain.people.terms import FileState
from gonghu.foundation.acting import NATION, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import insert_rows

_WHY: Final = "children counted for the figures of months"
_COLUMNS: Final = ("division_code", "month_on", "counted_on", "files", "recognised")


@transaction.atomic
def count_children(*, on: date, by: Actor, at: datetime) -> int:
    """
    Count the files that are open by village, in place of what an earlier night of the month counted (逐月人数).

    :raises NotPermitted: not the system asks
    """
    if not is_system(by):
        raise NotPermitted("逐月人数由系统每日汇总")
    month = on.replace(day=1)
    counted = (
        Child.objects.everywhere(_WHY)
        .exclude(state=FileState.CLOSED)
        .values_list("division_code")
        .annotate(files=Count("pk"), recognised=Count("pk", filter=Q(state=FileState.RECOGNISED)))
        .order_by("division_code")
    )
    rows = [(code, month, on, files, recognised) for code, files, recognised in counted]
    PlaceCount.objects.everywhere(_WHY).filter(month_on=month).delete()
    insert_rows(PlaceCount, _COLUMNS, rows)
    files: int = sum(row[3] for row in rows)
    record(
        by=by, at=at, verb="people.count_children", subject_kind="children", subject_key=on.isoformat(),
        detail={"children": files}, district=NATION,
    )  # fmt: skip
    return files
