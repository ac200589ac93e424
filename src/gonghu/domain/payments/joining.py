"""What stands between two files that are one child's (两份档案的账户冲突): two places for one sum to go to."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from gonghu.domain.payments.models import PayAccount
from gonghu.foundation.intervals import holding_on


def accounts_apart(*, children: Iterable[UUID], on: date) -> list[PayAccount]:
    """Give the accounts in force of files that go to different places: nobody but a person chooses between them."""
    rows = PayAccount.objects.everywhere("the accounts of two files of one child")
    found = list(rows.filter(holding_on(on), child__in=list(children)).order_by("from_on", "pk"))
    return found if len({bytes(each.number_index or b"") for each in found}) > 1 else []
