"""What stands between two files that are one child's (两份档案的账户冲突): two places for one sum to go to."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.payments.models import PayAccount
from gonghu.foundation.intervals import holding_on


def has_two_accounts(*, children: Iterable[UUID], on: date) -> bool:
    """Tell whether files have different accounts in force: nobody but a person decides where the money goes then."""
    rows = PayAccount.objects.everywhere("the accounts of two files of one child")
    found = rows.filter(holding_on(on), child__in=list(children))
    return len({bytes(index) for index in found.values_list("number_index", flat=True)}) > 1
