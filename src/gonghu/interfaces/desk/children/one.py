"""The file of one child (儿童档案): the page, the family picture, the sheet to print."""

from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.insurance.queries import may_refer
from gonghu.domain.people.queries import ChildFile, NoSuchFile, child_file
from gonghu.domain.people.queries.items import items_told
from gonghu.domain.policies.queries import may_be_proposed
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.family_shown import family_shown
from gonghu.interfaces.desk.children.file_shown import file_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.visited import visits_of_file

UNMASKED: Final = ("name", "number", "phone", "address", "family")
"""What an unmasked page shows, as the audit names it."""


@require_safe
@needs(Permission.SEE_CHILDREN)
def child(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a child's file on one page; it is written down that it was read."""
    return _shown(request, key, "desk/children/child.html", unmasked=False)


@require_POST
@needs(Permission.UNMASK)
def unmask(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the same page unmasked, this once; it is written down what was seen."""
    return _shown(request, key, "desk/children/child.html", unmasked=True)


@require_http_methods(["GET", "POST"])
@needs(Permission.SEE_CHILDREN)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the sheet of the file as it is printed; unmasked when it is posted for."""
    return _shown(request, key, "desk/children/sheet.html", unmasked=request.method == "POST")


@require_safe
@needs(Permission.SEE_CHILDREN)
def family(request: DeskRequest, key: UUID) -> HttpResponse:
    """Draw the child's family."""
    return _shown(request, key, "desk/children/family.html", unmasked=False)


def file_or_404(request: DeskRequest, key: UUID, *, unmasked: bool = False) -> ChildFile:
    """
    Give a child's file unless it is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    try:
        return child_file(child=key, scope=request.officer.scope, on=timezone.localdate(), unmasked=unmasked)
    except NoSuchFile as problem:
        raise Http404 from problem


def _shown(request: DeskRequest, key: UUID, template: str, *, unmasked: bool) -> HttpResponse:
    file = file_or_404(request, key, unmasked=unmasked)
    if not purpose_of(request):
        return ask_purpose(request, key)
    fields = UNMASKED if unmasked else ("file",)
    read_file(request, file.child.pk, file.child.division_code, fields, unmasked=unmasked)
    today = timezone.localdate()
    visited = visits_of_file(child=file.child, scope=request.officer.scope, on=today)
    context: dict[str, Any] = {"shown": file_shown(file, request.officer, today, visited.visits), "file": file}
    context |= {
        "print_place": context["shown"].place,
        "child": file.child,
        "purpose": purpose_of(request),
        "family": family_shown(file),
        "items": items_told(child=file.child, scope=request.officer.scope, unmasked=file.unmasked),
        "sees_money": request.officer.scope.allows(Permission.SEE_MONEY, file.child.division_code),
        "may_propose": may_be_proposed(child=file.child, scope=request.officer.scope),
        "may_refer": may_refer(scope=request.officer.scope, division_code=file.child.division_code),
        "visited": visited,
    }
    return render(request, template, context)
