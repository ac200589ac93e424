"""Somebody must see a child's file elsewhere at once (紧急查阅): it opens, and its supervisors judge it afterwards."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import transaction

from gonghu.domain.access.attempts import emergency_key, take_attempt
from gonghu.domain.access.officer import Officer
from gonghu.domain.access.operations import break_glass, miss_break_glass
from gonghu.domain.access.operations.emergencies import refuse_emergency
from gonghu.domain.people.emergency_reading import child_for_emergency


class NoChildBehind(LookupError):
    """No open file bears that number or key; that somebody asked is written down."""


def look_in_an_emergency(
    *, reason: str, minutes: int, by: Officer, at: datetime, number: str = "", key: UUID | None = None
) -> UUID:
    """
    Open one child's file for some minutes and say which it is.

    Whether there is a file is told only to somebody who gave a reason, under whose name it is written down, and who
    has not asked too often of late.

    :raises NotPermitted: the officer sees no children anywhere
    :raises ReasonTooShort: the reason is too short to be one
    :raises TooLong: not between one minute and four hours
    :raises TooManyAttempts: the officer asked too often of late
    :raises NoChildBehind: there is no such file
    """
    refuse_emergency(reason=reason, minutes=minutes, by=by)
    take_attempt(emergency_key(by.account), at, settings.GONGHU_EMERGENCIES_AT_ONCE)
    with transaction.atomic():
        found = child_for_emergency(number=number, key=key, scope=by)
        if found:
            emergency = break_glass(
                child_key=found.key,
                division_code=found.division_code,
                reason=reason,
                minutes=minutes,
                by=by,
                at=at,
            )
            return emergency.child_key
        miss_break_glass(reason=reason, by=by, at=at)
    raise NoChildBehind("没有查到这个号码的在档儿童。请核对号码；这次查询已留下记录。")
