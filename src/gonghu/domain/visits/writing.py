"""What every operation of the visits does (走访写入): whose child it is, and one line in the audit."""

from datetime import datetime
from uuid import UUID

from gonghu.domain.access.officer import NotPermitted, reached_by
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.queries import children_in
from gonghu.domain.visits.facts import ChildAtVisit
from gonghu.foundation.acting import Actor
from gonghu.foundation.audit.recording import Detail, record


def require_reach(child: ChildAtVisit, by: Actor, permission: Permission = Permission.RECORD_VISITS) -> None:
    """
    Let only those go on who may do something about that very child.

    :raises NotPermitted: the actor may not
    """
    reached = children_in(scope=reached_by(by).holding(permission)).filter(pk=child.key)
    if not reached.exists():
        raise NotPermitted(f"{by.label} 对该儿童没有“{permission.label}”权限")


def record_about(
    verb: str, kind: str, key: UUID, division_code: str, by: Actor, at: datetime, detail: Detail | None = None
) -> None:
    """Write down what was done, in the chain of the district; details name no person and no answer."""
    record(
        by=by,
        at=at,
        verb=f"visits.{verb}",
        subject_kind=kind,
        subject_key=str(key),
        detail=detail,
        district=division_code[:6],
    )
