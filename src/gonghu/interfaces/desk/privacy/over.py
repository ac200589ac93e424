"""Pages of what is over (到期审查): a person decides about each record, and nothing is removed by itself."""

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
from gonghu.domain.access.operations import decide_retention
from gonghu.domain.access.operations.grants import PurposeMissing
from gonghu.domain.access.operations.retention import NotKeptLonger
from gonghu.domain.access.privacy_reading import RecordOver
from gonghu.domain.access.privacy_terms import RetentionChoice
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.privacy.forms import RetentionForm
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export
from gonghu.interfaces.desk.workbooks import workbook_response
from gonghu.usecases.review_what_is_over import what_is_over

REFUSED: Final = 422
MOST: Final = 200


@require_safe
@needs(Permission.APPROVE_ACCESS)
def over(request: DeskRequest) -> HttpResponse:
    """List the records whose time is over."""
    found = what_is_over(scope=request.officer.scope, on=timezone.localdate())
    names = names_of([each.record.division_code for each in found[:MOST]])
    rows = [{"over": each, "place": names[each.record.division_code]} for each in found[:MOST]]
    context = {"rows": rows, "count": len(found), "is_cut": len(found) > MOST}
    return render(request, "desk/privacy/over.html", {**context, **offered_export(request, "desk:export-over")})


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the records whose time is over as a workbook."""
    found = what_is_over(scope=request.officer.scope.holding(Permission.EXPORT), on=timezone.localdate())
    names = names_of([each.record.division_code for each in found])
    return workbook_response(
        request,
        name=str(_("到期审查")),
        columns=columns_of((_("记录"), 20), (_("所在"), 34), (_("办结"), 12), (_("期满"), 12), (_("内容"), 40)),
        rows=(
            (
                str(each.record.kind.label),
                names[each.record.division_code],
                each.record.closed_on,
                each.over_on,
                each.record.title,
            )
            for each in found
        ),
        kind="retention",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.APPROVE_ACCESS)
def decide(request: DeskRequest, key: UUID) -> HttpResponse:
    """Decide what becomes of one record."""
    shown = _waiting(request, key)
    form = RetentionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            decide_retention(
                record_kind=shown.record.kind,
                record_key=key,
                division_code=shown.record.division_code,
                choice=RetentionChoice(said["choice"]),
                until_on=said["until_on"],
                reason=said["reason"],
                by=request.officer,
                at=request.at,
            )
        except NotKeptLonger as refusal:
            form.refuse(refusal, "until_on")
        except (NotPermitted, PurposeMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("决定已登记。"))
            return HttpResponseRedirect(reverse("desk:over"))
    place = names_of([shown.record.division_code])[shown.record.division_code]
    context = {"form": form, "over": shown, "place": place}
    return render(request, "desk/privacy/decide.html", context, status=REFUSED if form.errors else 200)


def _waiting(request: DeskRequest, key: UUID) -> RecordOver:
    """Give the record unless it is out of scope or decided, which looks the same as none."""
    for each in what_is_over(scope=request.officer.scope, on=timezone.localdate()):
        if each.record.key == key:
            return each
    raise Http404
