"""Filled forms that need somebody (需处理): why, and to take them, or send them back with what to mend."""

from collections.abc import Mapping
from operator import attrgetter
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.terms import Area
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.models import Child
from gonghu.domain.people.numbering import NumberDisagrees, NumberTaken, NumberWrong
from gonghu.domain.people.queries import ChildrenWanted, children_in
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.operations.settling import CommentMissing, SubmissionSettled
from gonghu.domain.questionnaires.queries import forms_of_the_district, submission_by_key, submissions_in
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.engines.forms import OfChild
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import child_rows
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.tables import table_of, taken_along
from gonghu.interfaces.desk.tasks.following import leads_district
from gonghu.interfaces.desk.tasks.shown import near_names
from gonghu.interfaces.desk.visits.answers import answers_shown, files_by_use, why_doubted
from gonghu.interfaces.desk.visits.forms import SendBackForm, TakeForm
from gonghu.interfaces.desk.visits.open_forms import OpenForm
from gonghu.interfaces.desk.visits.tabs import tabs_for
from gonghu.interfaces.desk.visits.waiting_lists import placed, submission_columns, title_of
from gonghu.interfaces.desk.workbook_lists import offered_export
from gonghu.standards.masking import masked_name
from gonghu.usecases.home_visit import KINDS as VISIT_KINDS
from gonghu.usecases.home_visit import NotAsItIs, NothingToAccept, send_back
from gonghu.usecases.open_found_child import (
    FoundNumber,
    NumberChosen,
    alike_on_file,
    child_told,
    found_number,
    open_found_child,
    with_number,
)
from gonghu.usecases.take_form import take_form

REFUSED: Final = 422
REFUSALS: Final = (
    NotPermitted, NothingToAccept, NotAsItIs, NumberTaken, NumberWrong, NumberDisagrees, SubmissionSettled,
    CommentMissing,
)  # fmt: skip
OPEN: Final = (SubmissionState.NEEDS_CARE,)
_STATES: Final = {"take": OPEN, "open": OPEN, "send-back": (*OPEN, SubmissionState.ACCEPTED)}
"""In which states of a filled form what can be done with it."""
_MOST: Final = 300
_NO_FORMS: Final[Mapping[str, DeskForm]] = {}


@require_safe
@needs(Permission.SEE_CHILDREN)
def submissions(request: DeskRequest) -> HttpResponse:
    """List the filled forms that wait for somebody, the last received first."""
    states = _states_asked(request)
    page = page_of_rows(request, waiting_forms(request, states))
    rows = placed(request, page.rows, attrgetter("division_code"))
    context = {
        "page": page,
        "rows": rows,
        "table": table_of(submission_columns(), rows),
        "is_sent_back": states != OPEN,
        "tabs": tabs_for(request, "desk:submissions"),
        **offered_export(request, "desk:export-submissions"),
    }
    return render(request, "desk/visits/submissions.html", context)


@require_POST
@needs(Permission.EXPORT)
def export(request: DeskRequest) -> HttpResponse:
    """Give the list as a workbook, of where somebody may export."""
    return taken_along(
        request,
        name=_("需处理的填报"),
        kind="submission",
        columns=submission_columns(),
        found=waiting_forms(request, _states_asked(request), request.officer.scope.holding(Permission.EXPORT)),
        rows=lambda part: placed(request, part, attrgetter("division_code")),
    )


def _states_asked(request: DeskRequest) -> tuple[SubmissionState, ...]:
    return (SubmissionState.SENT_BACK,) if request.GET.get("state") == SubmissionState.SENT_BACK else OPEN


@require_safe
@needs(Permission.SEE_CHILDREN)
def submission(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show a filled form with what speaks against it."""
    return _page(request, _submission(request, key))


@require_POST
@needs(Permission.UNMASK)
def unmask(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show the same page unmasked, this once; it is written down what was seen."""
    shown = _submission(request, key)
    if not request.officer.scope.allows(Permission.UNMASK, shown.division_code):
        raise Http404
    return _page(request, shown, unmasked=True)


@require_http_methods(["GET", "POST"])
@needs(Permission.ASSIGN_TASKS)
def act_on(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Take a filled form all the same, or send it back."""
    shown = _submission(request, key)
    if shown.state not in _STATES.get(act, ()):
        raise Http404
    if request.method != "POST":
        return HttpResponseRedirect(reverse("desk:submission", args=[key]))
    forms: dict[str, DeskForm] = {
        "take": _take_form(request, shown, request.POST),
        "open": _open_form(request, shown, request.POST),
        "send-back": SendBackForm(request.POST, prefix="send-back"),
    }
    form = forms[act]
    if form.is_valid():
        try:
            done = _done(request, shown, act, form)
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            if done:
                return HttpResponseRedirect(reverse("desk:submissions"))
            form.refuse(NothingToAccept("；".join(_submission(request, key).reasons)))
    return _page(request, shown, forms={act.replace("-", "_"): form})


def waiting_forms(
    request: DeskRequest, states: tuple[SubmissionState, ...], scope: Scope | None = None
) -> QuerySet[Submission]:
    """Give the filled forms in some states, without those that are the district's alone, except to the district."""
    found = submissions_in(scope=scope or request.officer.scope, states=states)
    if leads_district(request.officer):
        return found
    return found.exclude(form_id__in=forms_of_the_district(scope=request.officer.scope))


def _done(request: DeskRequest, shown: Submission, act: str, form: DeskForm) -> bool:
    """Do it, and tell whether it was done: what still speaks against taking it stands in the reasons."""
    said = form.cleaned_data
    words: dict[str, Any] = {"submission": shown, "by": request.officer, "at": request.at}
    if act == "send-back":
        send_back(comment=said["comment"], **words)
        messages.success(request, _("已退回，填报人的手机下次联网时会看到要改什么。"))
        return True
    child = UUID(said["child"]) if said.get("child") else None
    if isinstance(form, OpenForm):
        taken = open_found_child(chosen=form.chosen, **words)
    else:
        taken = take_form(child=child, despite=True, **words)
    if taken.submission.state != SubmissionState.ACCEPTED:
        return False
    messages.success(request, _("已采用，走访记录、问题和档案都已更新。") if taken.visit else _("已采用。"))
    if taken.conflicts:
        messages.warning(request, _("有 %(n)s 项与档案现有内容不同，请在“冲突”里选定。") % {"n": len(taken.conflicts)})
    return True


def _take_form(request: DeskRequest, shown: Submission, sent: QueryDict | None = None) -> TakeForm:
    return TakeForm(sent, children=_children(request, shown), prefix="take")


def _children(request: DeskRequest, shown: Submission) -> list[tuple[str, str]]:
    """List the children of the place, where the form does not say which one it is about and something is made of it."""
    if shown.child_id or not _needs_a_child(shown):
        return []
    wanted = ChildrenWanted(area=Area.of(shown.division_code))
    # Who may be the child that was found stands first.
    alike = [each for each in _alike(request, shown) if not each.closed_on]
    known = {each.pk for each in alike}
    here = children_in(scope=request.officer.scope, filters=wanted)[:_MOST]
    found = alike + [each for each in here if each.pk not in known]
    places = near_names([each.division_code for each in found], request)
    return [(str(each.pk), f"{masked_name(each.name)} · {places[each.division_code]}") for each in found]


def _told(request: DeskRequest, shown: Submission) -> PersonFacts | None:
    return child_told(submission=shown, on=timezone.localdate(request.at))


def _alike(request: DeskRequest, shown: Submission, *typed: str) -> list[Child]:
    """
    List the files that may be those of the child that a form found, if it tells of one.

    Looked for are the number that was told, those that may be meant by it, and what was typed instead.
    """
    facts, today = _told(request, shown), timezone.localdate(request.at)
    if facts is None:
        return []
    doubted = _doubted(request, shown)
    numbers = [facts.number, *(each.number for each in doubted.repairs)] if doubted else [facts.number]
    found: dict[UUID, Child] = {}
    for number in dict.fromkeys([*numbers, *filter(None, typed)]):
        about = with_number(facts, NumberChosen(number))
        found |= {each.pk: each for each in alike_on_file(facts=about, scope=request.officer.scope, on=today)}
    return list(found.values())


def _doubted(request: DeskRequest, shown: Submission) -> FoundNumber | None:
    return found_number(submission=shown, on=timezone.localdate(request.at))


def _open_form(request: DeskRequest, shown: Submission, sent: QueryDict | None = None) -> OpenForm:
    typed = sent.get("open-number", "").strip().upper() if sent else ""
    return OpenForm(sent, alike=bool(_alike(request, shown, typed)), found=_doubted(request, shown), prefix="open")


def _needs_a_child(shown: Submission) -> bool:
    """Tell whether somebody says whom a form is about: a volunteer who knows no file writes only which household."""
    if shown.known_version is None:
        return False
    meaning = form_of(shown.known_version).meaning
    return meaning.child != OfChild.NONE or meaning.purpose in VISIT_KINDS


def _page(
    request: DeskRequest, shown: Submission, *, unmasked: bool = False, forms: Mapping[str, DeskForm] = _NO_FORMS
) -> HttpResponse:
    by = request.officer
    if not purpose_of(request):
        return ask_purpose(request, shown.child_id or shown.pk)
    if shown.child_id or unmasked:
        read_file(request, shown.child_id or shown.pk, shown.division_code, ("submission",), unmasked=unmasked)
    waits, tried = shown.state == SubmissionState.NEEDS_CARE, forms.get("send_back")
    leads = by.scope.allows(Permission.ASSIGN_TASKS, shown.division_code)
    today, told = timezone.localdate(request.at), _told(request, shown)
    typed = request.POST.get("open-number", "").strip().upper()
    alike = _alike(request, shown, typed) if leads and waits else []
    doubted = _doubted(request, shown) if told else None
    opens = leads and waits and told is not None and by.scope.allows(Permission.EDIT_CHILDREN, shown.division_code)
    context = {
        "told": told,
        "told_name": masked_name(told.name) if told else "",
        "alike": child_rows(alike, by, today),
        "open": (forms.get("open") or _open_form(request, shown)) if opens else None,
        "doubt": why_doubted(doubted.doubt if doubted else None),
        "submission": shown,
        "title": title_of(shown),
        "child_name": masked_name(shown.child.name) if shown.child else "",
        "place": near_names([shown.division_code], request)[shown.division_code],
        "answers": answers_shown(request, shown, child=shown.child_id, unmasked=unmasked),
        "unmask": reverse("desk:unmask-submission", args=[shown.pk]),
        "may_unmask": not unmasked and by.scope.allows(Permission.UNMASK, shown.division_code),
        "is_unmasked": unmasked,
        **files_by_use(request, shown),
        "take": (forms.get("take") or _take_form(request, shown)) if leads and waits and shown.known_version else None,
        "send_back": (tried or SendBackForm(prefix="send-back")) if leads and (waits or tried) else None,
    }
    return render(request, "desk/visits/submission.html", context, status=REFUSED if forms else 200)


def _submission(request: DeskRequest, key: UUID) -> Submission:
    found = submission_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    scope = request.officer.scope
    if not leads_district(request.officer) and found.form_id in forms_of_the_district(scope=scope):
        raise Http404
    return found
