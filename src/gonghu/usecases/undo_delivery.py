"""A delivery is undone (撤销批次): what its runs found is taken back, and its files are destroyed."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.policies.queries import runs_of_delivery
from gonghu.domain.policies.terms import RunState
from gonghu.domain.rosters.operations import undo_delivery
from gonghu.foundation.acting import SYSTEM, Actor
from gonghu.usecases.undo_screening import undo_screening


@transaction.atomic
def undo_delivery_and_its_runs(*, delivery: UUID, because: str, by: Actor, at: datetime) -> int:
    """
    Undo a delivery with the runs that compared it, the last first, and tell how many those were (撤销整批名册).

    :raises NotPermitted: the actor imports or compares nothing there
    :raises DeliveryPast: it was undone before
    :raises ReasonForUndoingMissing: no reason is given
    :raises RunNotUndoable: a later run goes on from one of them
    """
    runs = runs_of_delivery(delivery=delivery, scope=reached_by(SYSTEM)).filter(state=RunState.DONE)
    keys = list(runs.order_by("-finished_at").values_list("pk", flat=True))
    for run in keys:
        undo_screening(run=run, by=by, at=at)
    undo_delivery(delivery=delivery, because=because, by=by, at=at)
    return len(keys)
