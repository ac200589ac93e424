"""Taking an assignment back from the page that made it (撤回分派), for ten minutes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.tasks.operations import undo_assignment
from gonghu.domain.tasks.operations.assigning import UNDO_MINUTES, Assigned, NothingToUndo
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.sentences import refused

_KEPT: Final = "last_assignment"


@dataclass(frozen=True, slots=True)
class UndoOffered:
    """An assignment that can still be taken back (可撤回的分派)."""

    batch: str
    tasks: int
    until: datetime


def offer_undo(request: DeskRequest, given: Assigned) -> None:
    """Keep in the session what was assigned last."""
    until = request.at + timedelta(minutes=UNDO_MINUTES)
    request.session[_KEPT] = {"batch": str(given.batch), "tasks": given.tasks, "until": until.isoformat()}


def undo_offered(request: DeskRequest) -> UndoOffered | None:
    """Give the last assignment while it can be taken back."""
    kept = request.session.get(_KEPT)
    if not kept or datetime.fromisoformat(kept["until"]) < request.at:
        return None
    return UndoOffered(kept["batch"], kept["tasks"], datetime.fromisoformat(kept["until"]))


@require_POST
@needs(Permission.ASSIGN_TASKS)
def undo(request: DeskRequest) -> HttpResponse:
    """Take the last assignment of this session back."""
    offered = undo_offered(request)
    request.session.pop(_KEPT, None)
    try:
        if offered is None:
            raise NothingToUndo(_("没有可以撤回的分派。"))
        count = undo_assignment(batch=UUID(offered.batch), by=request.officer, at=request.at)
    except (NothingToUndo, NotPermitted) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已撤回 %(count)s 项任务的分派，恢复原来的责任人。") % {"count": count})
    return HttpResponseRedirect(reverse("desk:tasks"))
