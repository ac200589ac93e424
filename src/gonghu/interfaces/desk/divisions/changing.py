"""Recording changes of divisions (登记区划变更): looked at before they are made, and taken back afterwards."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.divisions.following import PlaceTaken, RowsFollowed, RowsLeftBehind
from gonghu.domain.divisions.models import Division, DivisionChange
from gonghu.domain.divisions.queries import (
    Became,
    NoSuchDivision,
    became,
    changes_of,
    division_as_of,
    recorded_changes,
)
from gonghu.domain.divisions.rearranging import (
    AlreadyChanged,
    ChangeTooEarly,
    ChildrenLeftBehind,
    CodeTaken,
    WrongLevel,
)
from gonghu.domain.divisions.taking_back import CannotTakeBack
from gonghu.domain.divisions.terms import Area, ChangeKind
from gonghu.interfaces.desk.admission import DeskRequest, needs, signed_in
from gonghu.interfaces.desk.divisions.change_forms import (
    AbolishForm,
    BelowForm,
    ChangeForm,
    CreateForm,
    MergeForm,
    MoveForm,
    RenameForm,
    SplitForm,
)
from gonghu.interfaces.desk.paging import page_of_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.division_code import NotADivisionCode
from gonghu.usecases.rearrange_divisions import (
    DivisionOrder,
    Rearranged,
    look_at_rearrangement,
    rearrange_divisions,
    take_back_rearrangement,
)

REFUSED: Final = 422
_MOST_NAMED: Final = 20
_REFUSALS: Final = (
    NotPermitted, NoSuchDivision, NotADivisionCode, AlreadyChanged, ChangeTooEarly, ChildrenLeftBehind, CodeTaken,
    WrongLevel, PlaceTaken, RowsLeftBehind,
)  # fmt: skip
_FORMS: Final[dict[ChangeKind, type[ChangeForm]]] = {
    form.kind: form for form in (RenameForm, MoveForm, SplitForm, MergeForm, CreateForm, AbolishForm)
}
TITLES: Final[dict[ChangeKind, Promise]] = {
    ChangeKind.RENAMED: _("更名"),
    ChangeKind.MOVED: _("改隶或换代码"),
    ChangeKind.SPLIT: _("分设"),
    ChangeKind.MERGED: _("合并"),
    ChangeKind.CREATED: _("下设新区划"),
    ChangeKind.ABOLISHED: _("撤销区划"),
}
_TABLES: Final[dict[str, Promise]] = {
    "people.Child": _("儿童档案"),
    "people.Person": _("人员"),
    "tasks.Task": _("任务"),
    "policies.Finding": _("问题"),
    "workforce.Charge": _("责任区"),
    "access.Post": _("岗位"),
    "organisations.Organisation": _("机构"),
}


@dataclass(frozen=True, slots=True)
class RecordedChange:
    """One recorded change as the list shows it (变更登记显示项)."""

    change: DivisionChange
    became: tuple[Became, ...]
    more: int
    code: str
    may_take_back: bool


@require_safe
@signed_in
def changes(request: DeskRequest) -> HttpResponse:
    """List the changes that were entered here, the latest first."""
    page = page_of_rows(request, recorded_changes(scope=Area("")))
    rows = [_recorded(request, change) for change in page.rows]
    context = {"page": page, "rows": rows, "today": timezone.localdate()}
    return render(request, "desk/divisions/changes.html", context)


@require_http_methods(["GET", "POST"])
@needs(Permission.MANAGE_DIVISIONS)
def change(request: DeskRequest, code: str, kind: ChangeKind) -> HttpResponse:
    """Say what a document orders about a division; look at what follows; record it."""
    division = _division(request, code)
    form = _FORMS[kind](request.POST or None, division=division)
    seen: Rearranged | None = None
    digest = ""
    if request.method == "POST" and form.is_valid():
        form = form.with_proposal() if isinstance(form, BelowForm) else form
    if form.is_bound and form.is_valid():
        order = form.order()
        digest = _digest(order)
        try:
            if request.POST.get("seen") == digest:
                made = rearrange_divisions(order=order, by=request.officer, at=request.at)
                return _recorded_answer(request, order, made)
            seen = look_at_rearrangement(order=order, by=request.officer, at=request.at)
        except _REFUSALS as refusal:
            form.refuse(refusal)
    context = {
        "division": division,
        "form": form,
        "title": TITLES[kind],
        "seen": seen,
        "digest": digest,
        "links": seen.became[:_MOST_NAMED] if seen else (),
        "more": max(len(seen.became) - _MOST_NAMED, 0) if seen else 0,
        "counts": _counts(seen.followed) if seen else [],
        "is_later": bool(seen and seen.change.effective_on > timezone.localdate()),
    }
    return render(request, "desk/divisions/change.html", context, status=REFUSED if form.errors else 200)


@require_POST
@needs(Permission.MANAGE_DIVISIONS)
def take_back(request: DeskRequest, code: str) -> HttpResponse:
    """Take the last change of a division back."""
    last = _last_change(code)
    if last is None or str(last.pk) != request.POST.get("change"):
        messages.error(request, _("这项变更已不是最近的一项，没有撤销。请先撤销后来的变更。"))
        return HttpResponseRedirect(reverse("desk:division-changes"))
    try:
        returned = take_back_rearrangement(change=last, by=request.officer, at=request.at)
    except NotPermitted as refusal:
        raise Http404(str(refusal)) from refusal
    except (CannotTakeBack, RowsLeftBehind, PlaceTaken) as refusal:
        messages.error(request, refused(refusal))
    else:
        messages.success(request, _("变更已撤销，%(rows)s 条记录回到原区划。") % {"rows": returned.in_all})
    return HttpResponseRedirect(reverse("desk:division-changes"))


def _recorded_answer(request: DeskRequest, order: DivisionOrder, made: Rearranged) -> HttpResponse:
    said = _("变更已登记，%(rows)s 条记录随迁到新区划。") % {"rows": made.followed.in_all}
    if order.on > timezone.localdate():
        said = _("变更已登记，到 %(on)s 当天自动随迁。") % {"on": order.on.isoformat()}
    messages.success(request, said)
    if made.followed.ended:
        left = _("有 %(n)s 个责任区因合并终止，请在“队伍”里确认由谁负责。")
        messages.warning(request, left % {"n": made.followed.ended})
    return HttpResponseRedirect(reverse("desk:division-changes"))


def _division(request: DeskRequest, code: str) -> Division:
    try:
        found = division_as_of(code=code, on=timezone.localdate())
    except (NoSuchDivision, NotADivisionCode) as problem:
        raise Http404(str(problem)) from problem
    if not request.officer.scope.allows(Permission.MANAGE_DIVISIONS, found.code):
        raise Http404(found.code)
    return found


def _last_change(code: str) -> DivisionChange | None:
    try:
        return changes_of(code=code).last()
    except NotADivisionCode as problem:
        raise Http404(str(problem)) from problem


def _recorded(request: DeskRequest, shown: DivisionChange) -> RecordedChange:
    links = became(change=shown)
    codes = {code for link in links for code in (link.from_code, link.to_code) if code}
    scope = request.officer.scope
    may = all(scope.allows(Permission.MANAGE_DIVISIONS, code) for code in codes)
    first = next(iter(links), Became("", "", "", ""))
    return RecordedChange(
        shown, links[:_MOST_NAMED], max(len(links) - _MOST_NAMED, 0), first.from_code or first.to_code, may
    )


def _counts(followed: RowsFollowed) -> list[tuple[str, int]]:
    """Name the tables that people know; the rest is one line."""
    named: list[tuple[str, int]] = [
        (str(title), followed.rows[label]) for label, title in _TABLES.items() if label in followed.rows
    ]
    rest = followed.in_all - sum(count for _title, count in named)
    return [*named, (str(_("其他记录")), rest)] if rest else named


def _digest(order: DivisionOrder) -> str:
    said: dict[str, Any] = {name: getattr(order, name) for name in order.__slots__}
    return sha256(repr(sorted(said.items())).encode()).hexdigest()[:16]
