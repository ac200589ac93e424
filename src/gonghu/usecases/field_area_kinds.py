"""What the area of an officer consists of (片区资料种类): each kind gathered at once, what a visit needs, no more."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Final
from uuid import UUID

import yaml

from gonghu.domain.access.officer import Officer
from gonghu.domain.access.scope import Scope
from gonghu.domain.access.terms import Permission
from gonghu.domain.campaigns.models import SweptHousehold
from gonghu.domain.campaigns.queries import last_spoken, whose_parents_are_away
from gonghu.domain.divisions.queries import divisions_as_of
from gonghu.domain.people.card import Card, card_fields, card_of, conflicts_in, last_writing, stamp_of
from gonghu.domain.people.card.fields import CardFieldName
from gonghu.domain.people.models import Child
from gonghu.domain.people.queries import children_in
from gonghu.domain.people.terms import SEALED_CATEGORIES, Category, RiskLevel, Sex
from gonghu.domain.questionnaires.models import Submission
from gonghu.domain.questionnaires.queries import returned_files, submissions_of
from gonghu.domain.questionnaires.terms import SubmissionState
from gonghu.domain.visits.queries import problems_in, replies_to, visits_due_among
from gonghu.domain.visits.terms import DueReason
from gonghu.usecases.field_area_sweeps import doors, sweeps, swept_around

Bodies = Iterator[tuple[str, Mapping[str, Any]]]
MOST_CHILDREN: Final = 1000
_AHEAD: Final = timedelta(days=14)
_MOST_RETURNED: Final = 100
_MOST_HELD: Final = 1_000
_REPLIES_STAY: Final = timedelta(days=90)
_SHOWN_OF_WHAT_WAS_SAID: Final = 60
ADVICE: Final = Path(__file__).parents[1] / "packs" / "field" / "advice.yaml"


@dataclass
class Gathering:
    """Who gathers, from what is reached, on which day (资料汇集)."""

    by: Officer
    scope: Scope
    on: date

    @cached_property
    def children(self) -> dict[UUID, Child]:
        """The children of the area whose files are not closed; of too many, one more than a telephone carries."""
        return {child.pk: child for child in children_in(scope=self.scope)[: MOST_CHILDREN + 1]}

    @cached_property
    def places(self) -> dict[str, str]:
        """The names of the villages in which the children live."""
        codes = {child.division_code for child in self.children.values()}
        return {code: each.name for code, each in divisions_as_of(codes=codes, on=self.on).items()}

    @cached_property
    def cards(self) -> dict[UUID, Card]:
        """The cards of the children of the area."""
        return card_of(children=self.children, scope=self.scope, on=self.on)

    @cached_property
    def away(self) -> frozenset[UUID]:
        """The children whose parents are both known to be away."""
        whereabouts = {
            key: (card.value(CardFieldName.FATHER_WHEREABOUTS), card.value(CardFieldName.MOTHER_WHEREABOUTS))
            for key, card in self.cards.items()
        }
        return whose_parents_are_away(whereabouts=whereabouts, scope=self.scope, on=self.on)

    @cached_property
    def swept(self) -> list[SweptHousehold]:
        """The households of the rounds about the day; of too many, one more than a telephone carries."""
        return swept_around(scope=self.scope, on=self.on)

    @cached_property
    def _spoken_on(self) -> dict[UUID, date]:
        return last_spoken(children=self.children, scope=self.scope)

    def contact_on(self, child: UUID) -> str:
        """Give the day on which a parent last spoke with a child, as far as it was noted down."""
        last = self._spoken_on.get(child)
        return last.isoformat() if last else ""

    def place(self, code: str) -> str:
        """Give the name of a village, or its code where nobody bears it."""
        return self.places.get(code, code)

    def name(self, child: UUID | None) -> str:
        """Give the name of a child of the area, as its director knows it."""
        found = self.children.get(child) if child else None
        return found.name if found else ""


def cards(gathering: Gathering) -> Bodies:
    """Give the cards: never a number; names, telephones and addresses as far as the officer sees them."""
    for key, card in gathering.cards.items():
        child = gathering.children[key]
        yield (
            str(key),
            {
                "name": child.name,
                "sex": str(Sex(child.sex).label),
                "born_on": child.born_on.isoformat() if child.born_on else "",
                "place": gathering.place(child.division_code),
                "category": _category(child, gathering.scope),
                "risk": child.risk_level,
                "risk_label": str(RiskLevel(child.risk_level).label) if child.risk_level else "",
                "both_away": key in gathering.away,
                "contact_on": gathering.contact_on(key),
                "items": stamp_of(child),
                "card": [
                    {"field": name, "label": field.label, "value": value, "words": field.words(value), "version": seen}
                    for name, field in card_fields().items()
                    if name in card.fields
                    for value, seen in (card.fields[name],)
                ],
            },
        )


def visits(gathering: Gathering) -> Bodies:
    """Give the visits that are due within two weeks or overdue, with the reason in words; of each child the next."""
    until = gathering.on + _AHEAD
    files = gathering.children.values()
    for due in visits_due_among(files=files, scope=gathering.scope, on=gathering.on, until=until):
        yield (
            str(due.child),
            {
                "child": str(due.child),
                "name": due.name,
                "place": gathering.place(due.division_code),
                "reason": str(due.reason.label),
                "first": due.reason is DueReason.NEW,
                "due_on": due.due_on.isoformat(),
                "last_on": due.last_on.isoformat() if due.last_on else "",
            },
        )


def problems(gathering: Gathering) -> Bodies:
    """Give the problems that are not put right yet, to be looked at again."""
    for each in problems_in(scope=gathering.scope):
        yield (
            str(each.pk),
            {
                "child": str(each.child_id),
                "name": gathering.name(each.child_id),
                "title": each.words,
                "kind": each.get_kind_display(),
                "responsible": each.responsible,
                "due_on": each.due_on.isoformat(),
                "state": each.state,
                "state_label": each.get_state_display(),
                "task": str(each.task_id) if each.task_id else None,
            },
        )


def returned(gathering: Gathering) -> Bodies:
    """Give what was sent back to the officer to be mended, with the comment and the answers."""
    if gathering.by.account is None:
        return
    shown = _own(gathering, gathering.by.account, SubmissionState.SENT_BACK, _MOST_RETURNED)
    files = returned_files(submissions=[each.pk for each in shown], account=gathering.by.account, scope=gathering.scope)
    for each in shown:
        yield (
            str(each.pk),
            {
                "child": str(each.child_id) if each.child_id else None,
                "name": gathering.name(each.child_id),
                "form": each.form_id,
                "version": each.version,
                "title": _title(each),
                "comment": each.reasons[-1] if each.reasons else "",
                "xml": each.xml.decode(errors="replace"),
                "files": [{"name": one.name, "type": one.kept_type} for one in files.get(each.pk, ())],
            },
        )


def held(gathering: Gathering) -> Bodies:
    """Give what the officer sent that the desk has not taken yet, with the reasons."""
    if gathering.by.account is None:
        return
    for each in _own(gathering, gathering.by.account, SubmissionState.NEEDS_CARE, _MOST_HELD, "body"):
        yield (
            str(each.pk),
            {
                "child": str(each.child_id) if each.child_id else None,
                "name": gathering.name(each.child_id),
                "form": each.form_id,
                "title": _title(each),
                "made_at": (each.made_at or each.received_at).isoformat(),
                "reasons": each.reasons,
            },
        )


def replies(gathering: Gathering) -> Bodies:
    """Give what was answered lately to the officer's own complaints, suggestions and reports of harm."""
    for each in replies_to(scope=gathering.by, since=gathering.on - _REPLIES_STAY):
        yield (
            str(each.key),
            {
                "said": each.said[:_SHOWN_OF_WHAT_WAS_SAID],
                "said_at": each.said_at.isoformat(),
                "answer": each.answer,
                "answered_by": each.answered_by,
                "answered_at": each.answered_at.isoformat(),
            },
        )


def conflicts(gathering: Gathering) -> Bodies:
    """Give the fields that two people wrote without knowing of each other: both values, by whom and when."""
    for each in conflicts_in(scope=gathering.scope):
        field, card = card_fields().get(each.field), gathering.cards.get(each.child_id)
        if field is None or card is None or each.field not in card.fields:
            continue
        allows, code = gathering.scope.allows, each.child.division_code
        stands, version = card.fields[each.field]
        brought = each.brought if allows(Permission.UNMASK, code) else field.hidden(each.brought)
        last = last_writing(child=each.child_id, field=each.field, version=version)
        yield (
            str(each.pk),
            {
                "child": str(each.child_id),
                "name": gathering.name(each.child_id),
                "field": each.field,
                "label": field.label,
                "stood": field.words(stands),
                "stood_by": last.written_by.display_name if last and last.written_by else "",
                "stood_at": last.written_at.isoformat() if last else "",
                "brought": field.words(brought),
                "brought_by": each.brought_by.display_name if each.brought_by else "",
                "brought_at": each.brought_at.isoformat(),
                "own": each.brought_by_id == gathering.by.account,
                "version": version,
                "may_choose": allows(Permission.EDIT_CHILDREN, code),
            },
        )


def advice(gathering: Gathering) -> Bodies:
    """Give policy in plain words, to be read out to a family; the same for everybody."""
    del gathering
    yield from _advice().items()


def _own(gathering: Gathering, account: UUID, state: SubmissionState, most: int, *left: str) -> list[Submission]:
    """Give what the officer sent in a state, without the texts of the forms and what else is to be ``left``."""
    found = submissions_of(account=account, scope=gathering.scope, states=[state])
    unread = ("known_version__source", "known_version__xform", "known_version__meaning")
    return list(found.select_related("known_version").defer(*unread, *left)[:most])


def _title(submission: Submission) -> str:
    return submission.known_version.title if submission.known_version else submission.form_id or "读不出的填报"


def _category(child: Child, scope: Scope) -> str:
    """Give the category shown first, of a sealed one the wider one where it may not be told."""
    if not child.category:
        return ""
    kind = SEALED_CATEGORIES.get(Category(child.category))
    told = child.category if kind is None or scope.opens(kind, child.division_code) else Category.DIFFICULT
    return str(Category(told).label)


@cache
def _advice() -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = yaml.safe_load(ADVICE.read_text(encoding="utf-8"))
    return found


KINDS: Final[Mapping[str, Callable[[Gathering], Bodies]]] = {
    "advice": advice,
    "child": cards,
    "conflict": conflicts,
    "doors": doors,
    "held": held,
    "problem": problems,
    "reply": replies,
    "returned": returned,
    "sweep": sweeps,
    "visit": visits,
}
"""How each kind is gathered."""
