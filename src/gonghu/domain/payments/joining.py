"""What of accounts others ask (账户的比较): whether two files name two places for one sum, or a family another one."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.payments.models import PayAccount
from gonghu.foundation.intervals import holding_on
from gonghu.standards.bank_card import clean


def accounts_apart(*, children: Iterable[UUID], on: date) -> list[PayAccount]:
    """Give the accounts in force of files that go to different places: nobody but a person chooses between them."""
    rows = PayAccount.objects.everywhere("the accounts of two files of one child")
    found = list(rows.filter(holding_on(on), child__in=list(children)).order_by("from_on", "pk"))
    return found if len({bytes(each.number_index or b"") for each in found}) > 1 else []


def account_agrees(*, child: UUID, number: str) -> bool | None:
    """Tell whether a number is that of the account a child's money goes to; nothing where there is none."""
    rows = (
        PayAccount.objects.everywhere("whether a family names the account that its money goes to")
        .filter(child=child, to_on__isnull=True)
        .order_by("-from_on")
    )
    held = rows.first()
    return None if held is None else held.number == clean(number)
