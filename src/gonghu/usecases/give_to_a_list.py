"""
One sum for every child of a list (名单批次): a gift at a festival, a charity's help, a subsidy when prices rise.

The list is of the children whom the county has recognised on that day; it is kept with the batch.
"""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.benefits.lines import Line, lines_of
from gonghu.domain.benefits.models import Batch
from gonghu.domain.benefits.operations import BatchAsked, Listed, propose_batch
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.people.terms import FileState
from gonghu.foundation.acting import Actor


def lines_by_list(*, division_code: str, on: date) -> list[Line]:
    """List the lines that a county gives to all on a list at once."""
    return [line for line in lines_of(division_code=division_code, on=on).values() if line.by_list]


@transaction.atomic
def propose_for_list(*, asked: BatchAsked, categories: Iterable[str], by: Actor, at: datetime) -> Batch:
    """
    Propose one sum for every child that is recognised as one of some categories (提出批次).

    :raises NotPermitted: see ``propose_batch``, as for the other errors
    """
    wanted = ChildrenWanted(area=Area.of(asked.division_code), states=frozenset({FileState.RECOGNISED}))
    found = children_in(scope=reached_by(by), filters=wanted).filter(category__in=sorted(categories))
    listed = [Listed(child.pk, child.division_code, child.category) for child in found]
    return propose_batch(asked=asked, listed=listed, by=by, at=at)
