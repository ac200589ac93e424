"""Proposing that a child belongs to a category (提出认定), from a finding or without; and once more after a return."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.domain.policies.models import Finding, Recognition
from gonghu.domain.policies.operations import AlreadyDecided, AlreadyProposed, OpinionMissing, Proposal
from gonghu.domain.policies.queries import EvidenceShown, evidence_of, may_be_proposed, told_shown
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import category_choices
from gonghu.interfaces.desk.findings.one import child_line, finding_or_404, tree_of
from gonghu.interfaces.desk.recognitions.forms import AgainForm, ProposalForm
from gonghu.interfaces.desk.recognitions.one import REFUSED, page_of_recognition, recognition_or_404
from gonghu.usecases.recognise_child import propose, propose_again


@require_http_methods(["GET", "POST"])
@needs(Permission.RECOGNISE_FIRST)
def propose_page(request: DeskRequest, key: UUID) -> HttpResponse:
    """Propose a recognition on the ground of a finding."""
    found, child = finding_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = ProposalForm(request.POST or None, initial=_filled(request, found), categories=_categories(request, child))
    if request.method == "POST" and form.is_valid() and (made := _proposed(request, child, form, found)):
        return _told(request, made)
    return _page(request, child, form, found)


@require_http_methods(["GET", "POST"])
@needs(Permission.RECOGNISE_FIRST)
def propose_for_child(request: DeskRequest, key: UUID) -> HttpResponse:
    """Propose a recognition of a child whom no screening found: entered by hand, met in a sweep, reported."""
    child = children_in(scope=request.officer.scope, filters=ALL_FILES).filter(pk=key).first()
    if child is None or not may_be_proposed(child=child, scope=request.officer.scope):
        raise Http404
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = ProposalForm(request.POST or None, categories=_categories(request, child))
    if request.method == "POST" and form.is_valid() and (made := _proposed(request, child, form)):
        return _told(request, made)
    return _page(request, child, form)


@require_POST
@needs(Permission.RECOGNISE_FIRST)
def again(request: DeskRequest, key: UUID) -> HttpResponse:
    """Propose again what was sent back."""
    found, child = recognition_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, child.pk)
    form = AgainForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data
        try:
            propose_again(
                recognition=found.pk,
                opinion=said["opinion"],
                evidence=said["evidence"],
                by=request.officer,
                at=request.at,
            )
        except (NotPermitted, AlreadyDecided, OpinionMissing) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已重新提出，等待复核。"))
            return HttpResponseRedirect(reverse("desk:recognition", args=[key]))
    return page_of_recognition(request, found, child, again=form, status=REFUSED)


def _categories(request: DeskRequest, child: Child) -> list[tuple[str, str]]:
    return category_choices(child.division_code, request.officer.scope)


def _proposed(
    request: DeskRequest, child: Child, form: ProposalForm, found: Finding | None = None
) -> Recognition | None:
    said = form.cleaned_data
    proposal = Proposal(
        child=child.pk,
        division_code=child.division_code,
        category=said["category"],
        opinion=said["opinion"],
        document=said["document"],
        evidence=said["evidence"],
        finding=found.pk if found else None,
    )
    try:
        return propose(proposal=proposal, by=request.officer, at=request.at)
    except (NotPermitted, AlreadyProposed, OpinionMissing) as refusal:
        form.refuse(refusal)
    return None


def _told(request: DeskRequest, made: Recognition) -> HttpResponse:
    messages.success(request, _("已提出认定，等待另一位工作人员复核。"))
    return HttpResponseRedirect(reverse("desk:recognition", args=[made.pk]))


def _page(request: DeskRequest, child: Child, form: ProposalForm, found: Finding | None = None) -> HttpResponse:
    read_file(request, child.pk, child.division_code, ("findings",) if found else ("file",), unmasked=False)
    context = {
        "finding": found,
        "child": child_line(request, child),
        "told": told_shown(finding=found, scope=request.officer.scope) if found else None,
        "tree": tree_of(request, found) if found else None,
        "form": form,
        "back": reverse("desk:finding", args=[found.pk]) if found else reverse("desk:child", args=[child.pk]),
    }
    return render(request, "desk/recognitions/propose.html", context, status=REFUSED if form.errors else 200)


def _filled(request: DeskRequest, found: Finding) -> dict[str, str]:
    told = told_shown(finding=found, scope=request.officer.scope)
    rows = evidence_of(finding=found, scope=request.officer.scope)
    return {
        "category": found.category,
        "document": told.cited or told.basis,
        "evidence": "\n".join(dict.fromkeys(map(_in_words, rows))),
        "opinion": _("经核实：%(words)s") % {"words": told.words},
    }


def _in_words(row: EvidenceShown) -> str:
    if row.is_hidden:
        return row.facts
    place = "·".join(filter(None, (row.file, row.sheet, f"第{row.row_no}行")))
    said = "，".join(filter(None, (row.facts, row.shows)))
    return f"{said}（{place}）" if said else place
