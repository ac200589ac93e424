"""Looking again at what one child is recognised as (复核认定): still so, or on to the end of it; and undoing that."""

from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.models import CategoryAssignment, Child
from gonghu.domain.people.operations.reviewing import NothingToReview, ReviewNotLast, ReviewUnfounded
from gonghu.domain.people.queries import ALL_FILES, children_in
from gonghu.domain.people.queries.reviews import reviews_in, reviews_of_child
from gonghu.domain.people.writing import FileClosed
from gonghu.domain.tasks.clocks import clocks
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import category_shown
from gonghu.interfaces.desk.findings.one import child_line
from gonghu.interfaces.desk.reviews.forms import StillForm, UndoReviewForm
from gonghu.usecases.review_categories import ReviewSaid, still_holds, undo

REFUSED: Final = 422
REFUSALS: Final = (NotPermitted, FileClosed, NothingToReview, ReviewUnfounded, ReviewNotLast)


@require_http_methods(["GET", "POST"])
@needs(Permission.RECOGNISE_FIRST)
def review_child(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show what a child is recognised as and when that is looked at again; write down that it still holds."""
    child = _child(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    held = _held(request, child)
    if request.method != "POST":
        return _page(request, child, held)
    form = StillForm(request.POST, held=_choices(request, held))
    if form.is_valid():
        said = form.cleaned_data
        seen = ReviewSaid(said["reviewed_on"], said["evidence"], said["next_on"])
        try:
            still_holds(
                child=child, assignments=[UUID(each) for each in said["held"]], said=seen, by=request.officer,
                at=request.at,
            )  # fmt: skip
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已登记复核：仍然符合。"))
            return HttpResponseRedirect(reverse("desk:review-child", args=[key]))
    return _page(request, child, held, still=form)


@require_POST
@needs(Permission.RECOGNISE_FIRST)
def undo_review(request: DeskRequest, key: UUID, other: UUID) -> HttpResponse:
    """Undo the last review of a recognition."""
    child = _child(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    form = UndoReviewForm(request.POST, prefix="undo")
    if form.is_valid():
        try:
            undo(child=child, review=other, reason=form.cleaned_data["reason"], by=request.officer, at=request.at)
        except NothingToReview as problem:
            raise Http404 from problem
        except REFUSALS as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("已撤销，按原来的日期复核。"))
            return HttpResponseRedirect(reverse("desk:review-child", args=[key]))
    return _page(request, child, _held(request, child), undoing=(other, form))


def _child(request: DeskRequest, key: UUID) -> Child:
    """
    Give a child whose recognitions the officer may look at again.

    :raises Http404: it is out of scope, or the officer takes no first decision there
    """
    found = children_in(scope=request.officer.scope, filters=ALL_FILES).filter(pk=key).first()
    if found is None or not request.officer.scope.allows(Permission.RECOGNISE_FIRST, found.division_code):
        raise Http404
    return found


def _held(request: DeskRequest, child: Child) -> list[CategoryAssignment]:
    return list(reviews_in(scope=request.officer.scope).filter(child=child.pk))


def _choices(request: DeskRequest, held: list[CategoryAssignment]) -> list[tuple[str, str]]:
    scope = request.officer.scope
    return [
        (
            str(each.pk),
            _("%(category)s（应于 %(day)s 前复核）")
            % {"category": category_shown(each.category, each.child.division_code, scope), "day": each.review_on},
        )
        for each in held
    ]


def _page(
    request: DeskRequest,
    child: Child,
    held: list[CategoryAssignment],
    *,
    still: StillForm | None = None,
    undoing: tuple[UUID, UndoReviewForm] | None = None,
) -> HttpResponse:
    read_file(request, child.pk, child.division_code, ("recognition",), unmasked=False)
    today, scope = timezone.localdate(), request.officer.scope
    near = clocks().review_ahead.days
    due = [str(each.pk) for each in held if each.review_on and (each.review_on - today).days <= near]
    choices = _choices(request, held)
    initial: dict[str, Any] = {"held": due or [key for key, _name in choices], "reviewed_on": today}
    past = list(reviews_of_child(child=child.pk, scope=scope))
    lasting = {each.assignment_id: each.pk for each in reversed(past) if each.undone_at is None}
    in_force = {each.pk for each in held}
    context = {
        "child": child_line(request, child),
        "held": held,
        "still": still or StillForm(held=choices, initial=initial),
        "undo": undoing[1] if undoing else UndoReviewForm(prefix="undo"),
        "refused": undoing[0] if undoing else None,
        "past": [
            (
                each,
                category_shown(each.assignment.category, child.division_code, scope),
                each.assignment_id in in_force and lasting.get(each.assignment_id) == each.pk,
            )
            for each in past
        ],
    }
    is_refused = still is not None or undoing is not None
    return render(request, "desk/reviews/child.html", context, status=REFUSED if is_refused else 200)
