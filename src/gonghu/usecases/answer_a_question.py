"""
Whether two persons are one is answered (人工核对), and after the last open question the place is compared anew.

The answers hold from the next run on; nobody should have to remember to ask for it.
"""

from datetime import datetime
from typing import Final

from django.db import transaction

from gonghu.domain.access.officer import day_of, reached_by
from gonghu.domain.policies.models import Run
from gonghu.domain.policies.operations import RunWaiting
from gonghu.domain.policies.operations.queueing import hold_run
from gonghu.domain.policies.queries import run_by_key
from gonghu.domain.rosters.models import LinkQuestion
from gonghu.domain.rosters.operations import answer_link
from gonghu.domain.rosters.queries import newest_delivery, questions_in
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.run_screening import start_run

_EVERYTHING: Final = reached_by(SYSTEM)


@transaction.atomic
def answer_question(*, question: LinkQuestion, same: bool, by: Actor, at: datetime) -> Run | None:
    """
    Answer a question; give the run that was asked for, if it was the last one and none waits already.

    :raises NotPermitted: see ``answer_link``, as for the other errors
    """
    asked = run_by_key(key=question.run_key, scope=_EVERYTHING)
    if asked:
        # Of two who give the last two answers in the same instant, the second sees that of the first.
        hold_run(asked.pk)
    answer_link(question=question.pk, same=same, by=by, at=at)
    if asked is None or questions_in(scope=_EVERYTHING).filter(run_key=question.run_key).exists():
        return None
    delivery = newest_delivery(scope=_EVERYTHING, division_code=asked.division_code)
    if delivery is None:
        return None
    place = asked.division_code
    try:
        # That the place is compared anew follows from the answers, whoever gave the last of them.
        return start_run(delivery=delivery.pk, division_code=place, as_of=day_of(at), by=SYSTEM, at=at)
    except RunWaiting:
        return None
