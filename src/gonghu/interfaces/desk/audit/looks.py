"""Who looked at what (查阅记录): at one child, by one person."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.looks_together import looks_together
from gonghu.domain.access.queries import latest_looks
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.audit.look_rows import look_columns
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.tables import table_of, workbook_of
from gonghu.interfaces.desk.workbook_lists import offered_export

MOST = 1_000
MOST_TAKEN = 20_000


class LookFilter(DeskForm):
    """Whose looks, or looks at whom (筛选条件); both hold together."""

    name = forms.CharField(
        label=_("查阅人"), required=False, max_length=50, widget=forms.TextInput(attrs={"type": "search"})
    )
    child = forms.UUIDField(label=_("儿童编号"), required=False)
    unmasked = forms.BooleanField(label=_("只看未脱敏的"), required=False)


@require_safe
@needs(Permission.READ_AUDIT)
def looks(request: DeskRequest) -> HttpResponse:
    """List the looks at children's files in the districts whose audit somebody reads, the last first."""
    form = LookFilter(request.GET)
    found = latest_looks(scope=request.officer.scope, **_wanted(form), most=MOST)
    shown = looks_together(found)
    context = {
        "form": form,
        "looks": shown,
        "table": table_of(look_columns(), shown),
        "is_cut": len(found) == MOST,
        "is_filtered": bool(request.GET),
        **offered_export(request, "desk:export-looks"),
    }
    return render(request, "desk/audit/looks.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the looks as a workbook, of the districts where somebody reads the audit and may export."""
    scope = request.officer.scope.holding(Permission.EXPORT)
    found = latest_looks(scope=scope, **_wanted(LookFilter(request.GET)), most=MOST_TAKEN)
    return workbook_of(
        request, name=str(_("查阅记录")), kind="look", columns=look_columns(), rows=looks_together(found)
    )


def _wanted(form: LookFilter) -> dict[str, Any]:
    said: dict[str, Any] = form.said()
    child: UUID | None = said.get("child")
    return {"child_key": child, "name": said.get("name", ""), "unmasked": bool(said.get("unmasked"))}
