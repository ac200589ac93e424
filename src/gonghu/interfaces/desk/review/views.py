"""
Pages of the clerical review (人工核对页面): one question after another, by mouse or by key.

Both persons stand side by side with what differs marked; words say how alike they are, no figure does.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.people.facts import PersonFacts
from gonghu.domain.people.queries import two_files
from gonghu.domain.rosters.models import LinkQuestion
from gonghu.domain.rosters.operations import note_question_read, withdraw_answer
from gonghu.domain.rosters.operations.reviewing import NothingToWithdraw, QuestionOver, RowIsAnother
from gonghu.domain.rosters.queries import answered_by, question_after, question_by_key, review_progress
from gonghu.domain.rosters.terms import Likeness
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.places import names_of
from gonghu.interfaces.desk.review.differences import Piece, number_differences, text_differences
from gonghu.interfaces.desk.rosters.shown import kind_name
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.masking import masked_name
from gonghu.usecases.answer_a_question import answer_question

BATCH: Final = 20
_DONE_IN_BATCH: Final = "review_batch"
_MARKS: Final = {Likeness.LIKELY: "good", Likeness.POSSIBLE: "wait", Likeness.UNLIKELY: "off"}
_BORN: Final = 8
_NAMED: Final = re.compile(r"[^（）、]+(?=（)")
"""The names in what a run says of the children concerned: 张小明（父亲）、张小红（父亲）."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """One line of the comparison (对比行): the same fact on both sides."""

    label: str
    row: Sequence[Piece]
    known: Sequence[Piece]

    @property
    def differs(self) -> bool:
        """Tell whether both sides say something else."""
        return any(piece.differs for piece in (*self.row, *self.known))


@require_safe
@needs(Permission.REVIEW_LINKS)
def review(request: DeskRequest) -> HttpResponse:
    """Show the next question, or that there is none; after a batch, a rest."""
    after = _after(request)
    if request.session.get(_DONE_IN_BATCH, 0) >= BATCH:
        request.session[_DONE_IN_BATCH] = 0
        return render(request, "desk/review/rest.html", {"progress": _progress(request), "batch": BATCH})
    found = question_after(after=after, scope=request.officer.scope)
    if found is None and after is not None:
        # What was skipped comes round again.
        messages.info(request, _("已到最后一项，从头显示跳过的。"))
        found = question_after(after=None, scope=request.officer.scope)
    if found is None:
        return render(request, "desk/review/nothing.html", {"progress": _progress(request)})
    return _page(request, found)


@require_safe
@needs(Permission.REVIEW_LINKS)
def question(request: DeskRequest, key: UUID) -> HttpResponse:
    """Show one question."""
    return _page(request, _question_or_404(request, key))


@require_POST
@needs(Permission.REVIEW_LINKS)
def answer(request: DeskRequest, key: UUID) -> HttpResponse:
    """Take an answer, or leave the question for later, and go to the next."""
    found = _question_or_404(request, key)
    said = request.POST.get("said", "")
    if said in {"same", "different"}:
        try:
            run = answer_question(question=found, same=said == "same", by=request.officer, at=request.at)
        except (NotPermitted, QuestionOver, RowIsAnother) as refusal:
            messages.error(request, refused(refusal))
        else:
            if run:
                messages.success(request, _("全部核对完了，已按核对结论重新提交比对，结果自动入库。"))
            request.session[_DONE_IN_BATCH] = request.session.get(_DONE_IN_BATCH, 0) + 1
    return HttpResponseRedirect(f"{reverse('desk:review')}?after={found.pk}")


@require_POST
@needs(Permission.REVIEW_LINKS)
def undo(request: DeskRequest) -> HttpResponse:
    """Take back one's last answer and show that question again."""
    by = request.officer
    last = answered_by(account=by.account, scope=by.scope).first() if by.account else None
    if last is None:
        messages.info(request, _("还没有可以撤回的核对。"))
        return HttpResponseRedirect(reverse("desk:review"))
    try:
        withdraw_answer(question=last.pk, by=by, at=request.at)
    except (NotPermitted, NothingToWithdraw) as refusal:
        messages.error(request, refused(refusal))
        return HttpResponseRedirect(reverse("desk:review"))
    request.session[_DONE_IN_BATCH] = max(0, request.session.get(_DONE_IN_BATCH, 0) - 1)
    messages.success(request, _("上一项的核对已撤回，请重新判断。"))
    return HttpResponseRedirect(reverse("desk:link-question", args=[last.pk]))


def lines_of(found: LinkQuestion) -> list[LineShown]:
    """Set both sides of a question against each other, line by line."""
    places = names_of({code for code in (found.row_division, found.known_division) if code})
    row_place, known_place = places.get(found.row_division, ""), places.get(found.known_division, "")
    return [
        LineShown(_("姓名"), *text_differences(found.row_name, found.known_name)),
        LineShown(_("证件号码"), *number_differences(found.row_number or "", found.known_number or "")),
        LineShown(_("出生日期"), *text_differences(_day(found.row_born), _day(found.known_born))),
        LineShown(_("村（居）"), *_whole(row_place, known_place)),
    ]


def _whole(one: str, other: str) -> tuple[tuple[Piece, ...], tuple[Piece, ...]]:
    """A place is another place or it is not: no letter of it is marked."""
    differs = bool(one and other and one != other)
    return ((Piece(one, differs),) if one else ()), ((Piece(other, differs),) if other else ())


def _page(request: DeskRequest, found: LinkQuestion) -> HttpResponse:
    note_question_read(question=found, by=request.officer, at=request.at)
    context = {
        "two_files": _two_files(request, found),
        "question": found,
        "kind": kind_name(found.kind),
        "lines": lines_of(found),
        "children": _NAMED.sub(lambda name: masked_name(name[0]), found.children),
        "mark": _MARKS[Likeness(found.likeness)],
        "progress": _progress(request),
        "in_batch": request.session.get(_DONE_IN_BATCH, 0) + 1,
        "batch": BATCH,
        "is_open": found.answer_id is None and found.closed_at is None,
    }
    return render(request, "desk/review/question.html", context)


def _two_files(request: DeskRequest, found: LinkQuestion) -> tuple[UUID, UUID] | None:
    """Find both sides on file, to whoever may merge them: that they are one is then said in the files too."""
    if not request.officer.scope.has(Permission.EDIT_CHILDREN):
        return None
    row = PersonFacts(found.row_name, born_on=_date(found.row_born), number=found.row_number or "")
    known = PersonFacts(found.known_name, born_on=_date(found.known_born), number=found.known_number or "")
    return two_files(one=row, other=known, scope=request.officer.scope)


def _progress(request: DeskRequest) -> dict[str, int]:
    found = review_progress(scope=request.officer.scope)
    return {"answered": found.answered, "total": found.total, "left": found.total - found.answered}


def _question_or_404(request: DeskRequest, key: UUID) -> LinkQuestion:
    found = question_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    return found


def _after(request: DeskRequest) -> LinkQuestion | None:
    key = key_of(request.GET.get("after", ""))
    return question_by_key(key=key, scope=request.officer.scope) if key else None


def _day(born: int | None) -> str:
    text = f"{born or 0:0{_BORN}}"
    return f"{text[:4]}-{text[4:6]}-{text[6:]}" if born else ""


def _date(born: int | None) -> date | None:
    try:
        return date.fromisoformat(_day(born))
    except ValueError:
        return None
