"""The page of one sheet (工作表对照): its sample, what each column is; and the rows that go back."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.forms import BoundField
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.rosters.models import SheetRead
from gonghu.domain.rosters.operations import correct_sheets, note_returned_taken
from gonghu.domain.rosters.operations.arriving import DeliveryPast
from gonghu.domain.rosters.operations.mapping import MappingRefused
from gonghu.domain.rosters.queries import sample_of, sheet_by_key
from gonghu.domain.rosters.shelf import ContentDestroyed, returned_rows
from gonghu.domain.rosters.terms import CHANGEABLE, Assurance, SheetSaid
from gonghu.engines.intake import load_profiles
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.rosters.forms import SheetForm
from gonghu.interfaces.desk.rosters.shown import may_take, shown_sheet
from gonghu.interfaces.desk.rosters.views import REFUSED
from gonghu.interfaces.desk.sentences import refused
from gonghu.usecases.take_delivery import correct_and_try

_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class ColumnShown:
    """One column of a sheet (列显示项): where it stands, what is in it, what it was taken for, how sure that is."""

    letter: str
    cells: tuple[str, ...]
    field: BoundField | None
    assurance: str
    is_doubtful: bool


@require_http_methods(["GET", "POST"])
@needs(Permission.IMPORT_ROSTERS)
def sheet(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a sheet, and take what somebody says of it."""
    shown = _sheet_or_404(request, key)
    form = _form(request, shown)
    if request.method == "POST" and form.is_valid():
        said = SheetSaid(shown.pk, form.cleaned_data["kind"], _fields(shown, form))
        is_other = bool(said.kind) and said.kind != shown.kind
        try:
            _say(request, shown, said, is_other=is_other)
        except (NotPermitted, DeliveryPast, MappingRefused) as refusal:
            form.refuse(refusal)
        else:
            told = _("正在按新的种类重新认各列。") if is_other else _("对照已保存，下次同样的表自动沿用。")
            messages.success(request, told)
            return HttpResponseRedirect(reverse("desk:delivery", args=[shown.file.delivery_id]))
    context = {
        "sheet": shown,
        "shown": shown_sheet(request, shown),
        "delivery": shown.file.delivery,
        "form": form,
        "columns": _columns(request, shown, form),
        "is_changeable": shown.file.delivery.state in CHANGEABLE,
    }
    return render(request, "desk/rosters/sheet.html", context, status=REFUSED if form.errors else 200)


@require_POST
@needs(Permission.IMPORT_ROSTERS)
def take_returned(request: DeskRequest, key: UUID) -> HttpResponse:
    """Hand out the rows that go back to the department, as the same sheet with a column of reasons."""
    shown = _sheet_or_404(request, key)
    if not shown.has_returned_file or not may_take(request, shown):
        raise Http404
    try:
        content = b"".join(returned_rows(shown))
        note_returned_taken(sheet=shown, by=request.officer, at=request.at)
    except (ContentDestroyed, NotPermitted) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:delivery", args=[shown.file.delivery_id]))
    stem = shown.path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
    answer = HttpResponse(content, content_type=_WORKBOOK)
    name = f"{stem} {shown.sheet} {_('退回')}.xlsx".replace("  ", " ")
    answer["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return answer


def _say(request: DeskRequest, shown: SheetRead, said: SheetSaid, *, is_other: bool) -> None:
    """Take what is said; only another kind has to be looked at in the background."""
    delivery, by, at = shown.file.delivery_id, request.officer, request.at
    if is_other:
        correct_and_try(delivery=delivery, said=[said], by=by, at=at)
    else:
        correct_sheets(delivery=delivery, said=[said], job=None, by=by, at=at)


def _sheet_or_404(request: DeskRequest, key: UUID) -> SheetRead:
    found = sheet_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _form(request: DeskRequest, shown: SheetRead) -> SheetForm:
    start = {"kind": shown.kind, **{f"column-{n}": column["field"] for n, column in enumerate(shown.columns)}}
    profile = load_profiles().by_kind.get(shown.kind)
    said = request.POST if request.method == "POST" else None
    return SheetForm(said, columns=shown.columns, profile=profile, initial=start)


def _fields(shown: SheetRead, form: SheetForm) -> dict[str, str]:
    return {
        column["name"]: form.cleaned_data[f"column-{number}"]
        for number, column in enumerate(shown.columns)
        if f"column-{number}" in form.cleaned_data
    }


def _columns(request: DeskRequest, shown: SheetRead, form: SheetForm) -> list[ColumnShown]:
    rows = sample_of(sheet=shown, scope=request.officer.scope)
    found = []
    for number, column in enumerate(shown.columns):
        how = Assurance(column["how"]) if column["how"] else None
        found.append(
            ColumnShown(
                letter=column["header"] or column["name"],
                cells=tuple(row[number] for row in rows if number < len(row) and row[number]),
                field=form[f"column-{number}"] if f"column-{number}" in form.fields else None,
                assurance=str(how.label) if how else "",
                is_doubtful=how in {Assurance.LIKELY, Assurance.UNSURE},
            )
        )
    return found
