"""The page of one application (申请详情): facts, reasons and articles side by side, and the step that is next."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.terms import VERIFIED, Permission
from gonghu.domain.benefits.lines import Line, line_of
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.papers import papers_from
from gonghu.domain.benefits.queries import (
    application_by_key,
    decisions_of_application,
    facts_shown,
    grants_of,
    steps_of_application,
)
from gonghu.domain.benefits.terms import ApplicationAct, ApplicationState, CareForm, Procedure
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.domain.policies.queries import told_shown
from gonghu.domain.slips.operations import ISSUERS
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import CheckForm, DecisionForm, PapersForm, WordsForm
from gonghu.interfaces.desk.applications.words import yuan_shown
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.places import names_of

_PAPERS_TAKEN = frozenset(
    {ApplicationState.RECEIVED, ApplicationState.CHECKING, ApplicationState.SENT_BACK, ApplicationState.CHECKED}
    | {ApplicationState.CONFIRMED}
)
_ENDED = frozenset({ApplicationState.CONFIRMED, ApplicationState.REFUSED})


@require_safe
@needs(Permission.SEE_MONEY)
def application(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show an application; it is written down that the child's facts were read."""
    found, child = application_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    return page_of_application(request, found, child)


def application_or_404(request: DeskRequest, key: UUID) -> tuple[Application, Child]:
    """
    Give an application with its child unless either is out of scope, which looks the same as none.

    :raises Http404: it is
    """
    scope = request.officer.scope
    found = application_by_key(key=key, scope=scope)
    child = children_in(scope=scope, filters=ALL_FILES).filter(pk=found.child_id).first() if found else None
    if found is None or child is None:
        raise Http404
    return found, child


def page_of_application(
    request: DeskRequest, found: Application, child: Child, *, status: int = 200, **forms: Any
) -> HttpResponse:
    """Show an application with the forms of the steps that the officer may take."""
    by, scope = request.officer, request.officer.scope
    read_file(request, child.pk, child.division_code, ("application",), unmasked=False)
    line = line_of(code=found.line, division_code=found.division_code, on=timezone.localdate())
    papers = papers_from(found.papers)
    grants = [each for each in grants_of(child=child.pk, scope=scope) if each.application_id == found.pk]
    context: dict[str, Any] = {
        "application": found,
        "may_print_forms": any(scope.has(each) for each in ISSUERS),
        "child": child_line(request, child),
        "line": line,
        "line_name": line.name_for(scope, found.division_code),
        "verified": VERIFIED if line.is_secret_from(scope, found.division_code) else "",
        "state": ApplicationState(found.state),
        "procedure": Procedure(found.procedure).label,
        "care_form": CareForm(found.care_form).label,
        "amount": yuan_shown(found.amount_fen),
        "handled_in": names_of([found.handling_division]).get(found.handling_division, ""),
        "is_late": bool(found.due_on and found.due_on < timezone.localdate()),
        "facts": facts_shown(application=found, scope=scope),
        "told": told_shown(finding=found.finding, scope=scope) if found.finding else None,
        "papers": papers,
        "missing": [paper for paper in papers if paper.is_missing],
        "steps": [
            (ApplicationAct(each.act).label, each) for each in steps_of_application(application=found.pk, scope=scope)
        ],
        "decisions": list(decisions_of_application(application=found.pk, scope=scope)),
        "grants": grants,
        **steps_open_to(by, found, line),
        "papers_form": PapersForm(papers=papers),
        "check_form": CheckForm(),
        "decision_form": DecisionForm(initial={"articles": line.articles}),
        "words_form": WordsForm(),
        **forms,
    }
    return render(request, "desk/applications/application.html", context, status=status)


def steps_open_to(by: Officer, found: Application, line: Line) -> dict[str, bool]:
    """Say which steps of an application an officer may take now."""
    scope, state, home = by.scope, ApplicationState(found.state), found.division_code
    handles = scope.allows(Permission.RECEIVE_APPLICATIONS, found.handling_division)
    receives = handles or scope.allows(Permission.RECEIVE_APPLICATIONS, home)
    checks = scope.allows(Permission.CHECK_APPLICATIONS, home)
    county = scope.allows(Permission.CONFIRM_APPLICATIONS, home)
    confirms = county or (checks and line.is_small(found.amount_fen))
    waits = state == ApplicationState.CHECKED
    own = found.checked_by_id == by.account
    return {
        "may_receive": handles and state == ApplicationState.DRAFT,
        "may_push": handles and state == ApplicationState.RECEIVED,
        "may_take_papers": receives and state in _PAPERS_TAKEN,
        "may_check": checks and state in (ApplicationState.CHECKING, ApplicationState.SENT_BACK),
        "may_decide": confirms and waits and not own,
        "may_send_back": county and waits and not own,
        "is_own": confirms and waits and own,
        "may_withdraw": receives and found.is_pending,
        "may_tell": receives and state in _ENDED and found.told_at is None,
    }
