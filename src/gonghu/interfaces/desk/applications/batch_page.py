"""The page of a batch (批次页面): what it gives, its list, and once it is confirmed who has signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.handling import PROVES
from gonghu.domain.benefits.models import Batch, BatchChild
from gonghu.domain.benefits.queries import batch_by_key, receipts_of_batch
from gonghu.domain.benefits.terms import BatchState, Handover
from gonghu.domain.divisions.terms import Area
from gonghu.domain.payments.queries import at_bank
from gonghu.domain.people.queries import names_of_children
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.interfaces.desk.applications.forms import DecisionForm
from gonghu.interfaces.desk.applications.receipt_forms import HandoverFilter, SheetForm, SignedForm
from gonghu.interfaces.desk.applications.words import line_shown, month_shown, yuan_shown
from gonghu.interfaces.desk.children.rows import category_shown, places_shown
from gonghu.interfaces.desk.chips import chips_of
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.tables import Column, link, mark, table_of, tick
from gonghu.standards.masking import masked_name
from gonghu.usecases.sign_for_gifts import Handing, handing_of, listed_in

_LOOKS: Final = {
    Handover.BY_BANK: "good",
    Handover.BY_HAND: "good",
    Handover.CAME_BACK: "bad",
    Handover.UNSIGNED: "plain",
}


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One child on the list of a batch, and whether somebody has signed (批次名单显示项)."""

    batch: UUID
    child: UUID
    name: str
    place: str
    category: str
    state: Handover
    words: str


def gift_or_404(request: DeskRequest, key: UUID) -> Batch:
    """
    Give a batch unless it is out of scope, or nobody on its list is in it, which looks the same as none.

    :raises Http404: it is
    """
    found = batch_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def page_of_batch(
    request: DeskRequest,
    found: Batch,
    *,
    status: int = 200,
    signed_form: SignedForm | None = None,
    sheet_form: SheetForm | None = None,
    ticked: frozenset[UUID] = frozenset(),
    **more: Any,
) -> HttpResponse:
    """Show a batch with its list, and once it is confirmed who has signed."""
    by, scope = request.officer, request.officer.scope
    form = HandoverFilter(request.GET)
    said = form.said()
    state = Handover(said["state"]) if said.get("state") else None
    area = Area.of(said["place"]) if said.get("place") else None
    is_signed_for = found.state == BatchState.CONFIRMED and found.through_month is None
    page = page_of_rows(request, listed_in(batch=found, scope=scope, state=state if is_signed_for else None, area=area))
    rows = gift_rows(page.rows, found, by)
    may_sign = is_signed_for and any(scope.has(permission) for permission in PROVES)
    columns = _columns(ticks=may_sign, states=is_signed_for, ticked=ticked)
    context: dict[str, Any] = {
        **_given(found, request.officer),
        "rows": rows,
        "table": table_of(columns, rows),
        "page": page,
        "filter": form,
        "chips": chips_of(request, form),
        "is_filtered": bool(request.GET),
        "form": DecisionForm(),
        "is_signed_for": is_signed_for,
        "may_sign": may_sign,
        "may_print": is_signed_for and scope.has(Permission.EXPORT) and scope.has(Permission.UNMASK),
        "signed_form": signed_form or SignedForm(initial={"received_on": timezone.localdate()}),
        "sheet_form": sheet_form or SheetForm(),
        **more,
    }
    if is_signed_for:
        context["handing"] = _told(handing_of(batch=found, scope=scope))
    return render(request, "desk/applications/batch.html", context, status=status)


def _given(found: Batch, by: Officer) -> dict[str, Any]:
    """Say what a batch gives, and who may decide it."""
    waits = found.state == BatchState.PROPOSED
    confirms = by.scope.allows(Permission.CONFIRM_APPLICATIONS, found.division_code)
    months = [month_shown(found.month), month_shown(found.through_month)]
    return {
        "batch": found,
        "state": BatchState(found.state).label,
        "line": line_shown(found.line, found.division_code, by.scope, timezone.localdate()),
        "amount": yuan_shown(found.amount_fen),
        "total": yuan_shown(found.total_fen),
        "months": " — ".join(filter(None, months)),
        "may_decide": waits and confirms and found.first_by_id != by.account,
        "is_own": waits and found.first_by_id == by.account,
    }


def state_mark(row: GiftRow) -> SafeString:
    """Show whether somebody has signed."""
    return mark(_LOOKS.get(row.state, "wait"), str(row.state.label))


def gift_rows(found: Sequence[BatchChild], of: Batch, by: Officer) -> list[GiftRow]:
    """Write the list of a batch as its page shows it; one whose file is hidden from the officer is left out."""
    children = {each.child_id for each in found}
    names = names_of_children(children=children, scope=by.scope)
    places = places_shown([each.division_code for each in found], by)
    by_hand = {each.child_id: each for each in receipts_of_batch(batch=of.pk, scope=by.scope, children=children)}
    by_bank = at_bank(batch=of.pk, children=children, scope=by.scope)
    rows = []
    for each in found:
        if each.child_id not in names:
            continue
        receipt, bank = by_hand.get(each.child_id), by_bank.get(each.child_id)
        state, words = bank.state if bank else Handover.UNSIGNED, f"{bank.on}" if bank and bank.on else ""
        if receipt is not None:
            state = Handover.BY_HAND
            words = f"{receipt.received_on} {masked_name(receipt.signed_by)}（{receipt.relation}）"
        rows.append(
            GiftRow(
                of.pk,
                each.child_id,
                masked_name(names[each.child_id]),
                places[each.division_code],
                category_shown(each.category, each.division_code, by.scope),
                state,
                words,
            )
        )
    return rows


def _columns(*, ticks: bool, states: bool, ticked: frozenset[UUID]) -> list[Column[GiftRow]]:
    columns: list[Column[GiftRow]] = []
    if ticks:
        columns.append(Column(_("选"), lambda row: _tick(row, ticked), look="no-print"))
    columns += [
        Column(_("姓名"), lambda row: link(_address(row), row.name) if states else row.name, look="name"),
        Column(_("村（居）"), lambda row: row.place),
        Column(_("类别"), lambda row: row.category),
    ]
    if states:
        columns += [
            Column(_("签收"), state_mark),
            Column(_("签收情况"), lambda row: row.words),
        ]
    return columns


def _tick(row: GiftRow, ticked: frozenset[UUID]) -> str:
    return tick(row.child, row.name, is_ticked=row.child in ticked) if row.state is Handover.UNSIGNED else ""


def _address(row: GiftRow) -> str:
    return reverse("desk:batch-signed", args=[row.batch, row.child])


def _told(handing: Handing) -> dict[str, Any]:
    """Write the sums of a batch: who has it, who has not, and what is left of the budget."""
    shown = (
        (_("已签收"), handing.signed, ""),
        *((str(state.label), amount, state.value) for state, amount in handing.states.items() if amount.persons),
        (_("合计"), handing.listed, ""),
    )
    return {
        "sums": [(name, amount.persons, yuan_shown(amount.fen), state) for name, amount, state in shown],
        "budgets": [
            (
                each.fund.name,
                each.year,
                yuan_shown(each.budget_fen),
                yuan_shown(each.spent_fen),
                yuan_shown(each.left_fen),
            )
            for each in handing.budgets
        ],
    }
