"""Who looked at what (查阅记录): at one child, by one person."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from gonghu.domain.access.looks_together import looks_together
from gonghu.domain.access.queries import latest_looks
from gonghu.domain.access.terms import Permission
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.forms import DeskForm

MOST = 1_000


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
    said: dict[str, Any] = form.said()
    child: UUID | None = said.get("child")
    found = latest_looks(
        scope=request.officer.scope,
        child_key=child,
        name=said.get("name", ""),
        unmasked=bool(said.get("unmasked")),
        most=MOST,
    )
    context = {
        "form": form,
        "looks": looks_together(found),
        "is_cut": len(found) == MOST,
        "is_filtered": bool(request.GET),
    }
    return render(request, "desk/audit/looks.html", context)
