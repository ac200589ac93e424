"""Who answered for a child from when to when (责任人沿革), beside its file."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.usecases.named_person_over_time import named_person_over_time


@require_safe
@needs(Permission.SEE_CHILDREN)
def named_persons(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show who answered for a child since its file was opened; it is written down that it was read."""
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    read_file(request, file.child.pk, file.child.division_code, ("named_persons",), unmasked=False)
    today = timezone.localdate()
    found = named_person_over_time(file=file, on=today)
    places = places_shown([each.division_code for each in found], request.officer)
    context = {
        "file": file,
        "child": file.child,
        "rows": [(each, places[each.division_code], each.to_on >= today) for each in found],
        "gaps": sum(each.holding is None for each in found),
        "sees_hand_overs": request.officer.scope.has(Permission.ASSIGN_TASKS),
    }
    return render(request, "desk/children/named_persons.html", context)
