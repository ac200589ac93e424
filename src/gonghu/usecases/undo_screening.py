"""A run is taken back (撤销比对): its findings, the files it opened, the work it gave, and what it kept."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.db import transaction

from gonghu.domain.access.officer import reached_by
from gonghu.domain.people.operations import forget_clean, forget_departments, forget_roll, take_back_files
from gonghu.domain.policies.kept_files import forget_families
from gonghu.domain.policies.operations import undo_run
from gonghu.domain.policies.operations.undoing import RunUndone
from gonghu.domain.tasks.operations import cancel_tasks, release_children
from gonghu.domain.tasks.queries import tasks_in
from gonghu.foundation.acting import SYSTEM, Actor

_BECAUSE = "这次比对已撤销"


@transaction.atomic
def undo_screening(*, run: UUID, by: Actor, at: datetime) -> RunUndone:
    """
    Take back a run, as far as nobody has worked on what it found (撤销比对); ``children`` lost their files.

    :raises NotPermitted: see ``undo_run``, as for the other errors
    """
    undone = undo_run(run=run, by=by, at=at)
    tasks = list(tasks_in(scope=reached_by(SYSTEM)).filter(pk__in=undone.tasks).values_list("pk", flat=True))
    if tasks:
        cancel_tasks(tasks=tasks, reason=_BECAUSE, by=SYSTEM, at=at)
        release_children(tasks=tasks, by=SYSTEM, at=at)
    forget_departments(source_key=run, by=by, at=at)
    forget_clean(run=run, by=by, at=at)
    enrolled = forget_roll(source_key=run, by=by, at=at)
    files = take_back_files(children=enrolled.union(undone.children), source_key=run, by=by, at=at)
    transaction.on_commit(lambda: forget_families(run))
    return replace(undone, children=tuple(sorted(files)))
