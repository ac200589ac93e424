"""Help from others than the state (社会帮扶的查询)."""

from datetime import date
from uuid import UUID

from gonghu.domain.access.scope import Scope
from gonghu.domain.ledger.models import HelpReceived
from gonghu.domain.people.queries import keys_of_child
from gonghu.domain.people.scoping import FileQuerySet

_WHY = "help on the file of a child that is seen"


def help_of_child(*, child: UUID, scope: Scope) -> FileQuerySet[HelpReceived]:
    """Give the help that a child got, the last first; what was taken back is left out."""
    rows = HelpReceived.objects.everywhere(_WHY).filter(child__in=keys_of_child(child=child, scope=scope))
    return _standing(rows).order_by("-given_on", "uuid")


def helps_in(*, scope: Scope, since: date | None = None) -> FileQuerySet[HelpReceived]:
    """Give the help that somebody sees, by place and day."""
    rows = HelpReceived.objects.visible_to(scope)
    found = rows.filter(given_on__gte=since) if since else rows
    return _standing(found).select_related("child").order_by("division_code", "-given_on", "uuid")


def _standing(rows: FileQuerySet[HelpReceived]) -> FileQuerySet[HelpReceived]:
    return rows.filter(takes_back__isnull=True, taken_back_by__isnull=True)
