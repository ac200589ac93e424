"""Emergencies: a child's file opened out of scope, judged afterwards (紧急查阅及事后审批)."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gonghu.domain.access.models import BreakGlass
from gonghu.domain.access.models.break_glass import LONGEST_MINUTES, SHORTEST_REASON
from gonghu.domain.access.officer import NotPermitted, Officer, authorise, day_of
from gonghu.domain.access.terms import Permission
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record
from gonghu.standards import division_code as division_codes
from gonghu.standards.working_days import work_calendar


class ReasonTooShort(ValueError):
    """The reason is too short to be one."""


class TooLong(ValueError):
    """An emergency lasts four hours at most."""


class ReviewedAlready(ValueError):
    """The emergency was judged before."""


class OwnEmergency(NotPermitted):
    """Nobody judges the own emergency."""


@transaction.atomic
def break_glass(
    *, child_key: UUID, division_code: str, reason: str, minutes: int, by: Officer, at: datetime
) -> BreakGlass:
    """
    Open one child's file out of scope for some minutes (紧急查阅); what is sealed stays sealed.

    :raises NotPermitted: the actor sees no children anywhere
    :raises ReasonTooShort: fewer than ten characters, not counting blanks
    :raises TooLong: not between one minute and four hours
    :raises NotADivisionCode: the child's division is no code
    """
    account = refuse_emergency(reason=reason, minutes=minutes, by=by)
    emergency = BreakGlass.objects.create(
        account_id=account,
        child_key=child_key,
        division_code=division_codes.pad(division_code),
        reason=reason.strip(),
        opened_at=at,
        minutes=minutes,
        ends_at=at + timedelta(minutes=minutes),
        review_due_on=work_calendar().add_working_days(day_of(at), settings.GONGHU_REVIEW_WORKING_DAYS),
    )
    _record("access.break_glass", emergency, by, at, {"minutes": minutes})
    return emergency


@transaction.atomic
def miss_break_glass(*, reason: str, by: Officer, at: datetime) -> None:
    """
    Write down that somebody asked for a child in an emergency and there was no such file (紧急查阅未查到).

    :raises NotPermitted: the actor sees no children anywhere
    :raises ReasonTooShort: see ``break_glass``
    """
    refuse_emergency(reason=reason, minutes=1, by=by)
    record(by=by, at=at, verb="access.miss_break_glass", subject_kind="child", subject_key="", purpose=reason.strip())


@transaction.atomic
def review_break_glass(*, emergency: BreakGlass, justified: bool, by: Actor, at: datetime) -> None:
    """
    Judge an emergency afterwards (事后审批), by a supervisor of the child's place; not justified, it ends at once.

    :raises NotPermitted: the actor approves no access there
    :raises OwnEmergency: it is the actor's own
    :raises ReviewedAlready: somebody judged it before
    """
    authorise(by, Permission.APPROVE_ACCESS, emergency.division_code)
    if by.account is None or by.account == emergency.account_id:
        raise OwnEmergency("不能审批自己的紧急查阅")
    rows = BreakGlass.objects.everywhere("an emergency that is being judged").select_for_update()
    current = rows.get(pk=emergency.pk)
    if current.reviewed_at:
        raise ReviewedAlready("该次紧急查阅已经审批")
    emergency.reviewed_by_id, emergency.reviewed_at, emergency.justified = by.account, at, justified
    emergency.ends_at = current.ends_at if justified else min(current.ends_at, at)
    emergency.save(update_fields=["reviewed_by", "reviewed_at", "justified", "ends_at"])
    _record("access.review_break_glass", emergency, by, at, {"justified": justified})


def refuse_emergency(*, reason: str, minutes: int, by: Officer) -> UUID:
    """
    Refuse what is no emergency, before anything is looked up; give the account of who asks.

    :raises NotPermitted: the actor sees no children anywhere
    :raises ReasonTooShort: fewer than ten characters, not counting blanks
    :raises TooLong: not between one minute and four hours
    """
    if by.account is None or not by.scope.has(Permission.SEE_CHILDREN):
        raise NotPermitted("没有查看儿童档案的岗位，不能紧急查阅")
    if len("".join(reason.split())) < SHORTEST_REASON:
        raise ReasonTooShort(f"请写明紧急查阅的理由，至少 {SHORTEST_REASON} 个字")
    if not 1 <= minutes <= LONGEST_MINUTES:
        raise TooLong(f"紧急查阅最长 {LONGEST_MINUTES // 60} 小时")
    return by.account


def _record(verb: str, emergency: BreakGlass, by: Actor, at: datetime, detail: Detail) -> None:
    record(
        by=by,
        at=at,
        verb=verb,
        subject_kind="child",
        subject_key=str(emergency.child_key),
        detail={"emergency": str(emergency.uuid), **detail},
        district=emergency.division_code[:6],
    )
