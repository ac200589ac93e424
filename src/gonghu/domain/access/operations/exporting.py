"""That a list left the system (导出留痕)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.terms import Permission
from gonghu.foundation.audit.recording import record

EXPORT: Final = "access.export"


@transaction.atomic
def record_export(*, kind: str, rows: int, columns: Iterable[str], by: Officer, at: datetime) -> None:
    """
    Write down that somebody took a list along (导出留痕): what kind of rows, how many, which columns.

    :raises NotPermitted: nowhere may this officer export
    """
    if not by.scope.has(Permission.EXPORT):
        raise NotPermitted(f"没有“{Permission.EXPORT.label}”权限")
    detail = {"rows": rows, "fields": list(columns)}
    record(by=by, at=at, verb=EXPORT, subject_kind="list", subject_key=kind, detail=detail)
