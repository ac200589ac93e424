"""Files for banks (银行文件): what waits in a released payroll, written as a layout says, and sent."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gonghu.domain.access.officer import authorise, reached_by
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import lines_of
from gonghu.domain.payments.banking import Due, Heading, Layout, layout_of, write_bank_file
from gonghu.domain.payments.models import BankFile, Payment, Payroll
from gonghu.domain.payments.operations.steps import held_payroll, person_of
from gonghu.domain.payments.shelf import keep_file
from gonghu.domain.payments.terms import LIVING, PaymentState, PayrollState
from gonghu.domain.people.queries.identities import identities_of
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.bulk_rows import key_writer, update_rows

_WHY: Final = "payments that are written into a file for a bank"
_AT_ONCE: Final = 2_000


class NothingWaits(ValueError):
    """No payment of the payroll waits for a file of this layout."""


@dataclass(frozen=True, slots=True)
class FileMade:
    """A file for a bank and its bytes (银行文件)."""

    file: BankFile
    content: bytes


@transaction.atomic
def make_bank_file(*, payroll: UUID, layout: str, by: Actor, at: datetime) -> FileMade:
    """
    Write all payments that wait, and whose accounts the layout takes, into one file and call them sent (生成银行文件).

    :raises NotPermitted: the actor releases no payments there
    :raises AlreadyPast: the payroll is not released, or closed
    :raises NothingWaits: none waits
    :raises RowsRefused: a name cannot be written as the bank asks; each is named
    :raises LayoutInvalid: there is no such layout
    """
    held = held_payroll(payroll, PayrollState.RELEASED)
    authorise(by, Permission.RELEASE_PAYMENT, held.division_code)
    said = layout_of(layout, *own_layouts())
    waiting = list(
        Payment.objects.everywhere(_WHY)
        .select_for_update(of=("self",))
        .filter(payroll=held, state=PaymentState.WAITING, account__kind__in=said.accounts)
        .select_related("account", "child")
        .order_by("division_code", "uuid")
    )
    if not waiting:
        raise NothingWaits("没有等待支付的款项，或账户种类不属于这种格式")
    number = BankFile.objects.everywhere(_WHY).filter(payroll=held).count() + 1
    total = sum(each.amount_fen for each in waiting)
    heading = Heading(held.division_code, held.month, number, len(waiting), total)
    written = write_bank_file(said, heading, _dues(held, said, waiting, reached_by(by)))
    file = BankFile(
        payroll=held, division_code=held.division_code, layout=layout, name=written.name, size=len(written.content),
        sha256=hashlib.sha256(written.content).hexdigest(), by_id=person_of(by), at=at, number=number,
        count=len(waiting), total_fen=total,
    )  # fmt: skip
    # One payee's file may be the same bytes month after month: that nobody is told twice is said by the payments.
    file.save(force_insert=True)
    keep_file(file.pk, written.content)
    key = key_writer()
    update_rows(
        Payment,
        ("state", "bank_file_id", "serial"),
        ((key(each.pk), PaymentState.SENT, key(file.pk), serial) for serial, each in enumerate(waiting, 1)),
    )
    detail = {"layout": layout, "count": file.count, "fen": total, "sha256": file.sha256}
    record(
        by=by, at=at, verb="payments.bank_file", subject_kind="bank_file", subject_key=str(file.pk), detail=detail,
        district=held.division_code[:6],
    )  # fmt: skip
    return FileMade(file, written.content)


def own_layouts() -> tuple[Path, ...]:
    """Give the deployment's own folder of layouts, if it has one."""
    folder: Path = settings.GONGHU_HOME / "exports"
    return (folder,) if folder.is_dir() else ()


def _dues(payroll: Payroll, layout: Layout, waiting: list[Payment], scope: Scope) -> Iterator[Due]:
    found = lines_of(division_code=payroll.division_code, on=payroll.month)
    # What stands in a bank's file must not give a secret away.
    named = found.get(payroll.line)
    purpose = named.open_name if named else "基本生活费" if payroll.line == LIVING else "救助"
    asks_numbers = any(cell.field == "id_number" for cell in layout.columns)
    for start in range(0, len(waiting), _AT_ONCE):
        part = waiting[start : start + _AT_ONCE]
        known = identities_of(children={each.child_id for each in part}, scope=scope) if asks_numbers else {}
        for serial, each in enumerate(part, start + 1):
            account = each.account
            yield Due(
                serial, account.number, account.holder, account.bank, each.amount_fen, purpose, each.child.name,
                known[each.child_id].number if each.child_id in known else "",
            )  # fmt: skip


__all__ = ["FileMade", "NothingWaits", "make_bank_file", "own_layouts"]
