"""What is done with an application on its page (申请办理): received, passed on, checked, decided, told."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.benefits.lines import LineUnknown
from gonghu.domain.benefits.models import Application
from gonghu.domain.benefits.operations import AlreadyGranted, LivingLineHeld, PapersMissing
from gonghu.domain.benefits.papers import Fact, facts_from, papers_from
from gonghu.domain.benefits.queries import application_by_key, facts_told
from gonghu.domain.benefits.starting import TooOld
from gonghu.domain.benefits.writing import NoSuchApplication, ReasonMissing, StepNotNow
from gonghu.domain.people.models import Child
from gonghu.domain.people.operations.categories import CategoriesExclude, CategoryHeld, GrownUp
from gonghu.domain.people.writing import FileClosed
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.applications.forms import CheckForm, DecisionForm, PapersForm, WordsForm
from gonghu.interfaces.desk.applications.one import application_or_404, page_of_application
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of
from gonghu.interfaces.desk.forms import DeskForm
from gonghu.usecases.apply_for_benefit import push, receive, take_back, take_in_papers, tell
from gonghu.usecases.decide_application import OutOfReach, check, confirm, refuse, return_to_town

REFUSED = 422
REFUSALS: Final = (
    NotPermitted, NoSuchApplication, StepNotNow, ReasonMissing, PapersMissing, TooOld, LivingLineHeld, AlreadyGranted,
    LineUnknown, OutOfReach, CategoryHeld, CategoriesExclude, GrownUp, FileClosed,
)  # fmt: skip
DECISIONS: Final[dict[str, tuple[Callable[..., Any], Promise]]] = {
    "confirm": (confirm, _("已确认，自次月起享受；请书面告知家庭。")),
    "refuse": (refuse, _("已决定不予确认，请把理由和依据书面告知家庭。")),
}
SIMPLE: Final[dict[str, tuple[Callable[..., Application], Promise]]] = {
    "push": (push, _("已推送户籍地，由那里查验；进度在“异地受理”里看。")),
    "withdraw": (take_back, _("已撤回。")),
    "tell": (tell, _("已登记告知。")),
}


class FactUnjudged(ValueError):
    """Nobody said whether a fact of a register agrees with what was found."""


@require_POST
@needs(Permission.RECEIVE_APPLICATIONS)
def papers(request: DeskRequest, key: UUID) -> HttpResponse:
    """Receive the application with its papers, or write down papers that came later."""
    found, child = application_or_404(request, key)
    form = PapersForm(request.POST, papers=papers_from(found.papers))
    if form.is_valid():
        act = receive if found.state == "DRAFT" else take_in_papers
        said = _("已受理，期限开始计算。") if found.state == "DRAFT" else _("已登记收到的材料。")
        if done := _done(request, key, form, said, act, got=form.cleaned_data["got"]):
            return done
    return _again(request, found, child, papers_form=form)


@require_POST
@needs(Permission.CHECK_APPLICATIONS)
def check_page(request: DeskRequest, key: UUID) -> HttpResponse:
    """Hand an application on with what the check found of each fact."""
    found, child = application_or_404(request, key)
    form, facts = CheckForm(request.POST), _checked(request, found)
    if form.is_valid() and any(fact.agrees is None for fact in facts):
        form.refuse(FactUnjudged(_("请逐条标明名册上的事实与实际是否一致。")))
    if form.is_valid():
        said = {"facts": facts, "opinion": form.cleaned_data["opinion"]}
        if done := _done(request, key, form, _("查验意见已提交，等待另一位工作人员确认。"), check, **said):
            return done
    told = facts_told(facts=facts, division_code=found.division_code, scope=request.officer.scope)
    return _again(request, found, child, check_form=form, facts=told)


@require_POST
@needs(Permission.CONFIRM_APPLICATIONS, Permission.CHECK_APPLICATIONS)
def decide(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Confirm, refuse or send back."""
    if act not in {*DECISIONS, "send-back"}:
        raise Http404
    found, child = application_or_404(request, key)
    form = DecisionForm(request.POST)
    if form.is_valid():
        words, articles = form.cleaned_data["reasons"], form.cleaned_data["articles"]
        if act == "send-back":
            done = _done(request, key, form, _("已退回乡镇补充。"), return_to_town, words=words)
        else:
            decided, said = DECISIONS[act]
            done = _done(request, key, form, said, decided, reasons=words, articles=articles)
        if done:
            return done
    return _again(request, found, child, decision_form=form)


@require_POST
@needs(Permission.RECEIVE_APPLICATIONS)
def simple(request: DeskRequest, key: UUID, act: str) -> HttpResponse:
    """Pass on, withdraw, or note that the family was told; also by the town that only received it."""
    if act not in SIMPLE:
        raise Http404
    done, said = SIMPLE[act]
    form = WordsForm(request.POST)
    seen = application_by_key(key=key, scope=request.officer.scope) is not None
    if act == "push" or form.is_valid():
        words = {} if act == "push" else {"words": form.cleaned_data["words"]}
        if answer := _done(request, key, form, said, done, seen=seen, **words):
            return answer
    if not seen:
        messages.error(request, "；".join(str(error) for errors in form.errors.values() for error in errors))
        return HttpResponseRedirect(reverse("desk:applications-elsewhere"))
    found, child = application_or_404(request, key)
    return _again(request, found, child, words_form=form)


def _done(
    request: DeskRequest,
    key: UUID,
    form: DeskForm,
    said: Any,
    act: Callable[..., Any],
    *,
    seen: bool = True,
    **words: Any,
) -> HttpResponse | None:
    """Take a step and go on, or tell what was refused."""
    try:
        act(application=key, by=request.officer, at=request.at, **words)
    except NoSuchApplication as nothing:
        raise Http404 from nothing
    except REFUSALS as refusal:
        if not seen and isinstance(refusal, NotPermitted):
            raise Http404 from refusal
        form.refuse(refusal)
        return None
    messages.success(request, str(said))
    target = reverse("desk:application", args=[key]) if seen else reverse("desk:applications-elsewhere")
    return HttpResponseRedirect(target)


def _again(request: DeskRequest, found: Application, child: Child, **forms: Any) -> HttpResponse:
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    return page_of_application(request, found, child, status=REFUSED, **forms)


def _checked(request: DeskRequest, found: Application) -> list[Fact]:
    """Read what the check made of each fact; the facts themselves stay as they were taken over."""
    checked = []
    for number, fact in enumerate(facts_from(found.facts)):
        said = request.POST.get(f"fact-{number}", "")
        agrees = {"yes": True, "no": False}.get(said)
        checked.append(replace(fact, agrees=agrees, note=request.POST.get(f"note-{number}", "").strip()[:200]))
    return checked
