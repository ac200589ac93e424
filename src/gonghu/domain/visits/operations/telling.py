"""Writing down what a family says of the subsidy (登记补贴问答)."""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.visits.facts import ChildAtVisit, MoneyFacts
from gonghu.domain.visits.models import MoneyTold
from gonghu.domain.visits.writing import record_about, require_reach
from gonghu.foundation.acting import Actor

_LONGEST_HOLDER: Final = 40
_LONGEST: Final = 500


@transaction.atomic
def note_money_told(*, child: ChildAtVisit, facts: MoneyFacts, by: Actor, at: datetime) -> MoneyTold:
    """
    Write down what a visit was told about the subsidy (登记补贴问答); of one visit it is written once.

    :raises NotPermitted: the actor records no visits to that child
    """
    require_reach(child, by)
    told, _made = MoneyTold.objects.everywhere("what a visit was told about money").get_or_create(
        visit_id=facts.visit,
        defaults={
            "uuid": facts.key,
            "child_id": child.key,
            "division_code": child.division_code,
            "category": child.category,
            "told_on": facts.told_on,
            "received": facts.received,
            "holder": facts.holder[:_LONGEST_HOLDER],
            "amount_fen": facts.amount_fen,
            "difference": facts.difference or "",
            "words": facts.words[:_LONGEST],
            "task_id": facts.task,
        },
    )
    detail = {"difference": told.difference}
    record_about("note_money_told", "money_told", told.pk, told.division_code, by, at, detail)
    return told
