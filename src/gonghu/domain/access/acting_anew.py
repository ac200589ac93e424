"""Who a job acts for (作业的操作人): worked out anew when it runs, so that rights taken away meanwhile hold."""

from datetime import datetime

from gonghu.domain.access.models import Account
from gonghu.domain.access.officer import AccountDisabled, officer
from gonghu.foundation.acting import Actor


def officer_anew(by: Actor, at: datetime) -> Actor:
    """
    Give whoever asked for something earlier with what they may do now, on the post they had; the system as it is.

    :raises AccountDisabled: the account was disabled, or is gone
    :raises PostNotHeld: the post is no longer held
    """
    if by.account is None:
        return by
    account = Account.objects.everywhere("who asked for a job").filter(pk=by.account).first()
    if account is None:
        raise AccountDisabled(by.label)
    return officer(account=account, at=at, acting_as=by.post, request=by.request)
