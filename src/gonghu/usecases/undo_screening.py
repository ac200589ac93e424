"""A run is taken back (撤销比对): its findings, the files it opened, the work it gave, and what it kept."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.policies.kept_files import forget_families
from gonghu.domain.policies.operations import undo_run
from gonghu.domain.policies.operations.undoing import RunUndone
from gonghu.domain.tasks.operations import cancel_tasks
from gonghu.domain.tasks.queries import tasks_in
from gonghu.foundation.acting import SYSTEM, Actor

_BECAUSE = "这次比对已撤销"


@transaction.atomic
def undo_screening(*, run: UUID, by: Actor, at: datetime) -> RunUndone:
    """
    Take back a run, as far as nobody has worked on what it found (撤销比对).

    :raises NotPermitted: see ``undo_run``, as for the other errors
    """
    undone = undo_run(run=run, by=by, at=at)
    tasks = list(tasks_in(scope=reached_by(SYSTEM)).filter(pk__in=undone.tasks).values_list("pk", flat=True))
    if tasks:
        cancel_tasks(tasks=tasks, reason=_BECAUSE, by=SYSTEM, at=at)
    transaction.on_commit(lambda: forget_families(run))
    return undone
