"""Reading of slips (查询凭条的查询)."""

from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.people.scoping import FileQuerySet
from gonghu.domain.slips.models import Slip


def slips_of(*, application: UUID, scope: Scope) -> FileQuerySet[Slip]:
    """Give the slips of an application that somebody sees, the last first."""
    return Slip.objects.visible_to(scope).filter(application=application).order_by("-issued_at")
