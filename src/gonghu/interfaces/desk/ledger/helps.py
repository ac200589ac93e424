"""Help from others than the state (社会帮扶): the list, a new record, and one taken back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.ledger.models import HelpReceived
from gonghu.domain.ledger.operations import HelpNotFound, record_help, take_back_help
from gonghu.domain.ledger.queries import help_of_child, helps_in
from gonghu.domain.ledger.terms import HelpKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import places_shown
from gonghu.interfaces.desk.keyset import keyset_page
from gonghu.interfaces.desk.ledger.forms import HelpForm, WhyForm
from gonghu.interfaces.desk.ledger.shown import in_yuan, yuan
from gonghu.interfaces.desk.ledger.tabs import tabs_for
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.tables import Column, address_of, link, table_of, taken_along
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name

REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class HelpRow:
    """One help in a list (社会帮扶显示项)."""

    child: UUID
    name: str
    place: str
    kind: str
    giver: str
    words: str
    amount_fen: int
    given_on: date

    @property
    def worth(self) -> Decimal | None:
        """What it is worth in yuan, if that was said."""
        return in_yuan(self.amount_fen) if self.amount_fen else None


@require_safe
@needs(Permission.SEE_CHILDREN)
def helps(request: DeskRequest) -> HttpResponse:
    """List the help that children got, by place."""
    page = keyset_page(request, helps_in(scope=request.officer.scope))
    rows = _rows(request, page.rows)
    context = {
        "page": page,
        "rows": rows,
        "table": table_of(_columns(), rows),
        "tabs": tabs_for(request, "desk:helps"),
        **offered_export(request, "desk:export-helps"),
    }
    return render(request, "desk/ledger/helps.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page, of where somebody may export."""
    return taken_along(
        request,
        name=_("社会帮扶台账"),
        kind="help",
        columns=_columns(),
        found=helps_in(scope=request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: _rows(request, part),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def new_help(request: DeskRequest, key: UUID) -> HttpResponse:
    """Record what somebody gave a child, beside what it got before."""
    file, today = file_or_404(request, key), timezone.localdate()
    if not purpose_of(request):
        return ask_purpose(request, key)
    form = HelpForm(request.POST or None, today=today, initial={"given_on": today})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            record_help(
                child=key, kind=HelpKind(said["kind"]), giver=said["giver"], words=said["words"],
                amount_fen=said["amount"], given_on=said["given_on"], by=request.officer, at=request.at,
            )  # fmt: skip
        except HelpNotFound as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("社会帮扶已登记。"))
            return HttpResponseRedirect(reverse("desk:child-money", args=[key]))
    read_file(request, file.child.pk, file.child.division_code, ("help",), unmasked=False)
    context = {
        "file": file,
        "child": file.child,
        "form": form,
        "before": help_of_child(child=key, scope=request.officer.scope),
    }
    return render(request, "desk/ledger/new_help.html", context, status=REFUSED if form.errors else 200)


@require_POST
@needs(Permission.EDIT_CHILDREN)
def take_back(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take a wrong record back; it stays, with the reason beside it."""
    form = WhyForm(request.POST)
    try:
        if not form.is_valid():
            raise HelpNotFound(_("请写明更正理由。"))
        back = take_back_help(help_given=key, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
    except HelpNotFound as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:helps"))
    messages.success(request, _("已更正。"))
    return HttpResponseRedirect(reverse("desk:child-money", args=[back.child_id]))


def _rows(request: DeskRequest, found: Iterable[HelpReceived]) -> list[HelpRow]:
    helps_found = list(found)
    places = places_shown([each.division_code for each in helps_found], request.officer)
    return [
        HelpRow(
            each.child_id,
            masked_name(each.child.name),
            places[each.division_code],
            each.get_kind_display(),
            each.giver,
            each.words,
            each.amount_fen or 0,
            each.given_on,
        )
        for each in helps_found
    ]


def _columns() -> list[Column[HelpRow]]:
    file_of = address_of("desk:child")
    place, kind, giver, words = map(attrgetter, ("place", "kind", "giver", "words"))
    return [
        Column(_("姓名"), lambda row: link(file_of(row.child), row.name), attrgetter("name"), 10, "name"),
        Column(_("村（居）"), place, place, 32),
        Column(_("种类"), kind, kind, 12),
        Column(_("帮扶方"), giver, giver, 24),
        Column(_("内容"), words, words, 32),
        Column(_("金额或折价（元）"), lambda row: yuan(row.amount_fen), attrgetter("worth"), 16, "number"),
        Column(_("日期"), lambda row: row.given_on.isoformat(), attrgetter("given_on"), 12, "code"),
    ]
