"""Fields of cards that two people wrote over each other (卡片冲突): both values side by side, somebody chooses."""

from operator import attrgetter
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
from gonghu.domain.people.card import (
    CardChanged,
    CardValueWrong,
    ConflictSettled,
    NoCarerOnFile,
    card_field,
    conflict_by_key,
    conflicts_in,
    resolve_conflict,
    standing,
)
from gonghu.domain.people.models import CardConflict
from gonghu.domain.people.terms import ConflictChoice
from gonghu.domain.people.writing import FileClosed
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.forms import ConflictForm
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.waiting_lists import conflict_columns, placed
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, FileClosed, ConflictSettled, CardValueWrong, NoCarerOnFile)


@require_safe
@needs(Permission.EDIT_CHILDREN)
def conflicts(request: DeskRequest) -> HttpResponse:
    """List the conflicts that wait for somebody to choose, by place; the values stand on the page of each."""
    found = conflicts_in(scope=request.officer.scope.holding(Permission.EDIT_CHILDREN))
    page = page_of_rows(request, found)
    rows = placed(request, page.rows, attrgetter("child.division_code"))
    context = {
        "page": page,
        "rows": rows,
        "table": table_of(conflict_columns(), rows),
        "tabs": tabs_for(request, "desk:card-conflicts"),
        **offered_export(request, "desk:export-card-conflicts"),
    }
    return render(request, "desk/visits/conflicts.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    return taken_along(
        request,
        name=_("填写冲突"),
        kind="card_conflict",
        columns=conflict_columns(),
        found=conflicts_in(scope=request.officer.scope.holding(Permission.EDIT_CHILDREN).holding(Permission.EXPORT)),
        rows=lambda part: placed(request, part, attrgetter("child.division_code")),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def conflict(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show both values of a field, and take down which one the card says from now on."""
    scope = request.officer.scope.holding(Permission.EDIT_CHILDREN)
    shown = conflict_by_key(key=key, scope=scope)
    if shown is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, shown.child_id)
    told = standing(conflict=shown, scope=scope, on=timezone.localdate(request.at))
    if told is None:
        raise Http404
    stands, version = told
    form = _form(request, shown, stands, version)
    if request.method == "POST" and shown.is_open and form.is_valid():
        said = form.cleaned_data
        try:
            resolve_conflict(
                conflict=key, choice=ConflictChoice(said["choice"]), seen=said["seen"], value=said["value"],
                by=request.officer, at=request.at,
            )  # fmt: skip
        except CardChanged as refusal:
            messages.warning(request, refused(refusal))
            return HttpResponseRedirect(reverse("desk:card-conflict", args=[key]))
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已选定，两个内容都留在记录里。"))
            return HttpResponseRedirect(reverse("desk:card-conflicts"))
    read_file(request, shown.child_id, shown.child.division_code, ("card",), unmasked=True)
    about = card_field(shown.field)
    context = {
        "conflict": shown,
        "form": form if shown.is_open else None,
        "name": masked_name(shown.child.name),
        "place": near_names([shown.child.division_code], request)[shown.child.division_code],
        "field": about.label,
        "brought": about.words(shown.brought),
        "stood": about.words(shown.stood),
        "stands": about.words(stands),
        "has_changed": shown.is_open and stands != shown.stood,
    }
    return render(request, "desk/visits/conflict.html", context, status=REFUSED if request.method == "POST" else 200)


def _form(request: DeskRequest, shown: CardConflict, stands: str, version: str) -> ConflictForm:
    about = card_field(shown.field)
    return ConflictForm(
        request.POST or None,
        about=about,
        stood=about.words(stands),
        brought=about.words(shown.brought),
        initial={"seen": version},
    )
