"""A task is closed as somebody says on a form (办结), on its own page or on that of the finding it verifies."""

from typing import Final
from uuid import UUID

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.tasks.operations.assigning import OwnerCannotTake, ReasonTooShort
from gonghu.domain.tasks.operations.closing import DeadlineNotLater, NoteMissing, OutcomeImpossible
from gonghu.domain.tasks.steps import TaskCannotGoThere
from gonghu.domain.tasks.terms import Outcome
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.tasks.forms import ClosingForm
from gonghu.usecases.verify_lead import close_lead

REFUSALS: Final = (
    NotPermitted, TaskCannotGoThere, OutcomeImpossible, NoteMissing, OwnerCannotTake, ReasonTooShort, DeadlineNotLater,
)  # fmt: skip


def closed_as_said(request: DeskRequest, form: ClosingForm, task: UUID) -> bool:
    """Close a task with what was filled in, and tell whether that was done; what is refused is told on the form."""
    if not form.is_valid():
        return False
    said = form.cleaned_data
    try:
        close_lead(
            task=task,
            outcome=Outcome(said["outcome"]),
            note=said["note"],
            evidence=said["evidence"],
            by=request.officer,
            at=request.at,
        )
    except NoteMissing as refusal:
        form.refuse(refusal, "note")
    except REFUSALS as refusal:
        form.refuse(refusal)
    else:
        return True
    return False
