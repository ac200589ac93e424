"""The file of one child (儿童档案)."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import children_in
from gonghu.domain.people.queries.lists import ALL_FILES
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import child_rows


@require_safe
@needs(Permission.SEE_CHILDREN)
def child(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a child's file on one page; it is written down that it was read."""
    shown = child_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request)
    read_file(request, shown.pk, shown.division_code, ["file"], unmasked=False)
    row = child_rows([shown], request.officer, timezone.localdate())[0]
    return render(request, "desk/children/child.html", {"child": shown, "row": row})


def child_or_404(request: DeskRequest, key: UUID, permission: Permission | None = None) -> Child:
    """Give the child's file unless it is out of scope, which looks the same as none."""
    scope = request.officer.scope.holding(permission) if permission else request.officer.scope
    found: Child = get_object_or_404(children_in(scope=scope, filters=ALL_FILES), pk=key)
    return found
