"""
A payment explained (支付追溯): from the money down to the row of a file and the article, by following keys.

Payment, line, grant, decision, application, finding, evidence: each row holds the key of what caused it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import VERIFIED, Permission
from gonghu.domain.benefits.models import Application, Decision
from gonghu.domain.benefits.papers import Fact
from gonghu.domain.benefits.queries import facts_shown
from gonghu.domain.ledger.owing import FigureShown, figure_of
from gonghu.domain.ledger.queries import journals_of_grant
from gonghu.domain.payments.models import PayrollLine
from gonghu.domain.payments.queries import lines_of_payment, payment_by_key
from gonghu.domain.policies.queries import EvidenceShown, ToldShown, evidence_of, finding_by_key, told_shown
from gonghu.engines.entitlement import Why
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.ledger.shown import line_name, tells_a_secret, why_shown, yuan
from gonghu.standards.money import format_yuan


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of a payment (发放明细显示项)."""

    name: str
    month: date
    amount: str
    standard: str
    deducted: str
    why: str
    figure: FigureShown | None
    figure_yuan: str


@dataclass(frozen=True, slots=True)
class CauseShown:
    """What a grant rests on (依据显示项): the decision, the application, the finding and its rows."""

    decision: Decision
    reasons: str
    articles: str
    application: Application
    facts: Sequence[Fact]
    told: ToldShown | None
    finding: UUID | None
    evidence: Sequence[EvidenceShown]


@require_safe
@needs(Permission.SEE_MONEY)
def trace(request: DeskRequest, key: UUID) -> HttpResponse:
    """Explain a payment; it is written down that the child's file was read."""
    scope = request.officer.scope
    payment = payment_by_key(key=key, scope=scope)
    if payment is None:
        raise Http404
    file = file_or_404(request, payment.child_id)
    if not purpose_of(request):
        return ask_purpose(request, payment.child_id)
    read_file(request, file.child.pk, file.child.division_code, ("money", "findings"), unmasked=False)
    lines = lines_of_payment(payment=payment, scope=scope)
    context = {
        "file": file,
        "child": file.child,
        "print_place": _("支付追溯"),
        "payment": payment,
        "sum": format_yuan(payment.amount_fen),
        "lines": [_line(each, scope) for each in lines],
        "causes": _causes(lines, scope),
        "journals": journals_of_grant(grants={each.grant_id for each in lines}, scope=scope),
    }
    return render(request, "desk/ledger/trace.html", context)


def _line(line: PayrollLine, scope: Scope) -> LineShown:
    words, _between, key = line.why.partition(" ")
    codes = tuple(Why(code) for code in words.split(",") if code in set(Why))
    # The name of a figure says what the line is.
    told = key and not tells_a_secret(line.line, line.division_code, line.month, scope)
    figure = figure_of(key=key, division_code=line.payroll.division_code) if told else None
    return LineShown(
        name=line_name(line.line, line.division_code, line.month, scope),
        month=line.month,
        amount=format_yuan(line.amount_fen),
        standard=yuan(line.standard_fen),
        deducted=yuan(line.deducted_fen),
        why=why_shown(codes),
        figure=figure,
        figure_yuan=format_yuan(figure.value_fen) if figure else "",
    )


def _causes(lines: list[PayrollLine], scope: Scope) -> list[CauseShown]:
    found: dict[UUID, CauseShown] = {}
    for line in lines:
        grant = line.grant
        if grant.decision_id in found:
            continue
        application = grant.application
        secret = tells_a_secret(line.line, line.division_code, line.month, scope)
        finding = finding_by_key(key=application.finding_id, scope=scope) if application.finding_id else None
        found[grant.decision_id] = CauseShown(
            decision=grant.decision,
            reasons=VERIFIED if secret else grant.decision.reasons,
            articles=VERIFIED if secret else grant.decision.articles,
            application=application,
            facts=facts_shown(application=application, scope=scope),
            told=told_shown(finding=finding, scope=scope) if finding else None,
            finding=finding.pk if finding else None,
            evidence=evidence_of(finding=finding, scope=scope) if finding else (),
        )
    return list(found.values())
