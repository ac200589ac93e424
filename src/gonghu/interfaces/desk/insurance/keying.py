"""The keying list of the national system (待录入清单): what waits, one row to type from, who keyed it in when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted, Officer
from gonghu.domain.access.scope import told_to
from gonghu.domain.access.terms import VERIFIED, Permission, SealedKind
from gonghu.domain.benefits.lines import LineUnknown, line_of
from gonghu.domain.divisions.terms import Area
from gonghu.domain.insurance.models import KeyingItem
from gonghu.domain.insurance.operations import NotKeyed, key_in, undo_keying
from gonghu.domain.insurance.queries import keying_items_in
from gonghu.domain.insurance.terms import KeyingKind
from gonghu.domain.people.queries import ALL_FILES, children_in, names_of_children
from gonghu.foundation.labels import worded
from gonghu.foundation.read_keys import keys_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.insurance.forms import ALL, KEYED, KeyedForm, KeyingFilter, UndoForm
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.places import own_area
from gonghu.interfaces.desk.sentences import refused, sentence
from gonghu.interfaces.desk.tables import Column, address_of, link, mark, taken_along, tick
from gonghu.standards.masking import masked_name
from gonghu.usecases.keying_list import bring_keying_list_up_to_date

REFUSED: Final = 422
_MOST: Final = 500


@dataclass(frozen=True, slots=True)
class KeyingRow:
    """One row of the keying list (待录入显示项)."""

    key: UUID
    name: str
    place: str
    category: str
    kind: str
    told: str
    arose_on: date
    keyed_on: date | None
    keyed_label: str


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def keying(request: DeskRequest) -> HttpResponse:
    """List what is to be keyed in, what waits longest first."""
    form = KeyingFilter(request.GET)
    scope = request.officer.scope
    page = page_of_rows(request, keying_items_in(scope=scope, **_wanted(form.said())))
    rows = keying_rows(page.rows, request.officer)
    ticks: list[Column[KeyingRow]] = [
        Column(_("选"), lambda row: "" if row.keyed_on else tick(row.key, row.name), look="no-print")
    ]
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=[*ticks, *keying_columns()], export="desk:export-keying"
        ),
        "keyed_form": KeyedForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "desk/insurance/keying.html", context)


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def update(request: DeskRequest) -> HttpResponse:
    """List what grants and endings have brought since."""
    area = own_area(request.officer, Permission.MANAGE_INSURANCE)
    try:
        count = bring_keying_list_up_to_date(area=area, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("清单已更新，新增 %(n)s 项。") % {"n": count})
    return HttpResponseRedirect(reverse("desk:keying"))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def done(request: DeskRequest) -> HttpResponse:
    """Note that the ticked rows were keyed in."""
    form, keys = KeyedForm(request.POST), keys_of(request.POST.getlist("keys")[:_MOST])
    if not keys:
        messages.error(request, _("请先勾选已经录入的事项。"))
    elif not form.is_valid():
        messages.error(request, _("请填写录入日期。"))
    else:
        seen = {each.pk for each in keying_items_in(scope=request.officer.scope).filter(pk__in=keys)}
        try:
            count = key_in(items=seen, on=form.cleaned_data["on"], by=request.officer, at=request.at)
        except (NotPermitted, NotKeyed) as refusal:
            messages.error(request, refused(refusal))
        else:
            messages.success(request, _("已登记 %(n)s 项录入完成。") % {"n": count})
    return HttpResponseRedirect(reverse("desk:keying"))


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, masked as on the page."""
    by, wanted = request.officer, _wanted(KeyingFilter(request.GET).said())
    return taken_along(
        request,
        name=_("待录入清单"),
        kind="keying_item",
        columns=keying_columns(),
        found=keying_items_in(scope=by.scope.holding(Permission.EXPORT), **wanted),
        rows=lambda part: keying_rows(part, by),
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE)
def item(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show one row with all that the form of the national system asks for; take an entry back."""
    scope = request.officer.scope
    found = keying_items_in(scope=scope, keyed=None, key=key).first()
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=found.child_id).first() if found else None
    if found is None or child is None:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = UndoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            undo_keying(item=found.pk, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        except (NotPermitted, NotKeyed) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已撤销，这一项回到待录入清单。"))
            return HttpResponseRedirect(reverse("desk:keying-item", args=[key]))
    read_file(request, child.pk, child.division_code, ("keying",), unmasked=False)
    (row,) = keying_rows([found], request.officer)
    context = {
        "item": found,
        "row": row,
        "told": _told(found, request.officer),
        "child": child_line(request, child),
        "form": form,
        "keyed_form": KeyedForm(initial={"on": timezone.localdate()}),
    }
    return render(request, "desk/insurance/keying_item.html", context, status=REFUSED if form.errors else 200)


def keying_rows(found: Sequence[KeyingItem], by: Officer) -> list[KeyingRow]:
    """Write rows of the keying list as a page shows them; one whose child is hidden is left out."""
    names = names_of_children(children={each.child_id for each in found}, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    return [
        KeyingRow(
            each.pk,
            masked_name(names[each.child_id]),
            places[each.division_code],
            category_shown(each.category, each.division_code, by.scope),
            str(KeyingKind(each.kind).label),
            "；".join(f"{name}：{words}" for name, words in _told(each, by)),
            each.arose_on,
            each.keyed_on,
            each.keyed_label,
        )
        for each in found
        if each.child_id in names
    ]


def keying_columns() -> list[Column[KeyingRow]]:
    """Give the columns of the keying list."""
    page_of, name, place = address_of("desk:keying-item"), attrgetter("name"), attrgetter("place")
    kind, told, category = attrgetter("kind"), attrgetter("told"), attrgetter("category")
    label = attrgetter("keyed_label")
    return [
        Column(_("种类"), lambda row: link(page_of(row.key), row.kind), kind, 8, "name"),
        Column(_("姓名"), name, name, 10, "name"),
        Column(_("村（居）"), place, place, 30),
        Column(_("类别"), category, category, 18),
        Column(_("录入内容"), told, told, 50),
        Column(_("产生日期"), lambda row: row.arose_on.isoformat(), attrgetter("arose_on"), 12, "code"),
        Column(_("录入"), _keyed),
        Column(_("录入日期"), taken=attrgetter("keyed_on"), width=12),
        Column(_("录入人"), taken=label, width=16),
    ]


def _keyed(row: KeyingRow) -> Any:
    if row.keyed_on is None:
        return mark("wait", _("待录入"))
    return mark("good", f"{row.keyed_on.isoformat()} {sentence(row.keyed_label)}")


def _told(found: KeyingItem, by: Officer) -> list[tuple[str, str]]:
    """Give what has to be typed, as the officer may be told it; a secret reason hides all that would tell it."""
    said: dict[str, Any] = found.facts
    secret = str(said.get("sealed", ""))
    told = [
        (_("项目"), _line(found, by)),
        (_("养育方式"), said.get("care_form", "")),
        (_("起始月份"), said.get("from_month", "")),
        (_("退出原因"), _secret(found, by, secret, said.get("reason", ""))),
        (_("情形发生日期"), _secret(found, by, secret, said.get("happened_on", ""))),
        (_("退出日期"), said.get("left_on", "")),
        (_("末领年月"), said.get("last_month", "")),
        (_("其他"), _secret(found, by, secret, said.get("more", ""))),
        (_("附件"), _("%(n)s 件") % {"n": said["papers"]} if said.get("papers") else ""),
        (_("决定文书"), said.get("decision", "")),
        (_("决定日期"), said.get("decided_on", "")),
    ]
    return [(str(name), worded(words)) for name, words in told if words]


def _secret(found: KeyingItem, by: Officer, secret: str, words: Any) -> str:
    if not secret:
        return str(words)
    kind = SealedKind(secret)
    told = told_to(scope=by.scope, kind=kind, value=str(words), division_code=found.division_code)
    return told if told != VERIFIED or words else ""


def _line(found: KeyingItem, by: Officer) -> str:
    code = str(found.facts.get("line", ""))
    try:
        line = line_of(code=code, division_code=found.division_code, on=found.arose_on)
    except LineUnknown:
        return code
    return line.name_for(by.scope, found.division_code)


def _wanted(said: dict[str, Any]) -> dict[str, Any]:
    state = said.get("state")
    return {
        "keyed": None if state == ALL else state == KEYED,
        "kind": KeyingKind(said["kind"]) if said.get("kind") else None,
        "area": Area.of(said["place"]) if said.get("place") else None,
    }
