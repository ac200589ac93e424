"""Contracts for services (购买服务合同): the list with what ends soon, a new one, an early end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.organisations.models import Organisation, ServiceContract
from gonghu.domain.organisations.operations import end_contract, sign_contract
from gonghu.domain.organisations.queries import (
    NoSuchOrganisation,
    contract_by_key,
    contracts_in_force,
    organisation_by_key,
    organisations_in,
)
from gonghu.domain.organisations.terms import OrganisationKind
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.organisations.act_forms import ContractFilter, ContractForm, EndForm
from gonghu.interfaces.desk.organisations.acting import act, managed, who
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.interfaces.desk.workbooks import WorkbookCell, WorkbookColumn, workbook_response
from gonghu.standards.money import format_yuan

_SOON: Final = timedelta(days=60)
_PROVIDERS: Final = frozenset(
    {
        OrganisationKind.AGENCY, OrganisationKind.CHARITY, OrganisationKind.WELFARE_INSTITUTION,
        OrganisationKind.PROTECTION_CENTRE, OrganisationKind.HOSPITAL, OrganisationKind.SCHOOL,
    }
)  # fmt: skip
_COLUMNS: Final = (
    (_("合同编号"), 18), (_("项目名称"), 34), (_("购买方"), 28), (_("承接方"), 28), (_("自"), 12), (_("至"), 12),
    (_("金额（元）"), 14),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ContractShown:
    """One contract, and how long it still holds (合同显示项)."""

    contract: ServiceContract
    days_left: int
    ends_soon: bool
    amount_yuan: str

    @classmethod
    def of(cls, contract: ServiceContract, on: date) -> "ContractShown":
        """Give how a contract looks on a day."""
        last = contract.to_on or contract.agreed_to_on
        return cls(contract, (last - on).days, last - on <= _SOON, format_yuan(contract.amount_fen))


@require_safe
@needs(Permission.MANAGE_ORGANISATIONS)
def contracts(request: DeskRequest) -> HttpResponse:
    """List the contracts in force of the officer's area, those that end first coming first."""
    form, today = ContractFilter(request.GET), timezone.localdate()
    page = page_of_rows(request, _wanted(form.said(), request.officer.scope, today))
    context = {
        "form": form,
        "page": page,
        "rows": [ContractShown.of(each, today) for each in page.rows],
        "is_filtered": bool(request.GET),
        **offered_export(request, "desk:export-contracts"),
    }
    return render(request, "desk/organisations/contracts.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the contracts as a workbook."""
    today = timezone.localdate()
    found = _wanted(ContractFilter(request.GET).said(), request.officer.scope.holding(Permission.EXPORT), today)
    return workbook_response(
        request,
        name=str(_("购买服务合同")),
        columns=[WorkbookColumn(str(title), width) for title, width in _COLUMNS],
        rows=_lines(found),
        kind="contract",
    )


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def sign(request: DeskRequest, key: UUID) -> HttpResponse:
    """Enter a contract of a buyer."""
    buyer, today = managed(request, key), timezone.localdate()
    province = Area(buyer.division_code[:2])
    there = organisations_in(scope=province, on=today)
    offered: list[Organisation] = [each for each in there.filter(kind__in=_PROVIDERS) if each.pk != buyer.pk]
    form = ContractForm(request.POST or None, offered=offered, initial={"from_on": today})

    def write(said: dict[str, Any]) -> None:
        provider = organisation_by_key(key=UUID(said["provider"]))
        sign_contract(buyer=buyer, provider=provider, terms=form.terms(), **who(request))

    return act(request, buyer, form, write, (str(_("登记合同")), str(_("合同已登记。"))))


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_ORGANISATIONS)
def end(request: DeskRequest, key: UUID) -> HttpResponse:
    """End a contract early."""
    try:
        contract = contract_by_key(key=key)
    except NoSuchOrganisation as problem:
        raise Http404(str(problem)) from problem
    buyer = managed(request, contract.buyer_id)
    form = EndForm(request.POST or None, initial={"on": timezone.localdate()})

    def write(said: dict[str, Any]) -> None:
        end_contract(contract=contract, on=said["on"], **who(request))

    title = f"{contract.title}：{_('提前终止')}"
    return act(request, buyer, form, write, (title, str(_("合同已终止，承接方社工次日起不能再看指派的孩子。"))))


def _wanted(said: dict[str, Any], scope: Scope, on: date) -> QuerySet[ServiceContract]:
    found = contracts_in_force(scope=Area.of(said["place"]) if said.get("place") else Area(""), on=on)
    mine = found.none()
    for area in scope.areas(Permission.MANAGE_ORGANISATIONS):
        mine |= found.filter(area.filter("buyer__division_code"))
    return mine.filter(to_on__lte=on + _SOON) if said.get("soon") else mine


def _lines(found: QuerySet[ServiceContract]) -> Iterator[Sequence[WorkbookCell]]:
    for each in found:
        yield (
            each.number, each.title, each.buyer.name, each.provider.name, each.from_on, each.to_on,
            Decimal(each.amount_fen) / 100,
        )  # fmt: skip
