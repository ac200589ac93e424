"""What somebody who went there found (核实结论)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.policies.operations.standing import held_findings, move
from gonghu.domain.policies.terms import FINDING_LIVE, VERDICT_STATES, Verdict
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record


@transaction.atomic
def record_verdict(*, task: UUID, verdict: Verdict, by: Actor, at: datetime) -> list[UUID]:
    """
    Note what verifying came to for every live finding of a task, and give them (登记核实结论).

    Who may close the task is for the tasks to say; a finding out of the actor's reach stays as it is.
    """
    found = list(held_findings(by).filter(task_id=task, state__in=sorted(FINDING_LIVE)))
    moved = move(found, state=VERDICT_STATES[verdict], verdict=verdict, at=at)
    record(
        by=by,
        at=at,
        verb="policies.verify",
        subject_kind="task",
        subject_key=str(task),
        detail={"verdict": verdict.value, "findings": [str(key) for key in moved]},
        district=found[0].division_code[:6] if found else None,
    )
    return moved
