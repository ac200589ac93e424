"""What somebody who went there found (核实结论)."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.policies.models import Finding
from gonghu.domain.policies.operations.standing import held_findings, move
from gonghu.domain.policies.terms import FINDING_LIVE, VERDICT_STATES, FindingState, Verdict
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import record


@transaction.atomic
def record_verdict(*, task: UUID, verdict: Verdict, by: Actor, at: datetime) -> list[Finding]:
    """
    Note what verifying came to for the findings of a task, and give them (登记核实结论); none takes it back.

    Who may close the task is for the tasks to say; a finding out of the actor's reach stays as it is, and so does one
    that was recognised or is gone.
    """
    states = FINDING_LIVE if verdict else FINDING_LIVE | {FindingState.REFUTED}
    found = list(held_findings(by).filter(task_id=task, state__in=sorted(states)).select_related("told"))
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
    return found


@transaction.atomic
def recognise_finding(*, finding: UUID, by: Actor, at: datetime) -> list[UUID]:
    """Note that what was found of a child is put right by a decision on its benefit (问题已解决), if it still asks."""
    found = list(held_findings(by).filter(pk=finding, state__in=sorted(FINDING_LIVE)))
    moved = move(found, state=FindingState.RECOGNISED)
    record(
        by=by,
        at=at,
        verb="policies.recognise_finding",
        subject_kind="finding",
        subject_key=str(finding),
        detail={"findings": [str(key) for key in moved]},
        district=found[0].division_code[:6] if found else None,
    )
    return moved
