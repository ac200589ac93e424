"""Pages of what is known of a child's life (登记明细与历史): all of it, and one line that is changed or ends."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.people.operations import end_fact
from gonghu.domain.people.queries import ChildFile, FactTold, fact_told, facts_told
from gonghu.domain.people.terms import FactKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.edit_forms import EndForm
from gonghu.interfaces.desk.children.editing import REFUSALS, REFUSED, choices_of, file_to_change, written
from gonghu.interfaces.desk.children.edits import FACTS, Edit
from gonghu.interfaces.desk.children.file_forms import EditForm
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown

_NOT_WRITTEN_ANEW = frozenset({FactKind.KIN})
"""A relative wrongly entered is ended and entered again: a father does not become an uncle."""


@dataclass(frozen=True, slots=True)
class FactShown:
    """One line of what is known (登记明细显示项)."""

    fact: FactTold
    place: str
    act: str

    @property
    def is_over(self) -> bool:
        """Tell whether it holds no longer."""
        return self.fact.is_over(timezone.localdate())


@dataclass(frozen=True, slots=True)
class FactsShown:
    """Everything of one kind (登记明细分组)."""

    kind: FactKind
    act: str
    rows: Sequence[FactShown]


@require_safe
@needs(Permission.SEE_CHILDREN)
def facts(request: DeskRequest, key: UUID) -> HttpResponse:
    """List all that is known of a child's life, with its days and what it rests on."""
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    read_file(request, file.child.pk, file.child.division_code, ("facts",), unmasked=False)
    found = facts_told(child=file.child, scope=request.officer.scope, on=timezone.localdate())
    places = places_shown({each.division_code for each in found} - {""}, request.officer)
    rows = [FactShown(each, places.get(each.division_code, ""), each.kind.value.lower()) for each in found]
    kinds = [FactsShown(kind, kind.value.lower(), [row for row in rows if row.fact.kind == kind]) for kind in FactKind]
    context = {
        "file": file,
        "child": file.child,
        "kinds": kinds,
        "empty_kinds": [each for each in kinds if not each.rows],
        "may_edit": _may_edit(request, file),
    }
    return render(request, "desk/children/facts.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def fact(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Write one thing anew from a day on, or write down that it has ended."""
    told = _told_or_404(request, key, other)
    chosen = FACTS[told.kind]
    file = file_to_change(request, key, chosen)
    if not purpose_of(request):
        return ask_purpose(request, key)
    ends = request.method == "POST" and "end" in request.POST
    ending = EndForm(request.POST if ends else None, initial={"last_on": timezone.localdate()})
    form = None if _is_only_ended(told) else _form(request, chosen, file, told, ends=ends)
    if request.method == "POST" and (
        _ended(request, file, told, ending) if ends else form and _changed(request, chosen, file, told, form)
    ):
        return HttpResponseRedirect(reverse("desk:child-facts", args=[key]))
    context: dict[str, Any] = {"form": form, "ending": ending, "file": file, "child": file.child, "told": told}
    context |= {"title": chosen.title, "hint": chosen.hint, "is_over": told.is_over(timezone.localdate())}
    wrong = ending.errors or (form and form.errors)
    return render(request, "desk/children/fact.html", context, status=REFUSED if wrong else 200)


def _told_or_404(request: DeskRequest, key: UUID, fact: UUID) -> FactTold:
    child = file_or_404(request, key).child
    told = fact_told(child=child, key=fact, scope=request.officer.scope, on=timezone.localdate())
    if told is None:
        raise Http404
    return told


def _may_edit(request: DeskRequest, file: ChildFile) -> bool:
    open_still = file.child.closed_on is None
    return open_still and request.officer.scope.allows(Permission.EDIT_CHILDREN, file.child.division_code)


def _is_only_ended(told: FactTold) -> bool:
    """Tell whether a thing is not written anew: kin, what is over, and what may not be told."""
    if told.kind in _NOT_WRITTEN_ANEW or not told.said:
        return True
    # Care for a time is prolonged, or passes on, before its time is over.
    return told.is_over(timezone.localdate()) if told.kind == FactKind.CARER else told.to_on is not None


def _form(request: DeskRequest, chosen: Edit, file: ChildFile, told: FactTold, *, ends: bool) -> EditForm:
    sent = request.POST if request.method == "POST" and not ends else None
    initial = told.said | {"from_on": timezone.localdate()}
    form = chosen.form(sent, initial=initial, **choices_of(chosen, file))
    for name in chosen.fixed:
        field: forms.Field = form.fields[name]
        field.disabled = True
    return form


def _changed(request: DeskRequest, chosen: Edit, file: ChildFile, told: FactTold, form: EditForm) -> bool:
    return form.is_valid() and written(request, chosen, file, form, row=told.key)


def _ended(request: DeskRequest, file: ChildFile, told: FactTold, form: EndForm) -> bool:
    if not form.is_valid():
        return False
    on = form.cleaned_data["last_on"]
    try:
        end_fact(child=file.child, kind=told.kind, fact=told.key, on=on, by=request.officer, at=request.at)
    except REFUSALS as refusal:
        form.refuse(refusal, "last_on")
        return False
    messages.success(request, _("已终止，仍留在档案的历史里。"))
    return True
