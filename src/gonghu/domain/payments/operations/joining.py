"""Two files become one, or two again (合并、拆分后的发放): what is not paid out yet is of whom its grants are."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import day_of
from gonghu.domain.benefits.models import Grant
from gonghu.domain.payments.models import MonthHeld, PayAccount, PayrollLine
from gonghu.domain.payments.terms import PayrollState
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_on

_WHY: Final = "what is paid to a child of whom there were two files"
_DRAFTS: Final = (PayrollState.DRAFTING, PayrollState.DRAFT)


@transaction.atomic
def payments_follow_grants(*, children: Iterable[UUID], division_code: str, by: Actor, at: datetime) -> int:
    """
    Let lines of drafts and months held be of the person whose their grants are now (合并后随转), and say how many.

    What was frozen or paid stays as it was signed. A month that both were paid is held by both: it was paid twice.
    """
    keys, moved = list(children), 0
    for grant in Grant.objects.everywhere(_WHY).filter(child__in=keys).order_by("pk"):
        lines = PayrollLine.objects.everywhere(_WHY).filter(grant=grant, payroll__state__in=_DRAFTS)
        account = PayAccount.objects.everywhere(_WHY).filter(holding_on(day_of(at)), child=grant.child_id)
        moved += lines.exclude(child=grant.child_id).update(
            child=grant.child_id,
            person=grant.person,
            division_code=grant.division_code,
            account=account.filter(verified_by__isnull=False).first(),
        )
        # By person, as their key begins: the table has a row for every month of everybody.
        for held in MonthHeld.objects.filter(person__in=keys, grant=grant).exclude(person=grant.person).order_by("pk"):
            moved += _held_by(held, grant.person)
    record(
        by=by, at=at, verb="payments.follow_grants", subject_kind="child", subject_key=str(keys[0]),
        detail={"rows": moved}, district=division_code[:6],
    )  # fmt: skip
    return moved


def _held_by(held: MonthHeld, person: UUID) -> int:
    try:
        with transaction.atomic():
            return MonthHeld.objects.filter(pk=held.pk).update(person=person)
    except IntegrityError:
        return 0
