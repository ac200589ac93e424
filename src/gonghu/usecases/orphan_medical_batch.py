"""
The yearly medical subsidy of orphans (孤儿医疗补助) is proposed from the insurance round, where an area has the line.

Whose premium was paid to the insurer from the round has it already; the subsidy is for orphans who are insured
elsewhere and paid themselves. Another officer confirms the batch.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import Officer, day_of
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.benefits.models import Batch
from gonghu.domain.benefits.operations import BatchAsked, propose_batch
from gonghu.domain.benefits.operations.batches import Listed
from gonghu.domain.insurance.models import EnrolmentRound
from gonghu.domain.insurance.queries import lines_in
from gonghu.domain.insurance.terms import LineState
from gonghu.domain.people.terms import Category

LINE: Final = "orphan_medical_aid"


def has_medical_subsidy(*, enrolment: EnrolmentRound, at: datetime) -> bool:
    """Tell whether the area of a round has the line."""
    try:
        line_of(code=LINE, division_code=enrolment.division_code, on=day_of(at))
    except LineUnknown:
        return False
    return True


@transaction.atomic
def propose_medical_subsidy(*, enrolment: EnrolmentRound, by: Officer, at: datetime) -> Batch:
    """
    Propose the subsidy for the orphans of a round who paid themselves (提出孤儿医疗补助批次).

    :raises NotPermitted: the officer proposes no batches in the county
    :raises NobodyListed: no orphan of the round paid elsewhere
    :raises BatchThere: it was proposed already
    :raises LineUnknown: the area has no such line
    """
    line = line_of(code=LINE, division_code=enrolment.division_code, on=day_of(at))
    orphans = lines_in(
        scope=by.scope, enrolment=enrolment.pk, states=[LineState.ELSEWHERE], person_class=Category.ORPHAN.value
    )
    premium = enrolment.premiums.get(Category.ORPHAN.value, {})
    asked = BatchAsked(
        division_code=enrolment.division_code,
        line=LINE,
        name=f"{enrolment.year}年度{line.name}",
        month=day_of(at).replace(day=1),
        amount_fen=int(premium.get("fen", 0)),
        reasons=f"{enrolment.year}年度基本医疗保险个人缴费部分，在他处自行缴费的孤儿",
        articles=line.articles,
    )
    listed = [Listed(each.child_id, each.division_code, each.category) for each in orphans]
    return propose_batch(asked=asked, listed=listed, by=by, at=at)
