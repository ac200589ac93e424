"""The yearly rounds of enrolment (参保轮次): the list, a new one, one with its steps and sums."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown
from gonghu.domain.benefits.operations import BatchThere, NobodyListed
from gonghu.domain.benefits.operations.applying import ProcedureNotThere
from gonghu.domain.insurance.models import EnrolmentRound
from gonghu.domain.insurance.operations import (
    PremiumUnknown,
    RoundExists,
    RoundSettled,
    RoundWanted,
    open_round,
)
from gonghu.domain.insurance.queries import answers_of, invoices_of, reckoning_of, round_by_key, rounds_in, sent_of
from gonghu.domain.insurance.schemes import PersonClass, scheme_of
from gonghu.domain.insurance.shelf import is_kept
from gonghu.domain.insurance.terms import NOT_INSURED
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.insurance.forms import AnswerForm, InvoiceForm, RoundForm, SettleForm
from gonghu.interfaces.desk.places import names_of, own_area
from gonghu.interfaces.desk.sentences import refused
from gonghu.interfaces.desk.workbook_lists import columns_of, offered_export, rows_with_places
from gonghu.interfaces.desk.workbooks import WorkbookCell, workbook_response
from gonghu.standards.division_code import Level
from gonghu.standards.money import format_yuan
from gonghu.usecases.insure import bring_list_up_to_date
from gonghu.usecases.orphan_medical_batch import has_medical_subsidy, propose_medical_subsidy

REFUSED: Final = 422


@dataclass(frozen=True, slots=True)
class ClassShown:
    """One class of persons of a round (人员类别显示项)."""

    of: PersonClass
    premium: str
    basis: str
    enrolled: str
    total: str


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def insurance(request: DeskRequest) -> HttpResponse:
    """List the rounds that somebody manages."""
    found = list(rounds_in(scope=request.officer.scope))
    names = names_of([each.division_code for each in found])
    rows = [{"round": each, "place": names[each.division_code]} for each in found]
    context = {"rows": rows, "may_open": bool(_county(request)), **offered_export(request, "desk:export-insurance")}
    return render(request, "desk/insurance/rounds.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the rounds as a workbook."""

    def line(each: EnrolmentRound, place: str) -> Sequence[WorkbookCell]:
        return each.year, place, each.opens_on, each.closes_on, each.get_state_display()

    titled = (_("年度"), 8), (_("区县"), 24), (_("集中参保期开始"), 14), (_("集中参保期结束"), 14), (_("状态"), 14)
    return workbook_response(
        request,
        name=_("参保轮次"),
        columns=columns_of(*titled),
        rows=rows_with_places(rounds_in(scope=request.officer.scope.holding(Permission.EXPORT)), line),
        kind="enrolment_round",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_INSURANCE)
def new_round(request: DeskRequest) -> HttpResponse:
    """Open the round of the officer's county for a year."""
    county = _county(request)
    if not county:
        raise Http404
    classes = scheme_of(division_code=county).classes
    form = RoundForm(request.POST or None, classes=classes, initial={"year": request.at.year + 1})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        wanted = RoundWanted(
            year=said["year"],
            division_code=county,
            opens_on=said["opens_on"],
            closes_on=said["closes_on"],
            premiums=form.premiums,
            basis=said["basis"],
            fund=said["fund"],
        )
        try:
            made = open_round(wanted=wanted, by=request.officer, at=request.at)
        except (NotPermitted, PremiumUnknown, RoundExists) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("轮次已建立。下一步：更新名单，把应参保的儿童列进来。"))
            return HttpResponseRedirect(reverse("desk:enrolment", args=[made.pk]))
    unknown = [each.name for each in classes if each.premium_fen is None]
    context = {"form": form, "place": names_of([county])[county], "unknown": unknown}
    return render(request, "desk/insurance/new_round.html", context, status=REFUSED if form.errors else 200)


@require_safe
@needs(Permission.MANAGE_INSURANCE)
def enrolment(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a round: its premiums, its steps, and how the sums agree."""
    return page_of_round(request, round_or_404(request, key))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def update(request: DeskRequest, key: UUID) -> HttpResponse:
    """Put whoever is entitled and not on the list yet on it."""
    found = round_or_404(request, key)
    try:
        done = bring_list_up_to_date(enrolment=found, by=request.officer, at=request.at)
    except (NotPermitted, RoundSettled) as refusal:
        messages.error(request, refused(refusal))
    else:
        told = {"added": done.added, "known": done.known, "elsewhere": len(done.elsewhere)}
        messages.success(
            request,
            _("名单已更新：新列入 %(added)s 人，原有 %(known)s 人，另有 %(elsewhere)s 人已在别的区县列入。") % told,
        )
    return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))


@require_POST
@needs(Permission.MANAGE_INSURANCE)
def subsidy(request: DeskRequest, key: UUID) -> HttpResponse:
    """Propose the yearly medical subsidy of orphans who paid themselves."""
    found = round_or_404(request, key)
    try:
        batch = propose_medical_subsidy(enrolment=found, by=request.officer, at=request.at)
    except NobodyListed:
        messages.info(request, _("没有在他处自行缴费的孤儿：保费都已由本轮直接缴纳，不再重复补助。"))
    except (NotPermitted, BatchThere, LineUnknown, ProcedureNotThere, ValueError) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("已提出“%(name)s”，等待另一位工作人员确认。") % {"name": batch.name})
    return HttpResponseRedirect(reverse("desk:enrolment", args=[key]))


def round_or_404(request: DeskRequest, key: UUID) -> EnrolmentRound:
    """
    Give a round that the officer manages.

    :raises Http404: it is out of scope, or there is none
    """
    found = round_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def page_of_round(request: DeskRequest, found: EnrolmentRound, *, status: int = 200, **said: Any) -> HttpResponse:
    """Show a round with the forms of its steps; ``said`` takes the place of what they begin with."""
    scope = request.officer.scope
    reckoning = reckoning_of(enrolment=found.pk, scope=scope)
    context = {
        "round": found,
        "place": names_of([found.division_code])[found.division_code],
        "classes": [_class(found, each, reckoning) for each in scheme_of(division_code=found.division_code).classes],
        "reckoning": reckoning,
        "sums": _sums(reckoning),
        "sent": [(each, is_kept(each.pk)) for each in sent_of(enrolment=found.pk, scope=scope)],
        "answers": list(answers_of(enrolment=found.pk, scope=scope)),
        "invoices": [
            {"invoice": each, "yuan": format_yuan(each.amount_fen)}
            for each in invoices_of(enrolment=found.pk, scope=scope)
        ],
        "gap_states": sorted(NOT_INSURED),
        "has_subsidy": has_medical_subsidy(enrolment=found, at=request.at),
        "may_hand_over": scope.has(Permission.EXPORT) and scope.has(Permission.UNMASK),
        "answer_form": AnswerForm(),
        "invoice_form": InvoiceForm(),
        "settle_form": SettleForm(),
        **said,
    }
    return render(request, "desk/insurance/round.html", context, status=status)


def _class(found: EnrolmentRound, of: PersonClass, reckoning: Any) -> ClassShown:
    said = found.premiums.get(of.code, {})
    amount = reckoning.by_class.get(of.code) if reckoning else None
    return ClassShown(
        of,
        format_yuan(int(said.get("fen", 0))),
        str(said.get("basis", "")),
        str(amount.persons) if amount else "0",
        format_yuan(amount.fen) if amount else "0.00",
    )


def _sums(reckoning: Any) -> list[tuple[str, int, str, str]]:
    """Write the sums of a round from top to bottom, each with the state its list shows."""
    if reckoning is None:
        return []
    parts = (
        (_("已报送"), reckoning.sent, ""),
        (_("其中：他处已参保"), reckoning.elsewhere, "ELSEWHERE"),
        (_("其中：未能参保"), reckoning.refused, "REFUSED"),
        (_("其中：还没有回执"), reckoning.unanswered, "ELIGIBLE"),
        (_("已资助参保"), reckoning.enrolled, "ENROLLED"),
        (_("通知单"), reckoning.invoiced, ""),
        (_("相差"), reckoning.difference, ""),
        (_("尚未报送"), reckoning.waiting, "ELIGIBLE"),
    )
    return [(str(name), amount.persons, format_yuan(amount.fen), state) for name, amount, state in parts]


def _county(request: DeskRequest) -> str:
    """Give the county for which the officer opens rounds, empty where the post is of no county."""
    area = own_area(request.officer, Permission.MANAGE_INSURANCE)
    return area.low if area.level == Level.COUNTY else ""
