"""Changing one thing in a child's file (档案维护): one page for every act."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.families import NotOfTheFamily
from gonghu.domain.people.numbering import NumberDisagrees, NumberTaken, NumberWrong
from gonghu.domain.people.operations.categories import CategoriesExclude, CategoryHeld
from gonghu.domain.people.operations.category_ends import CategoryEnded, CategoryInForce, EndingUnfounded
from gonghu.domain.people.operations.ending import FactEnded
from gonghu.domain.people.operations.files import (
    ClosingUnexplained,
    FileNotClosed,
    FileStaysClosed,
    SamePlace,
    StillRecognised,
)
from gonghu.domain.people.operations.living import CarerMissing, UnknownRelation
from gonghu.domain.people.operations.persons import DatesReversed
from gonghu.domain.people.operations.risk import ReasonsMissing
from gonghu.domain.people.queries import ChildFile, bearer_compared
from gonghu.domain.people.terms import NumberKind
from gonghu.domain.people.writing import FileClosed, LaterFactThere
from gonghu.domain.policies.operations import AlreadyProposed, OpinionMissing
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.edits import EDITS, Edit
from gonghu.interfaces.desk.children.file_forms import EditForm, FamilyMember
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, FileClosed, LaterFactThere, NotOfTheFamily, CarerMissing, UnknownRelation, ReasonsMissing, SamePlace,
    StillRecognised, FileNotClosed, FileStaysClosed, NumberTaken, NumberWrong, NumberDisagrees, DatesReversed,
    ClosingUnexplained, CategoryEnded, CategoryInForce, EndingUnfounded, CategoryHeld, CategoriesExclude, FactEnded,
    AlreadyProposed, OpinionMissing,
)  # fmt: skip
_OF_NUMBERS: Final = (NumberTaken, NumberWrong, NumberDisagrees)


@require_http_methods(["GET", "POST"])
@needs(
    Permission.EDIT_CHILDREN, Permission.RECOGNISE_FIRST, Permission.RECOGNISE_SECOND, Permission.SEE_SEALED_ADOPTION
)
def edit(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Change one thing in a file."""
    if act not in EDITS:
        raise Http404
    chosen, file = EDITS[act], file_to_change(request, key, EDITS[act])
    if not purpose_of(request):
        return ask_purpose(request, key)
    form = chosen.form(request.POST or None, initial=_initial(request, chosen, file), **choices_of(chosen, file))
    if request.method == "POST" and form.is_valid() and written(request, chosen, file, form):
        return HttpResponseRedirect(way_back(request, key))
    context = {"form": form, "file": file, "child": file.child, "title": chosen.title, "hint": chosen.hint, "act": act}
    context |= {"bearer": _bearer(request, form), "about": form.data.get("person") or key}
    return render(request, "desk/children/edit.html", context, status=REFUSED if form.errors else 200)


def file_to_change(request: DeskRequest, key: UUID, chosen: Edit) -> ChildFile:
    """
    Give a child's file to whoever may make a change in it; to others there is none.

    :raises Http404: it is out of scope
    """
    file = file_or_404(request, key)
    scope, place = request.officer.scope, file.child.division_code
    if not any(scope.allows(permission, place) for permission in chosen.permissions):
        raise Http404
    return file


def choices_of(chosen: Edit, file: ChildFile) -> dict[str, Any]:
    """Give what a form lets choose from: the family, or the recognitions in force or ended."""
    if chosen is EDITS["end-category"]:
        return {"held": [(str(each.key), each.name) for each in file.categories if each.to_on is None]}
    if chosen is EDITS["restore-category"]:
        ended = [each for each in file.categories if each.to_on is not None]
        return {"held": [(str(each.key), f"{each.name} {each.from_on} — {each.to_on}") for each in ended]}
    return {"family": family_choices(file)}


def family_choices(file: ChildFile) -> list[FamilyMember]:
    """Offer the child and its family as somebody to write about."""
    members = [(str(member.key), f"{worded(member.relation_name)} {member.name}") for member in file.family.members]
    return [(str(file.child.pk), _("儿童本人")), *members]


def written(request: DeskRequest, chosen: Edit, file: ChildFile, form: EditForm, **more: Any) -> bool:
    """Write what a form says; what is refused stands on the form."""
    try:
        told = chosen.write(request, file, form.cleaned_data | more)
    except REFUSALS as refusal:
        of_number = isinstance(refusal, _OF_NUMBERS) and "number" in form.fields
        form.refuse(refusal, "number" if of_number else None)
        return False
    messages.success(request, str(told) if isinstance(told, Promise) else _("已登记，档案已更新。"))
    return True


def way_back(request: DeskRequest, key: UUID) -> str:
    """Go back to the file, or to the list when it moved out of sight."""
    try:
        file_or_404(request, key)
    except Http404:
        return reverse("desk:children")
    return reverse("desk:child", args=[key])


def _initial(request: DeskRequest, chosen: Edit, file: ChildFile) -> dict[str, Any]:
    """Fill a form with what is most likely: today, and whom or where one was sent for."""
    today, asked = timezone.localdate(), request.GET.get("person", "")
    initial: dict[str, Any] = {"from_on": today, "on": today, "happened_on": today, "person": str(file.child.pk)}
    if chosen is EDITS["address"]:
        initial["division_code"] = file.child.division_code
    if any(asked == key for key, _name in family_choices(file)):
        initial["person"] = asked
    return initial


def _bearer(request: DeskRequest, form: EditForm) -> UUID | None:
    """Give who bears the number that was refused, to be held against the one it was meant for."""
    if not form.errors.get("number") or "kind" not in form.cleaned_data or "number" not in form.data:
        return None
    kind, number = NumberKind(form.cleaned_data["kind"]), str(form.data["number"])
    return bearer_compared(number=number, kind=kind, scope=request.officer.scope)
