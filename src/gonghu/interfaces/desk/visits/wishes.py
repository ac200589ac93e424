"""Wishes and needs (需要与心愿): the list, one of them with what is done about it, and the list for donors."""

from collections.abc import Callable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.ledger.operations import HelpNotFound
from gonghu.domain.ledger.queries import help_of_child
from gonghu.domain.ledger.terms import HelpKind
from gonghu.domain.organisations.queries import organisations_in
from gonghu.domain.visits.models import Wish
from gonghu.domain.visits.operations import keep_back_wish, take_wish
from gonghu.domain.visits.operations.wishing import NoSuchWish, TakerFacts, WishEmpty, WishSettled, WordsTellTooMuch
from gonghu.domain.visits.queries import WishFilters, wish_steps, wishes_in
from gonghu.domain.visits.terms import UNSETTLED, WishKind, WishState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import read_at_work
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.keyset import keyset_page, order_of
from gonghu.interfaces.desk.lists import list_shown
from gonghu.interfaces.desk.saved_filters.shown import kept_filters
from gonghu.interfaces.desk.tables import table_of, taken_along, workbook_of
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.wish_forms import (
    EVERY,
    OVERDUE,
    GiveBackForm,
    GiveForm,
    ReleaseForm,
    TakeWishForm,
    WishFilter,
    WishForm,
)
from gonghu.interfaces.desk.visits.wish_shown import (
    donor_columns,
    donor_rows,
    wish_columns,
    wish_rows,
    wish_state,
)
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.usecases.fulfil_a_wish import GiftFacts, end_wish, hand_over_gift, let_it_wait_again, release_for_donors

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, NoSuchWish, WishSettled, WishEmpty, WordsTellTooMuch, HelpNotFound)
_MOST_TOLD: Final = 1_000


@require_safe
@needs(Permission.SEE_CHILDREN)
def wishes(request: DeskRequest) -> HttpResponse:
    """List the wishes and needs somebody sees; the filters hold together."""
    form, today = WishFilter(request.GET), timezone.localdate()
    said = form.said()
    # What has waited longest stands first, and of what is over the last.
    by = order_of(request.officer, said.get("place", ""), day="-made_on" if said.get("state") else "made_on")
    page = keyset_page(request, _wanted(said, request.officer.scope), by=by)
    rows = wish_rows(request, page.rows, today)
    context = {
        **list_shown(
            request, form=form, page=page, rows=rows, columns=wish_columns(request), export="desk:export-wishes"
        ),
        "kept": kept_filters(request, "wishes"),
        "tabs": tabs_for(request, "desk:wishes"),
        "sees_donors_list": request.officer.scope.has(Permission.ASSIGN_TASKS),
    }
    return render(request, "desk/visits/wishes.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    said, today = WishFilter(request.GET).said(), timezone.localdate()
    return taken_along(
        request,
        name=str(_("需要与心愿")),
        kind="wish",
        columns=wish_columns(request),
        found=_wanted(said, request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: wish_rows(request, part, today),
    )


@require_safe
@needs(Permission.ASSIGN_TASKS)
def for_donors(request: DeskRequest) -> HttpResponse:
    """Show the list for donors as it goes out: nobody's name, no place below the county."""
    rows = donor_rows(_told(request.officer.scope), timezone.localdate())
    context = {
        "rows": rows,
        "table": table_of(donor_columns(), rows),
        "tabs": tabs_for(request, "desk:wishes"),
        **offered_export(request, "desk:export-wishes-for-donors"),
    }
    return render(request, "desk/visits/wishes_for_donors.html", context)


@require_POST
@needs(Permission.EXPORT)
def export_for_donors(request: DeskRequest) -> HttpResponse:
    """Give the list for donors as a workbook, which names nobody, not even who took it out."""
    found, today = _told(request.officer.scope.holding(Permission.EXPORT)), timezone.localdate()
    note = _("%(day)s · 不含儿童姓名和住处；想认领的，请报编号联系当地民政部门。") % {"day": today.isoformat()}
    rows = donor_rows(found, today)
    return workbook_of(request, name=str(_("捐助清单")), kind="wish", columns=donor_columns(), rows=rows, note=note)


@require_safe
@needs(Permission.RECORD_VISITS, Permission.EDIT_CHILDREN, Permission.ASSIGN_TASKS)
def wish(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a wish or need with its course and what can be done next."""
    return _page(request, _wish(request, key))


@require_http_methods(["GET", "POST"])
@needs(Permission.RECORD_VISITS, Permission.EDIT_CHILDREN, Permission.ASSIGN_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Let somebody take a wish up, hand it over, give it back, settle it, or let it out to donors."""
    if act not in ACTS:
        raise Http404
    shown = _wish(request, key)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:wish", args=[key]))
    done, said = ACTS[act]
    form = _form(act, request.POST)
    if form.is_valid():
        try:
            done(request, shown, form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(said))
            return HttpResponseRedirect(reverse("desk:wish", args=[key]))
    return _page(request, shown, **{act: form})


def _take(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    name, today = said["taker"].strip(), timezone.localdate()
    known = next((each for each in organisations_in(scope=Area(""), on=today, text=name) if each.name == name), None)
    taker = TakerFacts(name, said["due_on"], known.pk if known else None)
    take_wish(wish=shown.pk, taker=taker, on=today, by=request.officer, at=request.at)


def _give(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    gift = GiftFacts(HelpKind(said["kind"]), said["words"], said["amount"], said["given_on"], said["evidence"])
    hand_over_gift(wish=shown, gift=gift, by=request.officer, at=request.at)


def _give_back(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    let_it_wait_again(wish=shown.pk, reason=said["reason"], by=request.officer, at=request.at)


def _settle(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    state, today = WishState(said["state"]), timezone.localdate()
    end_wish(wish=shown, state=state, note=said["note"], on=today, by=request.officer, at=request.at)


def _release(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    release_for_donors(wish=shown, words=said["words"], by=request.officer, at=request.at)


def _keep_back(request: DeskRequest, shown: Wish, said: dict[str, Any]) -> None:
    del said
    keep_back_wish(wish=shown.pk, by=request.officer, at=request.at)


Act = Callable[[DeskRequest, Wish, dict[str, Any]], None]
ACTS: Final[dict[str, tuple[Act, object]]] = {
    "take": (_take, _("已认领。过了约定日期还没办好的，会成为一项任务。")),
    "give": (_give, _("已登记交付，记入孩子的社会帮扶。")),
    "give-back": (_give_back, _("已退回待认领。")),
    "settle": (_settle, _("心愿已办结。")),
    "release": (_release, _("已放入捐助清单。")),
    "keep-back": (_keep_back, _("已移出捐助清单。")),
}


def _form(act: str, said: Any = None) -> DeskForm:
    today = timezone.localdate()
    match act:
        case "take":
            return TakeWishForm(said, prefix=act, today=today)
        case "give":
            return GiveForm(said, prefix=act, today=today, initial={"given_on": today})
        case "give-back":
            return GiveBackForm(said, prefix=act)
        case "settle":
            return WishForm(said, prefix=act)
        case "release":
            return ReleaseForm(said, prefix=act)
        case _:
            return DeskForm(said, prefix=act)


def _page(request: DeskRequest, shown: Wish, **forms: DeskForm) -> HttpResponse:
    scope, today = request.officer.scope, timezone.localdate()
    (row,) = wish_rows(request, [shown], today)
    offered = _offered(scope, shown)
    read_at_work(request, shown.child_id, shown.division_code, "wish", "办理微心愿")
    context = {
        "wish": shown,
        "row": row,
        "state": wish_state(row),
        "steps": wish_steps(wish=shown.pk, scope=scope),
        "before": help_of_child(child=shown.child_id, scope=scope),
        "keeps_back": "keep-back" in offered,
        **{act.replace("-", "_"): forms.get(act) or _form(act) for act in offered if act != "keep-back"},
    }
    return render(request, "desk/visits/wish.html", context, status=REFUSED if forms else 200)


def _offered(scope: Scope, shown: Wish) -> list[str]:
    """Say which acts somebody may do on a wish as it stands."""

    def may(permission: Permission) -> bool:
        return scope.holding(permission).allows(permission, shown.division_code)

    found = []
    if shown.state == WishState.OPEN and may(Permission.EDIT_CHILDREN):
        found.append("take")
    if shown.state == WishState.TAKEN and may(Permission.EDIT_CHILDREN):
        found += ["give", "give-back"]
    if shown.state in UNSETTLED and may(Permission.RECORD_VISITS):
        found.append("settle")
    if may(Permission.ASSIGN_TASKS):
        if shown.state == WishState.OPEN and not shown.told:
            found.append("release")
        if shown.state in UNSETTLED and shown.told:
            found.append("keep-back")
    return found


def _wish(request: DeskRequest, key: UUID) -> Wish:
    found = wishes_in(scope=request.officer.scope).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


def _told(scope: Scope) -> list[Wish]:
    filters = WishFilters(states=frozenset({WishState.OPEN}), is_told=True)
    return list(wishes_in(scope=scope, filters=filters, permission=Permission.ASSIGN_TASKS)[:_MOST_TOLD])


def _wanted(said: dict[str, Any], scope: Scope) -> QuerySet[Wish]:
    state, today = said.get("state"), timezone.localdate()
    states = frozenset(WishState) if state == EVERY else frozenset({WishState(state)}) if state else UNSETTLED
    filters = WishFilters(
        area=Area.of(said["place"]) if said.get("place") else None,
        kind=WishKind(said["kind"]) if said.get("kind") else None,
        states=states,
    )
    if said.get("band"):
        filters = filters.of_band(said["band"], today)
    if waiting := said.get("waiting"):
        filters = filters.overdue(today) if waiting == OVERDUE else filters.waiting(int(waiting), today)
    return wishes_in(scope=scope, filters=filters)
