"""Filled forms that need somebody (需处理): why, and to take them, or send them back with what to mend."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations.settling import CommentMissing, SubmissionSettled
from gonghu.domain.questionnaires.queries import submission_by_key, submissions_in
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.tasks.following import leads_district
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.answers import answers_shown, files_shown
from gonghu.interfaces.desk.visits.forms import SendBackForm, TakeForm
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.standards.masking import masked_name
from gonghu.usecases.home_visit import NothingToAccept, accept_visit, send_back

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, NothingToAccept, SubmissionSettled, CommentMissing)
OPEN: Final = (SubmissionState.NEEDS_CARE,)
OF_THE_DISTRICT: Final = ("harm_report", "complaint")
"""Forms that nobody below the district reads, not even what is wrong with them."""
_MOST: Final = 300


@require_safe
@needs(Permission.SEE_CHILDREN)
def submissions(request: DeskRequest) -> HttpResponse:
    """List the filled forms that wait for somebody, the last received first."""
    sent_back = request.GET.get("state") == SubmissionState.SENT_BACK
    states = (SubmissionState.SENT_BACK,) if sent_back else OPEN
    page = page_of_rows(request, waiting_forms(request, states))
    places = near_names([each.division_code for each in page.rows], request)
    context = {
        "page": page,
        "rows": [{"submission": each, "place": places[each.division_code]} for each in page.rows],
        "is_sent_back": sent_back,
        "tabs": tabs_for(request, "desk:submissions"),
    }
    return render(request, "desk/visits/submissions.html", context)


@require_safe
@needs(Permission.SEE_CHILDREN)
def submission(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a filled form with what speaks against it."""
    return _page(request, _submission(request, key))


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Take a filled form all the same, or send it back."""
    shown = _submission(request, key)
    if act not in {"take", "send-back"}:
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:submission", args=[key]))
    form = _take_form(request, shown) if act == "take" else SendBackForm(request.POST, prefix=act)
    if form.is_valid():
        try:
            done = _done(request, shown, act, form.cleaned_data)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            if done:
                return HttpResponseRedirect(reverse("desk:submissions"))
            form.refuse(NothingToAccept("；".join(_submission(request, key).reasons)))
    return _page(request, shown, **{act.replace("-", "_"): form})


def waiting_forms(request: DeskRequest, states: tuple[SubmissionState, ...]) -> QuerySet[Submission]:
    """Give the filled forms in some states, without those that are the district's alone, except to the district."""
    found = submissions_in(scope=request.officer.scope, states=states)
    return found if leads_district(request.officer) else found.exclude(form_id__in=OF_THE_DISTRICT)


def _done(request: DeskRequest, shown: Submission, act: str, said: dict[str, Any]) -> bool:
    """Do it, and tell whether it was done: what still speaks against taking it stands in the reasons."""
    words: dict[str, Any] = {"submission": shown, "by": request.officer, "at": request.at}
    if act == "send-back":
        send_back(comment=said["comment"], **words)
        messages.success(request, _("已退回，填报人的手机下次联网时会看到要改什么。"))
        return True
    child = UUID(said["child"]) if said.get("child") else None
    taken = accept_visit(child=child, despite=True, **words)
    if taken.visit is None:
        return False
    messages.success(request, _("已采用，走访记录、问题和档案都已更新。"))
    if taken.conflicts:
        messages.warning(request, _("有 %(n)s 项与档案现有内容不同，请在“冲突”里选定。") % {"n": len(taken.conflicts)})
    return True


def _take_form(request: DeskRequest, shown: Submission) -> TakeForm:
    return TakeForm(request.POST or None, children=_children(request, shown), prefix="take")


def _children(request: DeskRequest, shown: Submission) -> list[tuple[str, str]]:
    """List the children of the place, where the form does not say which one it is about."""
    if shown.child_id:
        return []
    wanted = ChildrenWanted(area=Area.of(shown.division_code))
    found = list(children_in(scope=request.officer.scope, filters=wanted)[:_MOST])
    places = near_names([each.division_code for each in found], request)
    return [(str(each.pk), f"{masked_name(each.name)} · {places[each.division_code]}") for each in found]


def _page(request: DeskRequest, shown: Submission, **forms: DeskForm) -> HttpResponse:
    by = request.officer
    if not purpose_of(request):
        return ask_purpose(request, shown.child_id or shown.pk)
    if shown.child_id:
        read_file(request, shown.child_id, shown.division_code, ("submission",), unmasked=False)
    waits = shown.state == SubmissionState.NEEDS_CARE
    leads = waits and by.scope.allows(Permission.ASSIGN_TASKS, shown.division_code)
    context = {
        "submission": shown,
        "child_name": masked_name(shown.child.name) if shown.child else "",
        "place": near_names([shown.division_code], request)[shown.division_code],
        "answers": answers_shown(request, shown),
        "files": files_shown(request, shown),
        "take": (forms.get("take") or _take_form(request, shown)) if leads else None,
        "send_back": (forms.get("send_back") or SendBackForm(prefix="send-back")) if leads else None,
    }
    return render(request, "desk/visits/submission.html", context, status=REFUSED if forms else 200)


def _submission(request: DeskRequest, key: UUID) -> Submission:
    found = submission_by_key(key=key, scope=request.officer.scope)
    if found is None or (found.form_id in OF_THE_DISTRICT and not leads_district(request.officer)):
        raise Http404
    return found
