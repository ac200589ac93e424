"""Files to and from banks (银行文件和回盘文件的查询)."""

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.models import BankFile, ReturnFile
from gonghu.domain.payments.shelf import is_kept, kept_file


def bank_files_of(*, payroll: UUID, scope: Scope) -> QuerySet[BankFile]:
    """Give the files that went to a bank for a payroll, in order."""
    return BankFile.objects.visible_to(scope).filter(payroll=payroll).select_related("by").order_by("number")


def return_files_of(*, payroll: UUID, scope: Scope) -> QuerySet[ReturnFile]:
    """Give the answers that came for a payroll, in order."""
    rows = ReturnFile.objects.visible_to(scope).filter(payroll=payroll)
    return rows.select_related("by", "answers").order_by("at")


def file_bytes(*, key: UUID, scope: Scope) -> tuple[str, Iterator[bytes]] | None:
    """Give the name and content of a file for a bank, to those who release payments where it is of."""
    found = BankFile.objects.visible_to(scope, Permission.RELEASE_PAYMENT).filter(pk=key).first()
    return (found.name, kept_file(found.pk)) if found and is_kept(found.pk) else None
