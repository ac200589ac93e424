"""One visit (走访): what was answered, the photos, what came of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.terms import Permission
from gonghu.domain.questionnaires.queries import submission_by_key
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.visits.queries import ProblemFilters, problems_in, visit_by_key, wishes_of_child
from gonghu.domain.visits.terms import ProblemState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.visits.answers import answers_shown, files_by_use
from gonghu.interfaces.desk.visits.forms import SendBackForm
from gonghu.interfaces.desk.visits.shown import outcome_mark, problem_rows, visit_rows


@require_safe
@needs(Permission.SEE_CHILDREN)
def visit(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show one visit; it is written down that it was read."""
    return _page(request, key, unmasked=False)


@require_POST
@needs(Permission.UNMASK)
def unmask(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the same page unmasked, this once; it is written down what was seen."""
    return _page(request, key, unmasked=True)


def _page(request: DeskRequest, key: UUID, *, unmasked: bool) -> HttpResponse:
    by, today = request.officer, timezone.localdate()
    shown = visit_by_key(key=key, scope=by.scope)
    if shown is None:
        raise Http404
    may_unmask = by.scope.allows(Permission.UNMASK, shown.division_code)
    if unmasked and not may_unmask:
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, shown.child_id)
    read_file(request, shown.child_id, shown.division_code, ("visit",), unmasked=unmasked)
    (row,) = visit_rows(request, [shown], today)
    filters = ProblemFilters(visit=shown.pk, states=frozenset(ProblemState))
    found = problems_in(scope=by.scope, filters=filters)
    submission = submission_by_key(key=key, scope=by.scope)
    taken = submission is not None and submission.state == SubmissionState.ACCEPTED
    leads = by.scope.allows(Permission.ASSIGN_TASKS, shown.division_code)
    context = {
        "send_back": SendBackForm(prefix="send-back") if taken and leads and shown.replaced_by_id is None else None,
        "is_sent_back": submission is not None and submission.state == SubmissionState.SENT_BACK,
        "visit": shown,
        "row": row,
        "outcome": outcome_mark(row),
        "submission": submission,
        "answers": answers_shown(request, submission, child=shown.child_id, unmasked=unmasked) if submission else (),
        "unmask": reverse("desk:unmask-visit", args=[key]),
        "may_unmask": may_unmask and not unmasked,
        "is_unmasked": unmasked,
        **files_by_use(request, submission),
        "problems": problem_rows(request, list(found), today),
        "wishes": [each for each in wishes_of_child(child=shown.child_id, scope=by.scope) if each.visit_id == shown.pk],
    }
    return render(request, "desk/visits/visit.html", context)
