"""
A lead is verified where the child lives (核实线索): the task is done, its findings are true or not, and what follows.

及时发现、及时排查: every lead ends with an outcome, and a true one goes on to recognition.
"""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from gonghu.domain.policies.operations import record_verdict
from gonghu.domain.policies.terms import RECOGNISABLE, Verdict
from gonghu.domain.tasks.models import Task
from gonghu.domain.tasks.operations import close_task, open_tasks, reopen_task
from gonghu.domain.tasks.terms import Outcome, TaskKind, TaskOrder
from gonghu.foundation.acting import SYSTEM, Actor

VERDICTS: Final = {
    Outcome.CONFIRMED: Verdict.CONFIRMED,
    Outcome.PARTLY: Verdict.PARTLY,
    Outcome.REFUTED: Verdict.REFUTED,
    Outcome.NOT_FOUND: Verdict.NOT_FOUND,
    Outcome.MOVED: Verdict.MOVED,
}
_TRUE: Final = frozenset({Verdict.CONFIRMED, Verdict.PARTLY})
_TITLE: Final = "认定初审："


@transaction.atomic
def close_lead(*, task: UUID, outcome: Outcome, by: Actor, at: datetime, note: str = "", evidence: str = "") -> Task:
    """
    Close a task with its outcome; if it verifies a lead, its findings are true or not from then on (办结核实).

    Where a true finding calls for recognition, the office that proposes it gets a task. Other kinds of task are just
    closed.

    :raises NoSuchTask: see ``close_task``, as for the other errors
    """
    closed = close_task(task=task, outcome=outcome, by=by, at=at, note=note, evidence=evidence)
    if closed.kind != TaskKind.VERIFY_LEAD:
        return closed
    found = record_verdict(task=task, verdict=VERDICTS[outcome], by=by, at=at)
    recognisable = [each for each in found if each.policy in RECOGNISABLE]
    if VERDICTS[outcome] in _TRUE and recognisable and closed.child_id:
        order = TaskOrder(
            kind=TaskKind.RECOGNISE_FIRST,
            title=_TITLE + "、".join(dict.fromkeys(each.told.name for each in recognisable)),
            division_code=closed.division_code,
            child=closed.child_id,
            category=closed.category,
            source_kind="finding",
            source_key=recognisable[0].pk,
        )
        # Whoever verifies need not be one who assigns work: that there is more to do follows from the outcome.
        open_tasks(orders=[order], by=SYSTEM, at=at)
    return closed


@transaction.atomic
def reopen_lead(*, task: UUID, reason: str, by: Actor, at: datetime) -> Task:
    """
    Open a task again (重新办理); what was found about its findings counts no more.

    :raises NoSuchTask: see ``reopen_task``, as for the other errors
    """
    opened = reopen_task(task=task, reason=reason, by=by, at=at)
    if opened.kind == TaskKind.VERIFY_LEAD:
        record_verdict(task=task, verdict=Verdict.NOT_YET, by=by, at=at)
    return opened
