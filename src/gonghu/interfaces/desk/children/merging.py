"""Pages on which two files turn out to be one person's (合并), and are parted again (拆分)."""

from collections.abc import Iterable
from typing import Any, Final
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gonghu.domain.access.officer import NotPermitted
from gonghu.domain.access.terms import Permission
from gonghu.domain.payments.queries import accounts_to_choose
from gonghu.domain.people.families import family_keys
from gonghu.domain.people.operations.merging import MergeOnTop, MergeUndone, NotMergeable
from gonghu.domain.people.queries import (
    ChildFile,
    PersonCompared,
    alike_children,
    merge_by_key,
    person_compared,
    search_children,
)
from gonghu.foundation.read_keys import key_of
from gonghu.interfaces.desk.admission import DeskRequest, needs
from gonghu.interfaces.desk.children.compared import cautions, consequences, lines_compared
from gonghu.interfaces.desk.children.edit_forms import MergeForm
from gonghu.interfaces.desk.children.one import file_or_404
from gonghu.interfaces.desk.children.reading import ask_purpose, purpose_of, read_file
from gonghu.interfaces.desk.children.rows import child_rows
from gonghu.interfaces.desk.sentences import refused
from gonghu.standards.masking import masked_account
from gonghu.usecases.merge_files import MoneyInTheWay, merge_files, split_files

REFUSED: Final = 422
COMPARED: Final = ("name", "number", "family")
"""What two persons side by side show, as the audit names it."""


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def merge(request: DeskRequest, key: UUID) -> HttpResponse:
    """
    Find who else a child or somebody of its family is, hold both side by side, and merge them.

    ``person`` names whom of the family it is about, ``other`` whom with.
    """
    file = file_or_404(request, key)
    if not purpose_of(request):
        return ask_purpose(request, key)
    mine = _compared_or_404(request, _asked(request, "person", family_keys(key)) or key)
    asked = request.GET.get("other", "")
    if not asked:
        return _choose(request, file, mine)
    theirs = _compared_or_404(request, key_of(asked))
    if theirs.key == mine.key:
        raise Http404
    both = _kept_first(mine, theirs)
    doubts = cautions(both)
    form = MergeForm(
        request.POST or None,
        offered=_offered(both),
        accounts=_accounts(both, request),
        is_doubtful=bool(doubts),
        initial={"kept": str(both[0].key)},
    )
    if request.method == "POST" and form.is_valid() and (kept := _merged(request, form, both)):
        shown = kept if kept.child else mine if mine.child else None
        return HttpResponseRedirect(reverse("desk:child", args=[shown.key if shown else key]))
    for each in both:
        about = each.child or file.child
        read_file(request, about.pk, about.division_code, COMPARED, unmasked=each.is_whole)
    context: dict[str, Any] = {"file": file, "child": file.child, "form": form, "both": both, "cautions": doubts}
    context |= {"lines": lines_compared(both, request.officer), "consequences": consequences(both, request.officer)}
    return render(request, "desk/children/merge.html", context, status=REFUSED if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Permission.EDIT_CHILDREN)
def split(request: DeskRequest, key: UUID) -> HttpResponse:
    """Undo a merge, after saying what that does."""
    found = merge_by_key(key=key, scope=request.officer.scope)
    if found is None:
        raise Http404
    status = 200
    if request.method == "POST":
        try:
            stayed = split_files(merge=found, by=request.officer, at=request.at)
        except (NotPermitted, MergeUndone, MergeOnTop) as refusal:
            messages.error(request, refused(refusal))
            status = REFUSED
        else:
            _tell_split(request, stayed)
            return HttpResponseRedirect(_file_of(request, found.merged_id, found.kept_id))
    return render(request, "desk/children/split.html", {"merge": found}, status=status)


def _choose(request: DeskRequest, file: ChildFile, mine: PersonCompared) -> HttpResponse:
    """Offer those who may be the same: of a child whoever is alike or searched for, of a relative the family."""
    words, today, by = request.GET.get("q", "").strip(), timezone.localdate(), request.officer
    alike = alike_children(child=mine.child, scope=by.scope) if mine.child else []
    members = [] if mine.child else [each for each in file.family.members if each.key != mine.key]
    found = [each for each in search_children(text=words, scope=by.scope, on=today) if each.pk != mine.key]
    context = {
        "file": file,
        "child": file.child,
        "mine": mine,
        "alike": child_rows(alike, by, today),
        "members": members,
        "words": words,
        "hits": child_rows(found, by, today),
    }
    return render(request, "desk/children/merge_whom.html", context)


def _merged(
    request: DeskRequest, form: MergeForm, both: tuple[PersonCompared, PersonCompared]
) -> PersonCompared | None:
    said = form.cleaned_data
    kept, other = both if said["kept"] == str(both[0].key) else both[::-1]
    try:
        merge_files(
            kept=kept.key,
            merged=other.key,
            reason=said["reason"],
            account=key_of(said.get("account", "")),
            by=request.officer,
            at=request.at,
        )
    except (NotMergeable, MoneyInTheWay, NotPermitted) as refusal:
        form.refuse(refusal)
        return None
    messages.success(request, _("已合并为一份档案。合并有误时，可在本页“合并记录”里拆分，内容会全部还原。"))
    return kept


def _kept_first(mine: PersonCompared, theirs: PersonCompared) -> tuple[PersonCompared, PersonCompared]:
    """Put first who is likely to be kept: the one with a file, in use, with a number, the older file."""
    return (mine, theirs) if _worth(mine) >= _worth(theirs) else (theirs, mine)


def _worth(person: PersonCompared) -> tuple[bool, bool, bool, bool, int]:
    child = person.child
    return (
        child is not None,
        child is not None and child.closed_on is None,
        bool(person.categories),
        bool(person.number),
        -child.opened_on.toordinal() if child else 0,
    )


def _offered(both: tuple[PersonCompared, PersonCompared]) -> list[tuple[str, str]]:
    """Offer either to be kept; somebody without a file is not kept in place of one who has one."""
    words = (_("保留左边这份，把右边的并进来"), _("保留右边这份，把左边的并进来"))
    with_file = any(each.child for each in both)
    return [(str(each.key), word) for each, word in zip(both, words, strict=True) if each.child or not with_file]


def _accounts(both: tuple[PersonCompared, PersonCompared], request: DeskRequest) -> list[tuple[str, str]]:
    """Offer the accounts that both files are paid to, where they differ, to those who see money."""
    seen = accounts_to_choose(
        children=[each.key for each in both], on=timezone.localdate(), scope=request.officer.scope
    )
    sides = {both[0].key: _("左边"), both[1].key: _("右边")}
    return [
        (
            str(each.pk),
            _("%(side)s：%(bank)s 尾号 %(tail)s（%(state)s，自 %(day)s）")
            % {
                "side": sides[each.child_id],
                "bank": each.bank,
                "tail": masked_account(each.number),
                "state": _("已核对") if each.verified_by_id else _("未核对"),
                "day": each.from_on.isoformat(),
            },
        )
        for each in seen
    ]


def _compared_or_404(request: DeskRequest, key: UUID | None) -> PersonCompared:
    found = person_compared(person=key, scope=request.officer.scope, on=timezone.localdate()) if key else None
    if found is None:
        raise Http404
    return found


def _asked(request: DeskRequest, name: str, among: Iterable[UUID]) -> UUID | None:
    """
    Read a key out of the address that must be one of some.

    :raises Http404: it is another, or none
    """
    if not (text := request.GET.get(name, "")):
        return None
    key = key_of(text)
    if key not in set(among):
        raise Http404
    return key


def _tell_split(request: DeskRequest, stayed: int) -> None:
    if stayed:
        messages.warning(request, _("已拆分。合并以后又改过的 %(n)s 项没有动，请打开两份档案核对。") % {"n": stayed})
    else:
        messages.success(request, _("已拆分，两份档案都恢复到合并以前。"))


def _file_of(request: DeskRequest, *keys: UUID) -> str:
    """Go to the first of some files that is seen, else to the list."""
    for key in keys:
        try:
            return reverse("desk:child", args=[file_or_404(request, key).child.pk])
        except Http404:
            continue
    return reverse("desk:children")
