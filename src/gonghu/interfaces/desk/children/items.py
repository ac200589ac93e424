"""Items of the dictionary in a child's file (采集项目): all of them, one that is corrected, and a workbook of them."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.card import CardValueWrong
from gonghu.domain.people.item_fields import ItemField, ItemKind
from gonghu.domain.people.operations.items import ItemChanged, ReasonMissing, correct_item, item_value, item_version
from gonghu.domain.people.queries import NoSuchFile, child_file
from gonghu.domain.people.queries.items import ItemsTold, ItemTold, item_told, items_to_write, items_told
from gonghu.domain.people.writing import FileClosed
from gonghu.foundation.labels import worded
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.item_forms import COLUMNS, ItemForm
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, FileClosed, CardValueWrong, ReasonMissing)


@require_safe
@needs(Permission.SEE_CHILDREN)
def items(request: DeskRequest, key: UUID) -> HttpResponse:
    """List the items of a child's file by group, with what was said before, and those of which nothing is known."""
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    child, scope = file.child, request.officer.scope
    read_file(request, child.pk, child.division_code, ("items",), unmasked=False)
    told = items_told(child=child, scope=scope)
    known = {each.field.name for group in told for each in group.now}
    may_edit = child.closed_on is None and scope.allows(Permission.EDIT_CHILDREN, child.division_code)
    all_groups = items_to_write(child=child, scope=scope)
    rest = [(group, [each for each in group.items if each.name not in known]) for group in all_groups]
    context = {
        "file": file, "child": child, "groups": told, "rest": [each for each in rest if each[1]], "may_edit": may_edit,
        **offered_export(request, "desk:export-child-items", key),
    }  # fmt: skip
    return render(request, "desk/children/items.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest, key: UUID) -> HttpResponse:
    """Give the items of a child's file as a workbook, masked as on the page, where somebody may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    try:
        child = child_file(child=key, scope=scope, on=timezone.localdate()).child
    except NoSuchFile as problem:
        raise Http404 from problem
    if not purpose_of(request):
        return ask_purpose(request, key)
    read_file(request, child.pk, child.division_code, ("items",), unmasked=False)
    rows = (
        _cells(group, each) for group in items_told(child=child, scope=scope) for each in [*group.now, *group.before]
    )
    return workbook_response(request, name=_("采集项目"), kind="recorded_item", columns=columns_of(*COLUMNS), rows=rows)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def item(request: DeskRequest, key: UUID, name: str) -> HttpResponse:
    """Correct one item, with a reason; what it said before stands below."""
    file = file_or_404(request, key)
    child, scope = file.child, request.officer.scope
    told = item_told(child=child, name=name, scope=scope)
    if told is None or not scope.allows(Permission.EDIT_CHILDREN, child.division_code):
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, key)
    field, history = told
    seen = item_version(child=child.pk, item=name, on=timezone.localdate())
    initial = {"from_on": timezone.localdate(), "seen": seen, "value": _shown_again(child.pk, field)}
    form = ItemForm(request.POST or None, item=field, initial=initial)
    if request.method == "POST" and form.is_valid() and _corrected(request, form, key, name):
        return HttpResponseRedirect(reverse("desk:child-items", args=[key]))
    read_file(request, child.pk, child.division_code, ("items",), unmasked=False)
    context = {"form": form, "file": file, "child": child, "item": field, "history": history}
    return render(request, "desk/children/item.html", context, status=REFUSED if form.errors else 200)


def _corrected(request: DeskRequest, form: ItemForm, key: UUID, name: str) -> bool:
    said = form.cleaned_data
    try:
        correct_item(
            child=file_or_404(request, key).child, item=name, value=form.text, seen=said["seen"], on=said["from_on"],
            reason=said["reason"], by=request.officer, at=request.at,
        )  # fmt: skip
    except ItemChanged as refusal:
        form.refuse(refusal)
        again = request.POST.copy()
        again["seen"] = item_version(child=key, item=name, on=timezone.localdate())
        form.data = again
    except REFUSALS as refusal:
        form.refuse(refusal, "value" if isinstance(refusal, CardValueWrong) else None)
    else:
        messages.success(request, _("已登记，原来的内容留在历史里。"))
        return True
    return False


def _shown_again(child: UUID, item: ItemField) -> str | list[str]:
    """Fill in what stands there, unless it is masked."""
    value = "" if item.masked else item_value(child=child, item=item.name, on=timezone.localdate())
    return value.split() if item.kind is ItemKind.CHOICES else value


def _cells(group: ItemsTold, each: ItemTold) -> Sequence[WorkbookCell]:
    words = (worded(group.group.label), worded(each.field.label), each.words)
    return *words, each.from_on, each.to_on, each.evidence, each.reason
