"""The answers of a filled form by question (按题目的答案), masked where the card is, and its photos and recordings."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final
from uuid import UUID

from django.core import signing
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gonghu.domain.access.scope import Scope, told_to
from gonghu.domain.access.terms import SealedKind
from gonghu.domain.people.card import card_fields
from gonghu.domain.people.item_fields import PAY_ACCOUNT, item_fields
from gonghu.domain.people.queries.homes import protected_children
from gonghu.domain.questionnaires.choosing import form_of
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.queries import answers_of, files_of
from gonghu.domain.questionnaires.terms import FileState
from gonghu.engines.forms import ATTACHED, SILENT, Given, Meaning, NumberDoubt, UnreadableInstance, numbers_doubted
from gonghu.interfaces.desk.admission import DeskRequest
from gonghu.standards.masking import MASKS

SALT: Final = "visit photo"
Hide = Callable[[str], str]
_FOUND: Final[Mapping[str, str]] = {"name": "NAME", "number": "NUMBER"}
_PLACE: Final = "ADDRESS"
_ACCOUNT: Final = "ACCOUNT"
SECONDS: Final = 60
"""So long the address of a photo lives."""


@dataclass(frozen=True, slots=True)
class AnswerShown:
    """One question with its answer (题目与答案); ``doubt`` says why it was not verified."""

    question: str
    words: str
    turn: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class FileShown:
    """One photo or recording of a filled form (附件显示项); ``address`` is empty while it has not come whole."""

    name: str
    address: str
    is_picture: bool
    state: str


def answers_shown(
    request: DeskRequest, submission: Submission, *, child: UUID | None = None, unmasked: bool = False
) -> Sequence[AnswerShown]:
    """
    List what was answered, in the order of the form; nothing of a form that cannot be read.

    What is sealed, as places are of a child of whom an address is protected, is told to few, unmasked or not.
    """
    try:
        said = answers_of(submission=submission, scope=request.officer.scope, today=timezone.localdate(request.at))
    except UnreadableInstance:
        return ()
    if said is None or submission.known_version is None:
        return ()
    form, scope = form_of(submission.known_version), request.officer.scope
    meaning = form.meaning
    kinds, sealed = _kinds(meaning), {question: SealedKind(kind) for question, kind in meaning.sealed.items()}
    items = {question: item_fields()[name] for question, name in meaning.items.items() if name in item_fields()}
    sealed |= {question: item.sealed for question, item in items.items() if item.sealed}
    hidden = {} if unmasked else {question: MASKS[kind] for question, kind in kinds.items()}
    if child and protected_children(children=[child], scope=scope, on=timezone.localdate(request.at)):
        sealed |= {question: SealedKind.PROTECTED_ADDRESS for question, kind in kinds.items() if kind == _PLACE}
    for question, kind in sealed.items():
        if not scope.opens(kind, submission.division_code):
            hidden[question] = partial(_told, scope, kind, submission.division_code)
    # That somebody asked for a report is the district's, as the report itself is.
    left_out = {} if scope.opens(SealedKind.REPORTER, submission.division_code) else meaning.reports
    return list(_shown(said.given, hidden, left_out, numbers_doubted(form, said)))


def files_shown(request: DeskRequest, submission: UUID) -> list[FileShown]:
    """List the photos and recordings of a filled form with addresses that live for a minute."""
    return [
        FileShown(
            each.name,
            _address(request, str(each.pk)) if each.state == FileState.KEPT else "",
            each.kept_type.startswith("image/"),
            str(each.get_state_display()) if each.state != FileState.KEPT else "",
        )
        for each in files_of(submission=submission, scope=request.officer.scope)
    ]


def files_by_use(request: DeskRequest, submission: Submission | None) -> dict[str, list[FileShown]]:
    """Give the signatures of a filled form apart from its photos and recordings: they belong to what is printed."""
    if submission is None:
        return {"files": [], "signatures": []}
    signed = _signatures(request, submission)
    shown = files_shown(request, submission.pk)
    return {
        "files": [each for each in shown if each.name not in signed],
        "signatures": [each for each in shown if each.name in signed],
    }


def _signatures(request: DeskRequest, submission: Submission) -> frozenset[str]:
    try:
        said = answers_of(submission=submission, scope=request.officer.scope, today=timezone.localdate(request.at))
    except UnreadableInstance:
        return frozenset()
    given = said.given if said else ()
    return frozenset(each.text for each in given if "signature" in each.field.appearance.split())


def _shown(
    given: Sequence[Given], masked: Mapping[str, Hide], left_out: Mapping[str, str], doubts: Mapping[str, NumberDoubt]
) -> Iterator[AnswerShown]:
    for each in given:
        if each.field.kind in SILENT | ATTACHED or not each.text:
            continue
        hide = masked.get(each.field.name)
        words = hide(each.text) if hide else each.words
        if each.field.name in left_out:
            chosen = [value for value in each.text.split() if value != left_out[each.field.name]]
            words = "、".join(map(each.field.label_of, chosen))
        if not words:
            continue
        turn = _("第 %(n)s 项") % {"n": each.turns[-1]} if each.turns else ""
        yield AnswerShown(each.field.label or each.field.name, words, turn, why_doubted(doubts.get(each.field.name)))


def why_doubted(doubt: NumberDoubt | None) -> str:
    """Say in words why a number was not verified."""
    words = {
        NumberDoubt.MISTYPED: _("号码不对，多半抄错或抄漏了"),
        NumberDoubt.OTHER_BIRTH: _("号码里的出生日期和填的不一样"),
        NumberDoubt.OTHER_SEX: _("号码里的性别和填的不一样"),
    }
    return words[doubt] if doubt else ""


def _kinds(meaning: Meaning) -> dict[str, str]:
    """Say of each question of which something is hidden what: by the card, as that of a found child, or by itself."""
    fields = {name: item.masked for name, item in item_fields().items()}
    fields |= {PAY_ACCOUNT: _ACCOUNT} | {name: field.masked for name, field in card_fields().items()}
    card = {question: fields.get(name, "") for question, name in [*meaning.items.items(), *meaning.card.items()]}
    found = {question: _FOUND[fact] for fact, question in meaning.found.items() if fact in _FOUND}
    return {question: kind for question, kind in (found | card | dict(meaning.masked)).items() if kind}


def _told(scope: Scope, kind: SealedKind, code: str, value: str) -> str:
    return told_to(scope=scope, kind=kind, value=value, division_code=code)


def _address(request: DeskRequest, key: str) -> str:
    token = signing.dumps([key, str(request.officer.account)], salt=SALT)
    return f"{reverse('desk:visit-photo', args=[key])}?token={token}"
