"""
Two files become one, or two again (合并、拆分后的发放): what is not paid out yet is of whom its grants are.

Of the accounts of both files one goes on: the verified one, of two the later. What held before it is history.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import IntegrityError, transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.benefits.models import Grant
from gonghu.domain.payments.models import MonthHeld, PayAccount, PayrollLine
from gonghu.domain.payments.operations.accounts import authorise_account
from gonghu.domain.payments.terms import PayrollState
from gonghu.domain.people.merged_tables import Changes
from gonghu.domain.people.models import PersonMerge
from gonghu.domain.people.queries import child_places
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.foundation.audit.recording import record
from gonghu.foundation.intervals import holding_on

_WHY: Final = "what is paid to a child of whom there were two files"
_A_DAY: Final = timedelta(days=1)
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


@transaction.atomic
def accounts_follow_merge(*, merge: PersonMerge, account: UUID | None, by: Actor, at: datetime) -> int:
    """
    Let the file that is kept be paid to one account of both files (合并后的收款账户); say how many values changed.

    ``account`` is the one that somebody chose; else the verified one goes on, of two the later. One that stayed behind
    because the other file had an account on some of its days begins on the day of the merge, and the other ends the day
    before. A split gives back what both said.

    :raises NotPermitted: an account was chosen by somebody who enters none there
    """
    on = day_of(at)
    place = child_places(children=[merge.kept_id], scope=reached_by(SYSTEM)).get(merge.kept_id, "")
    if account is not None:
        authorise_account(by, place)
    rows = PayAccount.objects.everywhere(_WHY).select_for_update(of=("self",))
    behind = rows.filter(holding_on(on), child=merge.merged_id).first()
    ours = rows.filter(holding_on(on), child=merge.kept_id).first()
    changes = Changes(merge, [])
    if behind is not None and (ours is None or _goes_on(behind, ours, account)):
        begins = behind.from_on
        if ours is not None:
            begins = max(on, ours.from_on + _A_DAY)
            changes.write(ours, to_on=begins - _A_DAY)
        _take_place(behind, place, begins, on, changes)
    changes.save()
    record(
        by=by, at=at, verb="payments.accounts_follow", subject_kind="person_merge", subject_key=str(merge.pk),
        detail={"values": len(changes.listed)}, district=merge.kept.division_code[:6],
    )  # fmt: skip
    return len(changes.listed)


def _goes_on(behind: PayAccount, ours: PayAccount, account: UUID | None) -> bool:
    """Tell whether the account of the file that went in goes on, and not that of the file that is kept."""
    if account is not None:
        return behind.pk == account
    return (bool(behind.verified_by_id), behind.from_on) > (bool(ours.verified_by_id), ours.from_on)


def _take_place(behind: PayAccount, place: str, begins: date, on: date, changes: Changes) -> None:
    """Let an account hold for the file that is kept, after what held before and until what is to hold later."""
    kept = changes.merge.kept_id
    rows = PayAccount.objects.everywhere(_WHY).filter(child=kept)
    last = rows.filter(to_on__gte=begins, to_on__lt=on).order_by("to_on").last()
    following = rows.filter(from_on__gt=on).order_by("from_on").first()
    begins = last.to_on + _A_DAY if last and last.to_on else begins
    values: dict[str, Any] = {"child_id": kept, "division_code": place, "from_on": begins}
    if following is not None and (behind.to_on is None or behind.to_on >= following.from_on):
        values["to_on"] = following.from_on - _A_DAY
    changes.write(behind, **values)


def _held_by(held: MonthHeld, person: UUID) -> int:
    try:
        with transaction.atomic():
            return MonthHeld.objects.filter(pk=held.pk).update(person=person)
    except IntegrityError:
        return 0
